package io.thermocline.optimizer.dialect;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;

/// Window function calls in PostgreSQL.
final class PostgresWindows {
  private static final Set<String> RANKS = Set.of("row_number", "rank", "dense_rank", "ntile");
  private static final Set<String> VALUES =
      Set.of("lag", "lead", "first_value", "last_value", "nth_value");

  private PostgresWindows() {}

  static String render(PostgresDialect dialect, RexOver over, List<String> inputs) {
    RexWindow window = over.getWindow();
    if (over.ignoreNulls()
        || over.isDistinct()
        || window.getExclude() != RexWindowExclusion.EXCLUDE_NO_OTHER) {
      throw NotExact.INSTANCE;
    }
    List<String> clauses = new ArrayList<>();
    if (!window.partitionKeys.isEmpty()) {
      clauses.add("PARTITION BY " + String.join(", ", dialect.texts(window.partitionKeys, inputs)));
    }
    if (!window.orderKeys.isEmpty()) {
      List<String> keys = new ArrayList<>();
      for (RexFieldCollation key : window.orderKeys) {
        keys.add(
            dialect.sortKey(
                dialect.expression(key.left, inputs),
                Dialect.type(key.left),
                key.getDirection(),
                key.getNullDirection()));
      }
      clauses.add("ORDER BY " + String.join(", ", keys));
    }
    String name = over.getAggOperator().getName().toLowerCase(Locale.ROOT);
    if (!RANKS.contains(name)) {
      clauses.add(frame(window, dialect, inputs));
    }
    return function(dialect, over, name, inputs)
        .formatted(" OVER (" + String.join(" ", clauses).replace("%", "%%") + ")");
  }

  private static String function(
      PostgresDialect dialect, RexOver over, String name, List<String> inputs) {
    List<String> arguments =
        dialect.texts(over.getOperands(), inputs).stream().map(a -> a.replace("%", "%%")).toList();
    DataType result = Dialect.type(over.getType());
    DataType type =
        over.getOperands().isEmpty() ? ScalarType.INT64 : Dialect.type(over.getOperands().get(0));
    if (RANKS.contains(name) || VALUES.contains(name)) {
      return name + "(" + String.join(", ", arguments) + ")%s";
    }
    boolean exact = type.isNumeric() && !Dialect.isFloat(type);
    return switch (name) {
      case "count" ->
          arguments.size() > 1
              ? fail()
              : "count(" + (arguments.isEmpty() ? "*" : arguments.get(0)) + ")%s";
      case "sum" -> exact ? "sum(" + arguments.get(0) + ")%s" : fail();
      case "$sum0" -> exact ? "coalesce(sum(" + arguments.get(0) + ")%s, 0)" : fail();
      case "avg" ->
          exact && result instanceof DecimalType d
              ? "round(round(sum("
                  + arguments.get(0)
                  + ")%1$s::numeric, 60) / nullif(count("
                  + arguments.get(0)
                  + ")%1$s, 0), "
                  + d.scale()
                  + ")"
              : fail();
      case "min", "max" ->
          type.isNumeric() || type.isTemporal() ? name + "(" + arguments.get(0) + ")%s" : fail();
      default -> fail();
    };
  }

  private static String fail() {
    throw NotExact.INSTANCE;
  }

  private static String frame(RexWindow window, PostgresDialect dialect, List<String> inputs) {
    String unit = window.isRows() ? "ROWS" : "RANGE";
    return unit
        + " BETWEEN "
        + bound(window.getLowerBound(), window, dialect, inputs)
        + " AND "
        + bound(window.getUpperBound(), window, dialect, inputs);
  }

  private static String bound(
      RexWindowBound bound, RexWindow window, PostgresDialect dialect, List<String> inputs) {
    if (bound.isCurrentRow()) {
      return "CURRENT ROW";
    }
    String direction = bound.isPreceding() ? " PRECEDING" : " FOLLOWING";
    if (bound.isUnbounded()) {
      return "UNBOUNDED" + direction;
    }
    if (bound.getOffset() == null || !window.isRows()) {
      throw NotExact.INSTANCE;
    }
    return dialect.expression(bound.getOffset(), inputs) + direction;
  }
}
