package io.thermocline.adapter.parquet.filter;

import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Vector;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Evaluates conditions on vectors. A dictionary is tested once, then codes decide. For one thread.
public final class Evaluator {
  private final Map<Condition.Leaf, Tested> tested = new IdentityHashMap<>();

  private record Tested(Vector dictionary, byte[] verdicts) {}

  /// With nothing tested yet.
  public Evaluator() {}

  /// Writes the rows of `0 .. size` for which the condition is true to `target`, ascending; returns
  /// their number.
  public int select(Condition condition, IntFunction<Vector> columns, int size, int[] target) {
    byte[] verdicts = verdicts(condition, columns, size);
    int count = 0;
    for (int i = 0; i < size; i++) {
      target[count] = i;
      count += verdicts[i] == Verdict.TRUE ? 1 : 0;
    }
    return count;
  }

  /// Whether the condition on a single column is true for any of these values.
  public static boolean holdsForAny(Condition.Leaf leaf, Vector values) {
    byte[] verdicts = new byte[values.size()];
    leaf.test().test(values, verdicts);
    for (byte verdict : verdicts) {
      if (verdict == Verdict.TRUE) {
        return true;
      }
    }
    return false;
  }

  private byte[] verdicts(Condition condition, IntFunction<Vector> columns, int size) {
    return switch (condition) {
      case Condition.All all -> {
        byte[] result = new byte[size];
        Arrays.fill(result, Verdict.TRUE);
        for (Condition operand : all.operands()) {
          Verdict.and(result, verdicts(operand, columns, size), size);
        }
        yield result;
      }
      case Condition.Any any -> {
        byte[] result = new byte[size];
        for (Condition operand : any.operands()) {
          Verdict.or(result, verdicts(operand, columns, size), size);
        }
        yield result;
      }
      case Condition.Leaf leaf -> leaf(leaf, columns.apply(leaf.column()), size);
    };
  }

  private byte[] leaf(Condition.Leaf leaf, Vector vector, int size) {
    byte[] result = new byte[size];
    switch (vector) {
      case DictionaryVector d -> {
        byte[] byCode = dictionaryVerdicts(leaf, d.dictionary());
        int[] codes = d.codes();
        for (int i = 0; i < size; i++) {
          result[i] = byCode[codes[i]];
        }
      }
      case ConstantVector c -> {
        byte[] one = new byte[1];
        leaf.test().test(c.value(), one);
        Arrays.fill(result, one[0]);
      }
      default -> leaf.test().test(vector, result);
    }
    return result;
  }

  private byte[] dictionaryVerdicts(Condition.Leaf leaf, Vector dictionary) {
    Tested known = tested.get(leaf);
    if (known == null || known.dictionary != dictionary) {
      known = new Tested(dictionary, new byte[dictionary.size()]);
      leaf.test().test(dictionary, known.verdicts);
      tested.put(leaf, known);
    }
    return known.verdicts;
  }
}
