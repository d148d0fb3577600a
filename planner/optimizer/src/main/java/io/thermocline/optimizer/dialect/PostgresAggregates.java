package io.thermocline.optimizer.dialect;

import static io.thermocline.optimizer.dialect.Dialect.isFloat;
import static io.thermocline.optimizer.dialect.Dialect.isText;
import static io.thermocline.optimizer.dialect.PostgresLiterals.typeName;

import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlKind;

/// Aggregate calls in PostgreSQL: text compared bytewise, averages rounded to our scale.
final class PostgresAggregates {
  private PostgresAggregates() {}

  static String render(AggregateCall call, List<String> columns, List<DataType> types) {
    if (!call.getCollation().getFieldCollations().isEmpty()
        || call.isApproximate()
        || call.ignoreNulls()) {
      throw NotExact.INSTANCE;
    }
    String text = function(call, columns, types);
    return call.filterArg >= 0
        ? text.formatted(" FILTER (WHERE " + columns.get(call.filterArg).replace("%", "%%") + ")")
        : text.formatted("");
  }

  /// The call with `%s` where a FILTER clause belongs; other percent signs are doubled.
  private static String function(AggregateCall call, List<String> columns, List<DataType> types) {
    DataType result = Types.toData(call.getType());
    if (call.getArgList().isEmpty()) {
      return call.getAggregation().getKind() == SqlKind.COUNT ? "count(*)%s" : fail();
    }
    int column = call.getArgList().get(0);
    DataType type = types.get(column);
    String argument = columns.get(column).replace("%", "%%");
    String distinct = call.isDistinct() ? "DISTINCT " : "";
    String name = call.getAggregation().getName().toLowerCase(Locale.ROOT);
    if (call.getArgList().size() > 1) {
      throw NotExact.INSTANCE;
    }
    return switch (name) {
      case "count" -> type == ScalarType.JSON ? fail() : "count(" + distinct + argument + ")%s";
      case "sum", "merge_sum" ->
          type == ScalarType.FLOAT32 || !type.isNumeric()
              ? fail()
              : "sum(" + distinct + argument + ")%s::" + typeName(result);
      case "$sum0", "merge_sum0" ->
          type.isNumeric() && !isFloat(type)
              ? "coalesce(sum(" + distinct + argument + ")%s, 0)::" + typeName(result)
              : fail();
      case "avg" -> average(type, result, distinct + argument);
      case "median" ->
          isExactNumber(type) && !call.isDistinct()
              ? "percentile_cont(0.5) WITHIN GROUP (ORDER BY " + argument + "::double precision)%s"
              : fail();
      case "stddev", "stddev_samp" ->
          isExactNumber(type) && result == ScalarType.FLOAT64
              ? "stddev_samp(" + distinct + argument + ")%s::double precision"
              : fail();
      case "min", "max" ->
          type == ScalarType.BOOLEAN
                  || type == ScalarType.UUID
                  || type == ScalarType.BYTES
                  || type == ScalarType.JSON
                  || type instanceof ArrayType
              ? fail()
              : name + "(" + argument + (isText(type) ? PostgresDialect.BYTEWISE : "") + ")%s";
      case "bool_and", "every" -> "bool_and(" + argument + ")%s";
      case "bool_or", "some" -> "bool_or(" + argument + ")%s";
      default -> throw NotExact.INSTANCE;
    };
  }

  private static boolean isExactNumber(DataType type) {
    return type.isNumeric() && !isFloat(type);
  }

  private static String average(DataType type, DataType result, String argument) {
    if (result instanceof DecimalType d && !isFloat(type)) {
      return "round(round(sum("
          + argument
          + ")%1$s::numeric, 60) / nullif(count("
          + argument
          + ")%1$s, 0), "
          + d.scale()
          + ")";
    }
    return type == ScalarType.FLOAT64 ? "avg(" + argument + ")%s" : fail();
  }

  private static String fail() {
    throw NotExact.INSTANCE;
  }
}
