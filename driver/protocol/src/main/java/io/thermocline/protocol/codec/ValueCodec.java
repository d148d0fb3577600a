package io.thermocline.protocol.codec;

import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.TypedValue;
import io.thermocline.protocol.WireInterval;
import io.thermocline.protocol.WireType;
import io.thermocline.protocol.WireVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parameter values to bytes and back; the layout is that of {@link TypedValue}. */
public final class ValueCodec {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long NANOS_PER_MICRO = 1_000L;
  private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

  private ValueCodec() {}

  /** Writes type and value. */
  public static void write(WireWriter out, TypedValue value) {
    TypeCodec.write(out, value.type());
    writeValue(out, value.type(), value.value());
  }

  /** Reads type and value. */
  public static TypedValue read(WireReader in) {
    WireType type = TypeCodec.read(in);
    return new TypedValue(type, readValue(in, type));
  }

  private static void writeValue(WireWriter out, WireType type, @Nullable Object value) {
    out.putBoolean(value == null);
    if (value != null) {
      writePresent(out, type, value);
    }
  }

  private static void writePresent(WireWriter out, WireType type, Object value) {
    switch (type.code()) {
      case BOOLEAN -> out.putBoolean((Boolean) value);
      case INT16 -> out.putShort((Short) value);
      case INT32 -> out.putInt((Integer) value);
      case INT64 -> out.putLong((Long) value);
      case FLOAT32 -> out.putInt(Float.floatToRawIntBits((Float) value));
      case FLOAT64 -> out.putLong(Double.doubleToRawLongBits((Double) value));
      case DECIMAL -> writeDecimal(out, type, (BigDecimal) value);
      case TEXT, JSON -> out.putSized(((String) value).getBytes(StandardCharsets.UTF_8));
      case BYTES -> out.putSized((byte[]) value);
      case DATE -> out.putInt(Math.toIntExact(((LocalDate) value).toEpochDay()));
      case TIME -> out.putLong(((LocalTime) value).toNanoOfDay() / NANOS_PER_MICRO);
      case TIMESTAMP -> out.putLong(micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC)));
      case TIMESTAMP_TZ -> out.putLong(micros((Instant) value));
      case INTERVAL -> {
        out.putLong(((WireInterval) value).months());
        out.putLong(((WireInterval) value).micros());
      }
      case UUID -> {
        out.putLong(((UUID) value).getLeastSignificantBits());
        out.putLong(((UUID) value).getMostSignificantBits());
      }
      case ARRAY -> {
        List<?> elements = (List<?>) value;
        out.putInt(elements.size());
        for (Object element : elements) {
          writeValue(out, type.elementType(), element);
        }
      }
    }
  }

  private static void writeDecimal(WireWriter out, WireType type, BigDecimal value) {
    BigInteger unscaled = value.setScale(type.scale()).unscaledValue();
    if (type.width() == 8) {
      out.putLong(unscaled.longValueExact());
    } else {
      out.putLong(unscaled.longValue());
      out.putLong(unscaled.shiftRight(64).longValueExact());
    }
  }

  private static @Nullable Object readValue(WireReader in, WireType type) {
    return in.getBoolean() ? null : readPresent(in, type);
  }

  private static Object readPresent(WireReader in, WireType type) {
    return switch (type.code()) {
      case BOOLEAN -> in.getBoolean();
      case INT16 -> in.getShort();
      case INT32 -> in.getInt();
      case INT64 -> in.getLong();
      case FLOAT32 -> Float.intBitsToFloat(in.getInt());
      case FLOAT64 -> Double.longBitsToDouble(in.getLong());
      case DECIMAL -> readDecimal(in, type);
      case TEXT, JSON -> in.getString(ProtocolLimits.MAX_FRAME_BYTES);
      case BYTES -> in.getSized(ProtocolLimits.MAX_FRAME_BYTES);
      case DATE -> LocalDate.ofEpochDay(in.getInt());
      case TIME -> readTime(in);
      case TIMESTAMP -> LocalDateTime.ofInstant(instant(in.getLong()), ZoneOffset.UTC);
      case TIMESTAMP_TZ -> instant(in.getLong());
      case INTERVAL -> {
        long months = in.getLong();
        yield new WireInterval(months, in.getLong());
      }
      case UUID -> {
        long low = in.getLong();
        yield new UUID(in.getLong(), low);
      }
      case ARRAY -> readArray(in, type);
    };
  }

  private static BigDecimal readDecimal(WireReader in, WireType type) {
    long low = in.getLong();
    BigDecimal value =
        type.width() == 8
            ? BigDecimal.valueOf(low, type.scale())
            : new BigDecimal(unscaled(in.getLong(), low), type.scale());
    if (value.precision() > type.precision()) {
      throw new ProtocolException("a parameter does not fit " + type.sqlName());
    }
    return value;
  }

  private static LocalTime readTime(WireReader in) {
    long micros = in.getLong();
    if (micros < 0 || micros >= MICROS_PER_DAY) {
      throw new ProtocolException("a time of day of " + micros + " microseconds does not exist");
    }
    return LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO);
  }

  private static List<@Nullable Object> readArray(WireReader in, WireType type) {
    int count = in.getLimited(ProtocolLimits.MAX_ARRAY_PARAMETER_ELEMENTS, "an array's length");
    List<@Nullable Object> elements = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      elements.add(readValue(in, type.elementType()));
    }
    return Collections.unmodifiableList(elements);
  }

  /** The number of two words. */
  public static BigInteger unscaled(long high, long low) {
    BigInteger lowest = BigInteger.valueOf(low & Long.MAX_VALUE);
    return BigInteger.valueOf(high).shiftLeft(64).or(low < 0 ? lowest.setBit(63) : lowest);
  }

  /** The instant of so many microseconds since 1970. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }

  /**
   * Microseconds since 1970, cut off below a microsecond.
   *
   * @throws DateTimeException when they do not fit 64 bits
   */
  public static long micros(Instant instant) {
    long seconds = instant.getEpochSecond();
    long micros = instant.getNano() / NANOS_PER_MICRO;
    try {
      // Towards zero first: the second that holds the smallest instant does not fit by itself.
      return seconds < 0
          ? Math.addExact(
              Math.multiplyExact(seconds + 1, MICROS_PER_SECOND), micros - MICROS_PER_SECOND)
          : Math.addExact(Math.multiplyExact(seconds, MICROS_PER_SECOND), micros);
    } catch (ArithmeticException e) {
      throw new DateTimeException(instant + " is out of range", e);
    }
  }

  /**
   * The value of a row as a Java object of the classes of {@link TypedValue}, or null.
   *
   * @param position in the vector, not in a column
   */
  public static @Nullable Object value(WireVector vector, int position) {
    if (vector.isNull(position)) {
      return null;
    }
    WireType type = vector.type();
    return switch (type.code()) {
      case BOOLEAN -> vector.longAt(position) != 0;
      case INT16 -> (short) vector.longAt(position);
      case INT32 -> (int) vector.longAt(position);
      case INT64 -> vector.longAt(position);
      case FLOAT32 -> (float) vector.doubleAt(position);
      case FLOAT64 -> vector.doubleAt(position);
      case DECIMAL ->
          type.width() == 8
              ? BigDecimal.valueOf(vector.longAt(position), type.scale())
              : new BigDecimal(
                  unscaled(vector.secondWordAt(position), vector.firstWordAt(position)),
                  type.scale());
      case TEXT, JSON -> vector.textAt(position);
      case BYTES -> vector.bytesAt(position);
      case DATE -> LocalDate.ofEpochDay(vector.longAt(position));
      case TIME ->
          LocalTime.ofNanoOfDay(
              Math.floorMod(vector.longAt(position), MICROS_PER_DAY) * NANOS_PER_MICRO);
      case TIMESTAMP -> LocalDateTime.ofInstant(instant(vector.longAt(position)), ZoneOffset.UTC);
      case TIMESTAMP_TZ -> instant(vector.longAt(position));
      case INTERVAL ->
          new WireInterval(vector.firstWordAt(position), vector.secondWordAt(position));
      case UUID -> new UUID(vector.secondWordAt(position), vector.firstWordAt(position));
      case ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = vector.start(position); i < vector.end(position); i++) {
          elements.add(value(vector.elements(), i));
        }
        yield Collections.unmodifiableList(elements);
      }
    };
  }
}
