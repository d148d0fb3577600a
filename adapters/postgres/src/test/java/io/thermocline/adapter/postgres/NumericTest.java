package io.thermocline.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumericTest {
  /// The wire form as PostgreSQL sends it: no zero groups at either end.
  private static byte[] wire(BigDecimal value) {
    DecimalType type = new DecimalType(38, Math.max(0, Math.min(38, value.scale())));
    BigInteger unscaled = value.setScale(Math.max(0, value.scale())).unscaledValue().abs();
    int scale = Math.max(0, value.scale());
    int fraction = (scale + 3) / 4;
    BigInteger rest = unscaled.multiply(BigInteger.TEN.pow(fraction * 4 - scale));
    java.util.ArrayList<Integer> groups = new java.util.ArrayList<>();
    while (rest.signum() != 0) {
      groups.addFirst(rest.mod(BigInteger.valueOf(10_000)).intValue());
      rest = rest.divide(BigInteger.valueOf(10_000));
    }
    int weight = groups.size() - 1 - fraction;
    while (!groups.isEmpty() && groups.getLast() == 0) {
      groups.removeLast();
    }
    ByteBuffer bytes = ByteBuffer.allocate(8 + 2 * groups.size());
    bytes.putShort((short) groups.size()).putShort((short) (groups.isEmpty() ? 0 : weight));
    bytes.putShort((short) (value.signum() < 0 ? 0x4000 : 0)).putShort((short) type.scale());
    groups.forEach(group -> bytes.putShort(group.shortValue()));
    return bytes.array();
  }

  private static BigDecimal decode(BigDecimal value, DecimalType type) {
    VectorBuilder builder = new VectorBuilder(type, 1);
    new NumericDecoder().append(builder, type, wire(value), 0);
    return (BigDecimal) java.util.Objects.requireNonNull(Values.get(builder.build(), 0));
  }

  @Test
  void decodesAndRoundsLikeBigDecimal() {
    for (long seed = 1; seed <= 50_000; seed++) {
      Random random = new Random(seed);
      int precision = 1 + random.nextInt(38);
      DecimalType type = new DecimalType(precision, random.nextInt(precision + 1));
      BigInteger unscaled = new BigInteger(random.nextInt(135), random);
      BigDecimal value =
          new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(45));
      BigDecimal expected = value.setScale(type.scale(), RoundingMode.HALF_UP);
      String what = "seed " + seed + ": " + value + " as " + type.sqlName();
      if (expected.precision() > type.precision() && expected.signum() != 0) {
        assertThatThrownBy(() -> decode(value, type))
            .as(what)
            .isInstanceOfSatisfying(
                ThermoclineException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE));
      } else {
        assertThat(decode(value, type)).as(what).isEqualTo(expected);
      }
    }
  }

  @Test
  void encodingDecodesToTheSame() {
    for (long seed = 1; seed <= 20_000; seed++) {
      Random random = new Random(seed);
      int precision = 1 + random.nextInt(38);
      DecimalType type = new DecimalType(precision, random.nextInt(precision + 1));
      BigInteger bound = BigInteger.TEN.pow(precision);
      BigInteger unscaled = new BigInteger(random.nextInt(128), random).mod(bound);
      BigDecimal value =
          new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
      Schema schema = Schema.of(Field.nullable("v", type));
      Batch batch = BatchReaders.batch(schema, List.of(List.of(value)));
      RowEncoder encoder =
          new RowEncoder(
              List.of(new PgRelation.Column("v", new PgType(type, "", false, true), true, true)));
      encoder.row(batch, 0);
      RowDecoder decoder = new RowDecoder(schema);
      decoder.row(encoder.bytes(), 0);
      assertThat(Values.get(decoder.take().column(0), 0))
          .as("seed %d: %s", seed, type.sqlName())
          .isEqualTo(value);
    }
  }

  @Test
  void notANumberIsOutOfRange() {
    for (int sign : new int[] {0xC000, 0xD000, 0xF000}) {
      byte[] wire =
          ByteBuffer.allocate(8)
              .putShort((short) 0)
              .putShort((short) 0)
              .putShort((short) sign)
              .array();
      DecimalType type = new DecimalType(10, 2);
      assertThatThrownBy(
              () -> new NumericDecoder().append(new VectorBuilder(type, 1), type, wire, 0))
          .isInstanceOfSatisfying(
              ThermoclineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE));
    }
  }
}
