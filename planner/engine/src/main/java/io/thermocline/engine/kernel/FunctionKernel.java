package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function over argument vectors. Constants are computed once a batch; when all arguments that
/// vary share one dictionary, the function is computed on the dictionary's values, once as long as
/// the dictionary stays the same.
abstract class FunctionKernel implements Kernel {
  private final DataType type;
  private final List<Kernel> arguments;
  private final boolean strict;

  private Vector @Nullable [] seen;
  private @Nullable Vector computed;

  /// A strict function is null when any argument is.
  FunctionKernel(DataType type, List<Kernel> arguments, boolean strict) {
    this.type = type;
    this.arguments = List.copyOf(arguments);
    this.strict = strict;
  }

  /// Computes `size` rows. Every argument is flat or constant, and not a null constant when the
  /// function is strict. The result is flat. Rows that are null in an argument of a strict function
  /// must not raise errors.
  abstract Vector apply(Vector[] arguments, int size);

  @Override
  public final DataType type() {
    return type;
  }

  @Override
  public boolean canFail() {
    return true;
  }

  final Kernel argument(int index) {
    return arguments.get(index);
  }

  final boolean argumentsCanFail() {
    return arguments.stream().anyMatch(Kernel::canFail);
  }

  @Override
  public final void addColumns(BitSet columns) {
    arguments.forEach(argument -> argument.addColumns(columns));
  }

  @Override
  public final Vector evaluate(Batch input) {
    int size = input.size();
    Vector[] vectors = new Vector[arguments.size()];
    DictionaryVector shared = null;
    boolean flat = false;
    for (int i = 0; i < vectors.length; i++) {
      Vector vector = arguments.get(i).evaluate(input);
      vectors[i] = vector;
      switch (vector) {
        case ConstantVector c -> {
          if (strict && c.isNull(0)) {
            return Vectors.nulls(type, size);
          }
        }
        case DictionaryVector d -> {
          flat |= shared != null && shared.codes() != d.codes();
          shared = d;
        }
        default -> flat = true;
      }
    }
    if (!flat && shared == null) {
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = Vectors.resize(vectors[i], 1);
      }
      return new ConstantVector(apply(vectors, 1), size);
    }
    if (!flat && shared != null) {
      Vector values = onDictionary(vectors, shared, size);
      if (values != null) {
        return new DictionaryVector(values, shared.codes(), size);
      }
    }
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i] instanceof DictionaryVector d) {
        vectors[i] = d.flatten();
      }
    }
    return apply(vectors, size);
  }

  /// The function of each dictionary value, or null when the rows should be computed one by one:
  /// the dictionary is larger than the batch and new, or a value that no row may use raises an
  /// error.
  private @Nullable Vector onDictionary(Vector[] vectors, DictionaryVector shared, int size) {
    int values = shared.dictionary().size();
    Vector[] bases = new Vector[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      bases[i] =
          switch (vectors[i]) {
            case DictionaryVector d -> d.dictionary();
            case ConstantVector c -> c.value();
            default -> vectors[i];
          };
      if (vectors[i] instanceof DictionaryVector && bases[i].size() != values) {
        return null;
      }
    }
    boolean known = sameObjects(bases, seen);
    if (known && computed != null) {
      return computed;
    }
    seen = bases;
    computed = null;
    if (values > size && !known) {
      return null;
    }
    Vector[] resized = new Vector[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      resized[i] =
          vectors[i] instanceof ConstantVector c ? new ConstantVector(c.value(), values) : bases[i];
    }
    try {
      computed = apply(resized, values);
    } catch (ThermoclineException e) {
      seen = null;
    }
    return computed;
  }

  private static boolean sameObjects(Vector[] a, Vector @Nullable [] b) {
    if (b == null || a.length != b.length) {
      return false;
    }
    for (int i = 0; i < a.length; i++) {
      if (a[i] != b[i]) {
        return false;
      }
    }
    return true;
  }
}
