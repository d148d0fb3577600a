package io.thermocline.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SumAccumulatorTest {
  private static final int GROUPS = 3;
  private static final DecimalType SUM = new DecimalType(38, 0);

  /// Batches of small numbers, large ones, and both, some rows in no group.
  @Test
  void sumsAreExactWhateverTheSizeOfNumbers() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      boolean wide = random.nextBoolean();
      SumAccumulator sums = accumulator(wide);
      SumAccumulator others = accumulator(wide);
      BigInteger[] expected = new BigInteger[GROUPS];
      Arrays.fill(expected, BigInteger.ZERO);
      for (int batch = 0; batch < 20; batch++) {
        int size = 1 + random.nextInt(100);
        int shift = random.nextInt(64);
        boolean all = random.nextBoolean();
        long[] values = new long[size];
        int[] groups = new int[size];
        for (int i = 0; i < size; i++) {
          values[i] = random.nextLong() >> shift;
          groups[i] = all ? random.nextInt(GROUPS) : random.nextInt(GROUPS + 1) - 1;
          if (groups[i] >= 0) {
            expected[groups[i]] = expected[groups[i]].add(BigInteger.valueOf(values[i]));
          }
        }
        Vector vector = vector(wide, values);
        (random.nextBoolean() ? sums : others).add(groups, new Vector[] {vector}, size, GROUPS);
      }
      sums.merge(others, new int[] {0, 1, 2}, GROUPS);
      check("seed " + seed, sums, expected);
    }
  }

  @Test
  void manySmallNumbersPassSixtyFourBits() {
    long least = -(1L << 40);
    int size = 1 << 16;
    int batches = 200;
    long[] values = new long[size];
    Arrays.fill(values, least);
    int[] groups = new int[size];
    SumAccumulator sums = accumulator(false);
    for (int batch = 0; batch < batches; batch++) {
      sums.add(groups, new Vector[] {vector(false, values)}, size, 1);
    }
    check(
        "the least number",
        sums,
        BigInteger.valueOf(least).multiply(BigInteger.valueOf((long) size * batches)));
  }

  private static SumAccumulator accumulator(boolean wide) {
    return new SumAccumulator(wide ? SUM : ScalarType.INT64, SUM, false, true);
  }

  private static Vector vector(boolean wide, long[] values) {
    return wide
        ? Int128Vector.narrow(SUM, values.length, values, null)
        : new LongVector(ScalarType.INT64, values.length, values, null);
  }

  private static void check(String what, SumAccumulator sums, BigInteger... expected) {
    Vector result = sums.result(0, expected.length);
    for (int g = 0; g < expected.length; g++) {
      assertThat(Values.get(result, g)).as(what).isEqualTo(new BigDecimal(expected[g]));
    }
  }
}
