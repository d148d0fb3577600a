package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.type.DataType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Expressions as PostgreSQL text.
final class SqlWriter {
  private SqlWriter() {}

  static String write(Expression expression) {
    return switch (expression) {
      case Expression.ColumnReference c -> throw new IllegalArgumentException();
      case Expression.Parameter p -> throw new IllegalArgumentException();
      case Expression.Literal l -> literal(l.type(), l.value());
      case Expression.Cast c -> "(" + write(c.operand()) + ")::" + c.type().sqlName();
      case Expression.Case c ->
          "case"
              + c.branches().stream()
                  .map(b -> " when " + write(b.condition()) + " then " + write(b.result()))
                  .collect(Collectors.joining())
              + (c.otherwise() == null ? "" : " else " + write(c.otherwise()))
              + " end";
      case Expression.InList in ->
          "("
              + write(in.operand())
              + (in.negated() ? " not in (" : " in (")
              + list(in.values())
              + "))";
      case Expression.Call call -> call(call.function(), call.arguments());
    };
  }

  private static String literal(DataType type, Object value) {
    if (value == null) {
      return "null::" + type.sqlName();
    }
    String text =
        switch (value) {
          case Interval i ->
              i.months()
                  + " months "
                  + i.micros() / 86_400_000_000L
                  + " days "
                  + i.micros() % 86_400_000_000L
                  + " microseconds";
          case java.time.LocalDateTime t -> t.toString().replace('T', ' ');
          case byte[] b -> "\\x" + java.util.HexFormat.of().formatHex(b);
          default -> value.toString();
        };
    return "'" + text.replace("'", "''") + "'::" + type.sqlName();
  }

  private static String list(List<Expression> arguments) {
    return arguments.stream().map(SqlWriter::write).collect(Collectors.joining(", "));
  }

  private static String infix(List<Expression> a, String operator) {
    return a.stream()
        .map(SqlWriter::write)
        .collect(Collectors.joining(" " + operator + " ", "(", ")"));
  }

  private static String pattern(List<Expression> a, String operator) {
    return "("
        + write(a.get(0))
        + " "
        + operator
        + " "
        + write(a.get(1))
        + (a.size() > 2 ? " escape " + write(a.get(2)) : "")
        + ")";
  }

  private static String call(FunctionId function, List<Expression> a) {
    return switch (function) {
      case EQUAL -> infix(a, "=");
      case NOT_EQUAL -> infix(a, "<>");
      case LESS -> infix(a, "<");
      case LESS_OR_EQUAL -> infix(a, "<=");
      case GREATER -> infix(a, ">");
      case GREATER_OR_EQUAL -> infix(a, ">=");
      case IS_DISTINCT_FROM -> infix(a, "is distinct from");
      case IS_NOT_DISTINCT_FROM -> infix(a, "is not distinct from");
      case BETWEEN ->
          "(" + write(a.get(0)) + " between " + write(a.get(1)) + " and " + write(a.get(2)) + ")";
      case AND -> infix(a, "and");
      case OR -> infix(a, "or");
      case NOT -> "(not " + write(a.get(0)) + ")";
      case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
          "("
              + write(a.get(0))
              + " "
              + function.name().replace('_', ' ').toLowerCase(Locale.ROOT)
              + ")";
      case ADD -> infix(a, "+");
      case SUBTRACT -> infix(a, "-");
      case MULTIPLY -> infix(a, "*");
      case DIVIDE -> infix(a, "/");
      case MODULO -> infix(a, "%");
      case NEGATE -> "(- " + write(a.get(0)) + ")";
      case LOG10 -> "log(" + list(a) + ")";
      case LIKE -> pattern(a, "like");
      case ILIKE -> pattern(a, "ilike");
      case SIMILAR_TO -> pattern(a, "similar to");
      case REGEX_MATCH -> infix(a, "~");
      case REGEX_MATCH_IGNORE_CASE -> infix(a, "~*");
      case CONCAT_OPERATOR -> infix(a, "||");
      case TRIM -> "btrim(" + list(a) + ")";
      case POSITION -> "position(" + write(a.get(0)) + " in " + write(a.get(1)) + ")";
      case OVERLAY ->
          "overlay("
              + write(a.get(0))
              + " placing "
              + write(a.get(1))
              + " from "
              + write(a.get(2))
              + (a.size() > 3 ? " for " + write(a.get(3)) : "")
              + ")";
      case EXTRACT ->
          "extract(" + ((Expression.Literal) a.get(0)).value() + " from " + write(a.get(1)) + ")";
      case AT_TIME_ZONE -> infix(a, "at time zone");
      default -> function.name().toLowerCase(Locale.ROOT) + "(" + list(a) + ")";
    };
  }
}
