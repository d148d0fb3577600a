package io.thermocline.optimizer.dialect;

import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlKind;

/// Aggregate calls in ClickHouse: null over no values, wide sums, NaN as the largest number.
final class ClickHouseAggregates {
  private static final int DOUBLE_DIGITS = 15;

  private ClickHouseAggregates() {}

  static String render(AggregateCall call, List<String> columns, List<DataType> types) {
    String condition =
        call.filterArg < 0 ? null : "ifNull(" + columns.get(call.filterArg) + ", false)";
    if (call.getArgList().isEmpty()) {
      return call.getAggregation().getKind() != SqlKind.COUNT
          ? fail()
          : condition == null ? "toInt64(count())" : "toInt64(countIf(" + condition + "))";
    }
    int column = call.getArgList().get(0);
    DataType type = types.get(column);
    String value = columns.get(column);
    String argument = condition == null ? value : "if(" + condition + ", " + value + ", NULL)";
    String name = call.getAggregation().getName().toLowerCase(Locale.ROOT);
    if (call.isDistinct() && !name.equals("count") && !name.equals("min") && !name.equals("max")) {
      throw NotExact.INSTANCE;
    }
    return switch (name) {
      case "count" -> count(call, argument, type);
      case "sum", "merge_sum" -> sum(argument, type, Types.toData(call.getType()));
      case "$sum0", "merge_sum0" ->
          Dialect.isInteger(type)
              ? "ifNull(" + sum(argument, type, Types.toData(call.getType())) + ", 0)"
              : fail();
      case "min" ->
          Dialect.isFloat(type) ? smallest(argument) : extreme("minOrNull", argument, type);
      case "max" ->
          Dialect.isFloat(type) ? largest(argument) : extreme("maxOrNull", argument, type);
      case "median" -> median(argument, type);
      case "avg" -> type == ScalarType.FLOAT64 ? "avgOrNull(" + argument + ")" : fail();
      default -> throw NotExact.INSTANCE;
    };
  }

  private static String count(AggregateCall call, String argument, DataType type) {
    if (!call.isDistinct()) {
      return "toInt64(count(" + argument + "))";
    }
    return Dialect.isFloat(type) || type instanceof ArrayType
        ? fail()
        : "toInt64(uniqExact(" + argument + "))";
  }

  private static String sum(String argument, DataType type, DataType result) {
    if (type == ScalarType.INT16
        || type == ScalarType.INT32
        || Dialect.isInteger(type) && result == ScalarType.INT64) {
      return "sumOrNull(toInt64(" + argument + "))";
    }
    if (type == ScalarType.INT64) {
      return "toDecimal128(sumOrNull(toInt128(" + argument + ")), 0)";
    }
    return type instanceof DecimalType || type == ScalarType.FLOAT64
        ? "sumOrNull(" + argument + ")"
        : fail();
  }

  private static String extreme(String function, String argument, DataType type) {
    if (Dialect.isText(type)) {
      return function + "(" + ClickHouseDialect.asString(argument) + ")";
    }
    return type.isNumeric() || type.isTemporal() ? function + "(" + argument + ")" : fail();
  }

  /// Over integers, and over decimals whose digits a double holds.
  private static String median(String argument, DataType type) {
    boolean exact =
        Dialect.isInteger(type) || type instanceof DecimalType d && d.precision() <= DOUBLE_DIGITS;
    return exact ? "quantileExactInclusiveOrNull(0.5)(toFloat64(" + argument + "))" : fail();
  }

  private static String largest(String argument) {
    return "if(countIf(isNaN(" + argument + ")) > 0, nan, maxOrNull(" + argument + "))";
  }

  private static String smallest(String argument) {
    return "if(count("
        + argument
        + ") > 0 AND countIf(isNaN("
        + argument
        + ")) = count("
        + argument
        + "), nan, minOrNullIf("
        + argument
        + ", NOT isNaN("
        + argument
        + ")))";
  }

  private static String fail() {
    throw NotExact.INSTANCE;
  }
}
