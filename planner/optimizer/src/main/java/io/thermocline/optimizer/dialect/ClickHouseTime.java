package io.thermocline.optimizer.dialect;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import org.apache.calcite.rex.RexNode;

/// Parts of dates and timestamps in ClickHouse, over the whole range of Date32 and in UTC.
final class ClickHouseTime {
  private ClickHouseTime() {}

  /// The timestamp at the start of a date.
  static String midnight(String date) {
    return "toDateTime64(" + date + ", 6, 'UTC')";
  }

  /// A date or timestamp such that date functions see its own day.
  private static String calendar(RexNode operand, String text) {
    DataType type = Dialect.type(operand);
    if (type == ScalarType.DATE) {
      return "toDate32(" + text + ")";
    }
    return type == ScalarType.TIMESTAMP ? "toTimeZone(" + text + ", 'UTC')" : fail();
  }

  static String extract(String part, RexNode operand, String text, DataType type) {
    String value = calendar(operand, text);
    String number =
        switch (part) {
          case "year" -> "toYear(" + value + ")";
          case "quarter" -> "toQuarter(" + value + ")";
          case "month" -> "toMonth(" + value + ")";
          case "day" -> "toDayOfMonth(" + value + ")";
          case "dow" -> "modulo(toDayOfWeek(" + value + "), 7)";
          case "isodow" -> "toDayOfWeek(" + value + ")";
          case "doy" -> "toDayOfYear(" + value + ")";
          case "week" -> "toISOWeek(" + value + ")";
          case "isoyear" -> "toISOYear(" + value + ")";
          case "hour" ->
              Dialect.type(operand) == ScalarType.TIMESTAMP ? "toHour(" + value + ")" : fail();
          case "minute" ->
              Dialect.type(operand) == ScalarType.TIMESTAMP ? "toMinute(" + value + ")" : fail();
          default -> fail();
        };
    return switch (type) {
      case ScalarType s when s == ScalarType.INT64 -> "toInt64(" + number + ")";
      case ScalarType s when s == ScalarType.FLOAT64 -> "toFloat64(" + number + ")";
      default -> fail();
    };
  }

  static String truncate(String unit, RexNode operand, String text, DataType type) {
    String value = calendar(operand, text);
    String date =
        switch (unit) {
          case "year" -> "makeDate32(toYear(" + value + "), 1, 1)";
          case "quarter" ->
              "makeDate32(toYear(" + value + "), toQuarter(" + value + ") * 3 - 2, 1)";
          case "month" -> "makeDate32(toYear(" + value + "), toMonth(" + value + "), 1)";
          case "week" -> "addDays(toDate32(" + value + "), 1 - toDayOfWeek(" + value + "))";
          case "day" -> "toDate32(" + value + ")";
          default -> fail();
        };
    return type == ScalarType.DATE ? date : type == ScalarType.TIMESTAMP ? midnight(date) : fail();
  }

  private static String fail() {
    throw NotExact.INSTANCE;
  }
}
