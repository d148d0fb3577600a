package io.thermocline.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random decimals of random types against big decimals.
class DecimalPropertyTest {
  private static final int ROWS = 20;

  private static DecimalType type(Random random) {
    int precision = random.nextBoolean() ? 1 + random.nextInt(18) : 1 + random.nextInt(38);
    return new DecimalType(precision, random.nextInt(precision + 1));
  }

  private static BigDecimal value(Random random, DecimalType type) {
    int digits = 1 + random.nextInt(type.precision());
    BigInteger unscaled = new BigInteger(130, random).mod(BigInteger.TEN.pow(digits));
    if (random.nextInt(10) == 0) {
      unscaled = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    }
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
  }

  private static BigDecimal expected(
      FunctionId function, BigDecimal a, BigDecimal b, DecimalType type) {
    BigDecimal exact =
        switch (function) {
          case ADD -> a.add(b);
          case SUBTRACT -> a.subtract(b);
          case MULTIPLY -> a.multiply(b);
          case DIVIDE -> a.divide(b, type.scale(), RoundingMode.HALF_UP);
          default -> a.remainder(b);
        };
    return exact.setScale(type.scale(), RoundingMode.HALF_UP);
  }

  @Test
  void arithmeticIsExact() {
    ExpressionCompiler compiler = new ExpressionCompiler(List.of(), ZoneOffset.UTC, Instant.EPOCH);
    for (long seed = 0; seed < 4000; seed++) {
      Random random = new Random(seed);
      DecimalType left = type(random);
      DecimalType right = type(random);
      DecimalType result = type(random);
      VectorBuilder a = new VectorBuilder(left, ROWS);
      VectorBuilder b = new VectorBuilder(right, ROWS);
      for (int i = 0; i < ROWS; i++) {
        a.appendValue(value(random, left));
        BigDecimal divisor = value(random, right);
        b.appendValue(
            divisor.signum() == 0 ? new BigDecimal(BigInteger.ONE, right.scale()) : divisor);
      }
      Vector x = a.build();
      Vector y = b.build();
      FunctionId function =
          List.of(
                  FunctionId.ADD,
                  FunctionId.SUBTRACT,
                  FunctionId.MULTIPLY,
                  FunctionId.DIVIDE,
                  FunctionId.MODULO)
              .get(random.nextInt(5));
      Kernel kernel =
          compiler.compile(
              new Expression.Call(
                  function,
                  List.of(
                      new Expression.ColumnReference(0, left),
                      new Expression.ColumnReference(1, right)),
                  result));
      for (int i = 0; i < ROWS; i++) {
        Batch row = new Batch(List.of(x, y), ROWS).slice(i, i + 1);
        BigDecimal wanted =
            expected(
                function, (BigDecimal) Values.get(x, i), (BigDecimal) Values.get(y, i), result);
        String what =
            "seed "
                + seed
                + ": "
                + Values.get(x, i)
                + " "
                + function
                + " "
                + Values.get(y, i)
                + " as "
                + result;
        try {
          assertThat(Values.get(kernel.evaluate(row), 0)).as(what).isEqualTo(wanted);
          assertThat(wanted.precision())
              .as(what)
              .isLessThanOrEqualTo(Math.max(result.precision(), result.scale()));
        } catch (ThermoclineException e) {
          assertThat(e.code()).as(what).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE);
          assertThat(wanted.precision()).as(what).isGreaterThan(result.precision());
        }
      }
    }
  }

  @Test
  void castsRoundHalfAwayFromZero() {
    ExpressionCompiler compiler = new ExpressionCompiler(List.of(), ZoneOffset.UTC, Instant.EPOCH);
    for (long seed = 0; seed < 4000; seed++) {
      Random random = new Random(seed);
      DecimalType source = type(random);
      DecimalType target = type(random);
      BigDecimal value = value(random, source);
      String what = "seed " + seed + ": " + value + " as " + target;
      VectorBuilder builder = new VectorBuilder(source, 1);
      builder.appendValue(value);
      BigDecimal wanted = value.setScale(target.scale(), RoundingMode.HALF_UP);
      try {
        Vector result =
            compiler
                .compile(
                    new Expression.Cast(new Expression.ColumnReference(0, source), target, false))
                .evaluate(new Batch(List.of(builder.build()), 1));
        assertThat(Values.get(result, 0)).as(what).isEqualTo(wanted);
      } catch (ThermoclineException e) {
        assertThat(wanted.precision()).as(what).isGreaterThan(target.precision());
      }
    }
  }
}
