package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Views and small operations on vectors that kernels and operators share.
public final class Vectors {
  private Vectors() {}

  /// A constant null.
  public static ConstantVector nulls(DataType type, int size) {
    return Values.constant(type, null, size);
  }

  /// A constant boolean.
  public static ConstantVector constant(boolean value, int size) {
    return Values.constant(ScalarType.BOOLEAN, value, size);
  }

  /// A vector of booleans as 0 and 1.
  public static LongVector booleans(int size, long[] values, long @Nullable [] nulls) {
    return new LongVector(ScalarType.BOOLEAN, size, values, nulls);
  }

  /// The null bitmap of a flat or constant vector, null when it has no nulls; a null constant gives
  /// all ones.
  public static long @Nullable [] nullMask(Vector vector, int size) {
    return switch (vector) {
      case LongVector v -> v.nulls();
      case DoubleVector v -> v.nulls();
      case Int128Vector v -> v.nulls();
      case BytesVector v -> v.nulls();
      case ListVector v -> collectNulls(v, size);
      case DictionaryVector v -> collectNulls(v, size);
      case ConstantVector v -> v.isNull(0) ? allNull(size) : null;
    };
  }

  private static long @Nullable [] collectNulls(Vector vector, int size) {
    if (!vector.mayHaveNulls()) {
      return null;
    }
    long[] mask = NullMask.create(size);
    for (int i = 0; i < size; i++) {
      if (vector.isNull(i)) {
        NullMask.setNull(mask, i);
      }
    }
    return mask;
  }

  /// A bitmap in which every row is null.
  public static long[] allNull(int size) {
    long[] mask = NullMask.create(size);
    Arrays.fill(mask, -1L);
    return mask;
  }

  /// A bitmap of the rows that are null in any of the vectors, or null.
  public static long @Nullable [] unionNulls(Vector[] vectors, int size) {
    long[] union = null;
    boolean owned = false;
    for (Vector vector : vectors) {
      long[] mask = nullMask(vector, size);
      if (mask == null) {
        continue;
      }
      if (union == null) {
        union = mask;
        continue;
      }
      if (!owned) {
        union = Arrays.copyOf(union, NullMask.words(size));
        owned = true;
      }
      for (int i = 0; i < union.length; i++) {
        union[i] |= mask[i];
      }
    }
    return union;
  }

  /// The values of a flat or constant vector of layout LONG; a constant gives an array of one
  /// value.
  static long[] longs(Vector vector) {
    return switch (vector) {
      case LongVector v -> v.values();
      case ConstantVector c -> ((LongVector) c.value()).values();
      default -> ((LongVector) vector.flatten()).values();
    };
  }

  /// The values of a flat or constant vector of layout DOUBLE; a constant gives an array of one
  /// value.
  static double[] doubles(Vector vector) {
    return switch (vector) {
      case DoubleVector v -> v.values();
      case ConstantVector c -> ((DoubleVector) c.value()).values();
      default -> ((DoubleVector) vector.flatten()).values();
    };
  }

  /// What to mask a row number with to index [#longs]: 0 for a constant, else -1.
  static int rowMask(Vector vector) {
    return vector instanceof ConstantVector ? 0 : -1;
  }

  /// The value of a vector with another size when it is a constant, else the vector itself.
  static Vector resize(Vector vector, int size) {
    return vector instanceof ConstantVector c ? new ConstantVector(c.value(), size) : vector;
  }

  /// The positions of the rows at which a boolean vector is true; returns their number.
  public static int trueRows(Vector condition, int size, int[] positions) {
    int count = 0;
    switch (condition) {
      case ConstantVector c -> {
        if (!c.isNull(0) && c.longAt(0) != 0) {
          for (int i = 0; i < size; i++) {
            positions[i] = i;
          }
          return size;
        }
      }
      case DictionaryVector d -> {
        Vector dictionary = d.dictionary();
        boolean[] hit = new boolean[dictionary.size()];
        for (int i = 0; i < hit.length; i++) {
          hit[i] = dictionary.longAt(i) != 0 && !dictionary.isNull(i);
        }
        int[] codes = d.codes();
        for (int i = 0; i < size; i++) {
          positions[count] = i;
          count += hit[codes[i]] ? 1 : 0;
        }
      }
      default -> {
        LongVector flat = (LongVector) condition.flatten();
        long[] values = flat.values();
        long[] nulls = flat.nulls();
        if (nulls == null) {
          for (int i = 0; i < size; i++) {
            positions[count] = i;
            count += (int) values[i];
          }
        } else {
          for (int i = 0; i < size; i++) {
            positions[count] = i;
            count += (int) values[i] & (int) ~(nulls[i >>> 6] >>> i) & 1;
          }
        }
      }
    }
    return count;
  }

  /// The rows at `positions` of the columns in `needed`; the others become null constants, which
  /// cost nothing.
  public static Batch take(Batch input, BitSet needed, int[] positions, int count) {
    List<Vector> columns = new ArrayList<>(input.columns().size());
    for (int i = 0; i < input.columns().size(); i++) {
      Vector column = input.column(i);
      columns.add(needed.get(i) ? column.take(positions, count) : nulls(column.type(), count));
    }
    return new Batch(columns, count);
  }

  /// The bytes of a batch without its dictionaries, which it shares with other batches.
  public static long ownBytes(Batch batch) {
    long bytes = 0;
    for (Vector column : batch.columns()) {
      bytes +=
          column instanceof DictionaryVector d ? 4L * d.codes().length : column.retainedBytes();
    }
    return bytes;
  }

  /// A comparable image of a double for hashing and equality: -0.0 is 0.0 and all NaNs are one.
  public static long doubleKey(double value) {
    return value == 0 ? 0 : Double.doubleToLongBits(value);
  }
}
