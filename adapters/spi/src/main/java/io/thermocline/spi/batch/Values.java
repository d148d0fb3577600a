package io.thermocline.spi.batch;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Values as Java objects, for borders where one value at a time is fine: literals, parameters,
/// tests, the console.
///
/// | type | class |
/// |---|---|
/// | boolean | `Boolean` |
/// | int16, int32, int64 | `Short`, `Integer`, `Long` |
/// | float32, float64 | `Float`, `Double` |
/// | decimal | `BigDecimal` of the type's scale |
/// | text, json | `String` |
/// | bytes | `byte[]` |
/// | date, time | `LocalDate`, `LocalTime` |
/// | timestamp without, with zone | `LocalDateTime`, `Instant` |
/// | interval, uuid | [Interval], `UUID` |
/// | array | `List` |
public final class Values {
  private static final long MICROS_PER_SECOND = 1_000_000L;

  private Values() {}

  /// The value of a row, or null.
  public static @Nullable Object get(Vector vector, int index) {
    if (vector.isNull(index)) {
      return null;
    }
    return switch (vector.type()) {
      case DecimalType d -> decimal(vector, index, d);
      case ArrayType a -> list(vector, index);
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> vector.longAt(index) != 0;
            case INT16 -> (short) vector.longAt(index);
            case INT32 -> (int) vector.longAt(index);
            case INT64 -> vector.longAt(index);
            case FLOAT32 -> (float) vector.doubleAt(index);
            case FLOAT64 -> vector.doubleAt(index);
            case TEXT, JSON -> text(vector, index);
            case BYTES ->
                java.util.Arrays.copyOfRange(
                    vector.bytesData(index), vector.bytesStart(index), vector.bytesEnd(index));
            case DATE -> LocalDate.ofEpochDay(vector.longAt(index));
            case TIME -> LocalTime.ofNanoOfDay(vector.longAt(index) * 1000);
            case TIMESTAMP ->
                LocalDateTime.ofInstant(instant(vector.longAt(index)), ZoneOffset.UTC);
            case TIMESTAMP_TZ -> instant(vector.longAt(index));
            case INTERVAL -> new Interval(vector.highAt(index), vector.lowAt(index));
            case UUID -> new UUID(vector.highAt(index), vector.lowAt(index));
          };
    };
  }

  /// The text of a row of layout BYTES that is not null.
  public static String text(Vector vector, int index) {
    int start = vector.bytesStart(index);
    return new String(
        vector.bytesData(index), start, vector.bytesEnd(index) - start, StandardCharsets.UTF_8);
  }

  /// The decimal of a row that is not null.
  public static BigDecimal decimal(Vector vector, int index, DecimalType type) {
    return type.precision() <= DecimalType.MAX_LONG_PRECISION
        ? BigDecimal.valueOf(vector.longAt(index), type.scale())
        : new BigDecimal(
            Int128.toBigInteger(vector.highAt(index), vector.lowAt(index)), type.scale());
  }

  /// The instant of a timestamp in microseconds.
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
  }

  /// Microseconds since 1970 of an instant, cut off below a microsecond.
  public static long micros(Instant instant) {
    long seconds = instant.getEpochSecond();
    long micros = instant.getNano() / 1000;
    // Towards zero first: the second that holds the smallest instant does not fit by itself.
    return seconds < 0
        ? Math.addExact(
            Math.multiplyExact(seconds + 1, MICROS_PER_SECOND), micros - MICROS_PER_SECOND)
        : Math.addExact(Math.multiplyExact(seconds, MICROS_PER_SECOND), micros);
  }

  private static List<@Nullable Object> list(Vector vector, int index) {
    Vector flat = vector;
    int row = index;
    if (vector instanceof ConstantVector c) {
      flat = c.value();
      row = 0;
    } else if (vector instanceof DictionaryVector d) {
      flat = d.dictionary();
      row = d.codes()[index];
    }
    ListVector list = (ListVector) flat;
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = list.offsets()[row]; i < list.offsets()[row + 1]; i++) {
      values.add(get(list.elements(), i));
    }
    return values;
  }

  /// Appends a Java object of the builder's type; null is a null.
  ///
  /// @throws ThermoclineException INVALID_PARAMETER when the class does not fit,
  ///   NUMERIC_OUT_OF_RANGE when the number does not
  public static void append(VectorBuilder builder, @Nullable Object value) {
    if (value == null) {
      builder.appendNull();
      return;
    }
    try {
      appendPresent(builder, value);
    } catch (ClassCastException e) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "a value of class "
              + value.getClass().getName()
              + " is not a "
              + builder.type().sqlName(),
          e);
    } catch (ArithmeticException e) {
      throw new ThermoclineException(
          ErrorCode.NUMERIC_OUT_OF_RANGE, "a value does not fit " + builder.type().sqlName(), e);
    }
  }

  private static void appendPresent(VectorBuilder builder, Object value) {
    switch (builder.type()) {
      case DecimalType d -> appendDecimal(builder, d, toBigDecimal(value));
      case ArrayType a -> {
        for (Object element : (List<?>) value) {
          builder.elements().appendValue(element);
        }
        builder.appendList();
      }
      case ScalarType s -> {
        switch (s) {
          case BOOLEAN -> builder.appendLong((Boolean) value ? 1 : 0);
          case INT16 -> builder.appendLong(toBigDecimal(value).shortValueExact());
          case INT32 -> builder.appendLong(toBigDecimal(value).intValueExact());
          case INT64 -> builder.appendLong(toBigDecimal(value).longValueExact());
          case FLOAT32, FLOAT64 -> builder.appendDouble(((Number) value).doubleValue());
          case TEXT, JSON -> builder.appendBytes(((String) value).getBytes(StandardCharsets.UTF_8));
          case BYTES -> builder.appendBytes((byte[]) value);
          case DATE -> builder.appendLong(((LocalDate) value).toEpochDay());
          case TIME -> builder.appendLong(((LocalTime) value).toNanoOfDay() / 1000);
          case TIMESTAMP ->
              builder.appendLong(micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC)));
          case TIMESTAMP_TZ -> builder.appendLong(micros((Instant) value));
          case INTERVAL ->
              builder.appendInt128(((Interval) value).months(), ((Interval) value).micros());
          case UUID ->
              builder.appendInt128(
                  ((UUID) value).getMostSignificantBits(),
                  ((UUID) value).getLeastSignificantBits());
        }
      }
    }
  }

  private static BigDecimal toBigDecimal(Object value) {
    return switch (value) {
      case BigDecimal d -> d;
      case BigInteger i -> new BigDecimal(i);
      case Double d -> BigDecimal.valueOf(d);
      case Float f -> new BigDecimal(f.toString());
      default -> BigDecimal.valueOf(((Number) value).longValue());
    };
  }

  private static void appendDecimal(VectorBuilder builder, DecimalType type, BigDecimal value) {
    BigInteger unscaled = value.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue();
    if (unscaled.abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
      throw new ArithmeticException("too many digits");
    }
    if (type.precision() <= DecimalType.MAX_LONG_PRECISION) {
      builder.appendLong(unscaled.longValueExact());
    } else {
      builder.appendInt128(Int128.high(unscaled), Int128.low(unscaled));
    }
  }

  /// A constant vector of one value for `size` rows.
  public static ConstantVector constant(DataType type, @Nullable Object value, int size) {
    VectorBuilder builder = new VectorBuilder(type, 1);
    builder.appendValue(value);
    return new ConstantVector(builder.build(), size);
  }
}
