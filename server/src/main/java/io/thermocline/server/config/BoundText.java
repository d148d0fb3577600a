package io.thermocline.server.config;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Reads the bounds of segments in the type of their tiering key.
final class BoundText {
  private BoundText() {}

  /// The value of a bound, in the classes of [io.thermocline.spi.batch.Values]. A date is midnight
  /// for a timestamp, in UTC where the column has a zone.
  static Object read(String text, Field key) {
    try {
      return switch (key.type()) {
        case DecimalType d -> new BigDecimal(text).setScale(d.scale());
        case ArrayType a -> throw wrong(text, key, null);
        case ScalarType s ->
            switch (s) {
              case INT16 -> Short.valueOf(text);
              case INT32 -> Integer.valueOf(text);
              case INT64 -> Long.valueOf(text);
              case DATE -> LocalDate.parse(text);
              case TIMESTAMP -> timestamp(text);
              case TIMESTAMP_TZ ->
                  text.endsWith("Z")
                      ? Instant.parse(text)
                      : timestamp(text).toInstant(ZoneOffset.UTC);
              case TEXT -> text;
              case BOOLEAN, FLOAT32, FLOAT64, BYTES, TIME, INTERVAL, UUID, JSON ->
                  throw wrong(text, key, null);
            };
      };
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw wrong(text, key, e);
    }
  }

  private static LocalDateTime timestamp(String text) {
    return text.length() <= 10
        ? LocalDate.parse(text).atStartOfDay()
        : LocalDateTime.parse(text.replace(' ', 'T'));
  }

  private static ThermoclineException wrong(
      String text, Field key, @org.jspecify.annotations.Nullable Exception cause) {
    return new ThermoclineException(
        ErrorCode.CONFIGURATION,
        "'"
            + text
            + "' is no bound for the tiering key "
            + key.name()
            + " of type "
            + key.type().sqlName()
            + ". Integers, decimals, dates, timestamps and texts can be tiering keys.",
        cause);
  }
}
