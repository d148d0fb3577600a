package io.thermocline.optimizer.rel;

import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/// Constants in the classes of [Values] and as Calcite's literals.
public final class Literals {
  private static final long MICROS_PER_MILLI = 1000;

  private Literals() {}

  /// The value of a literal for its own type.
  public static @Nullable Object value(RexLiteral literal) {
    return value(literal, Types.toData(literal.getType()));
  }

  /// The value of a literal as a given type, which holds it without loss.
  public static @Nullable Object value(RexLiteral literal, DataType type) {
    Object raw = raw(literal);
    return raw == null
        ? null
        : convert(raw, type, SqlTypeName.YEAR_INTERVAL_TYPES.contains(literal.getTypeName()));
  }

  /// What a literal holds. Its plain value is a calendar for times, which has no microseconds.
  private static @Nullable Object raw(RexLiteral literal) {
    return switch (literal.getTypeName()) {
      case TIME -> literal.getValueAs(TimeString.class);
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> literal.getValueAs(TimestampString.class);
      default -> literal.getValue();
    };
  }

  /// A raw value of Calcite's literals or search arguments as a given type.
  public static Object convert(Object raw, DataType type, boolean months) {
    return switch (type) {
      case DecimalType d -> decimal(raw).setScale(d.scale(), RoundingMode.HALF_UP);
      case ArrayType a -> throw new IllegalArgumentException("array literals are not supported");
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> raw;
            case INT16 -> decimal(raw).shortValue();
            case INT32 -> decimal(raw).intValue();
            case INT64 -> decimal(raw).longValue();
            case FLOAT32 -> number(raw).floatValue();
            case FLOAT64 -> number(raw).doubleValue();
            case TEXT, JSON -> raw instanceof NlsString nls ? nls.getValue() : String.valueOf(raw);
            case BYTES -> raw instanceof ByteString bytes ? bytes.getBytes() : raw;
            case DATE -> date(raw);
            case TIME -> time(raw);
            case TIMESTAMP -> timestamp(raw);
            case TIMESTAMP_TZ -> timestamp(raw).toInstant(ZoneOffset.UTC);
            case INTERVAL -> interval(decimal(raw), months);
            case UUID -> raw instanceof UUID ? raw : UUID.fromString(String.valueOf(raw));
          };
    };
  }

  private static Number number(Object raw) {
    return raw instanceof Number n ? n : new BigDecimal(String.valueOf(raw));
  }

  private static BigDecimal decimal(Object raw) {
    return raw instanceof BigDecimal d ? d : new BigDecimal(String.valueOf(raw));
  }

  private static LocalDate date(Object raw) {
    return switch (raw) {
      case DateString d -> LocalDate.ofEpochDay(d.getDaysSinceEpoch());
      case Calendar c -> LocalDate.ofInstant(c.toInstant(), ZoneOffset.UTC);
      case TimestampString t -> timestamp(t).toLocalDate();
      default -> LocalDate.parse(raw.toString());
    };
  }

  private static LocalTime time(Object raw) {
    return switch (raw) {
      case Calendar c -> LocalTime.ofInstant(c.toInstant(), ZoneOffset.UTC);
      default -> LocalTime.parse(raw.toString());
    };
  }

  private static LocalDateTime timestamp(Object raw) {
    return switch (raw) {
      case Calendar c -> LocalDateTime.ofInstant(c.toInstant(), ZoneOffset.UTC);
      case DateString d -> LocalDate.ofEpochDay(d.getDaysSinceEpoch()).atStartOfDay();
      default -> LocalDateTime.parse(raw.toString().replace(' ', 'T'));
    };
  }

  private static Interval interval(BigDecimal amount, boolean months) {
    return months
        ? new Interval(amount.longValue(), 0)
        : new Interval(0, amount.multiply(BigDecimal.valueOf(MICROS_PER_MILLI)).longValue());
  }

  /// A literal of a value; intervals and arrays have none.
  public static RexNode toRex(RexBuilder builder, @Nullable Object value, RelDataType type) {
    RelDataTypeFactory factory = builder.getTypeFactory();
    if (value == null) {
      return builder.makeNullLiteral(factory.createTypeWithNullability(type, true));
    }
    RelDataType exact = factory.createTypeWithNullability(type, false);
    return switch (value) {
      case Boolean b -> builder.makeLiteral(b);
      case LocalDate d ->
          builder.makeDateLiteral(DateString.fromDaysSinceEpoch((int) d.toEpochDay()));
      case LocalTime t ->
          builder.makeTimeLiteral(
              TimeString.fromMillisOfDay(t.toSecondOfDay() * 1000).withNanos(t.getNano()), 6);
      case LocalDateTime t -> builder.makeTimestampLiteral(timestampString(t), 6);
      case Instant i ->
          builder.makeTimestampWithLocalTimeZoneLiteral(
              timestampString(LocalDateTime.ofInstant(i, ZoneOffset.UTC)), 6);
      case Float f -> builder.makeLiteral(f.doubleValue(), exact, false);
      case Double d -> builder.makeLiteral(d, exact, false);
      case BigDecimal d -> builder.makeLiteral(d, exact, false);
      case Number n -> builder.makeLiteral(BigDecimal.valueOf(n.longValue()), exact, false);
      case byte[] bytes -> builder.makeBinaryLiteral(new ByteString(bytes));
      case UUID uuid -> builder.makeLiteral(uuid, exact, false);
      case String text -> builder.makeLiteral(text, exact, false);
      default ->
          throw new IllegalArgumentException("no literal of class " + value.getClass().getName());
    };
  }

  private static TimestampString timestampString(LocalDateTime time) {
    return new TimestampString(
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond())
        .withNanos(time.getNano() / 1000 * 1000);
  }
}
