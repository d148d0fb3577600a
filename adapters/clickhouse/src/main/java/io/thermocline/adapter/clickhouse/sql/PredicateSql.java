package io.thermocline.adapter.clickhouse.sql;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Predicate.Operator;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Predicates as conditions of ClickHouse that keep the gateway's meaning: three truth values, NaN
/// as the largest number, numbers compared as numbers whatever their types, dates beyond
/// ClickHouse's range.
public final class PredicateSql {
  private final Function<String, ColumnSql> columns;

  /// Resolves columns by name; an unknown one throws.
  public PredicateSql(Function<String, ColumnSql> columns) {
    this.columns = columns;
  }

  /// The condition.
  public String render(Predicate predicate) {
    return render(predicate, false);
  }

  private String render(Predicate predicate, boolean negated) {
    return switch (predicate) {
      case Predicate.And and -> combine(and.operands(), negated, !negated);
      case Predicate.Or or -> combine(or.operands(), negated, negated);
      case Predicate.Not not -> render(not.operand(), !negated);
      case Predicate.Compare c ->
          compare(
              columns.apply(c.column()), negated ? negate(c.operator()) : c.operator(), c.value());
      case Predicate.In in -> in(columns.apply(in.column()), in.values(), negated);
      case Predicate.IsNull n ->
          Names.quote(columns.apply(n.column()).name()) + (negated ? " IS NOT NULL" : " IS NULL");
      case Predicate.Like like -> like(columns.apply(like.column()), like, negated);
    };
  }

  private String combine(List<Predicate> operands, boolean negated, boolean all) {
    if (operands.isEmpty()) {
      return all ? "true" : "false";
    }
    List<String> parts = new ArrayList<>();
    for (Predicate operand : operands) {
      parts.add(render(operand, negated));
    }
    return "(" + String.join(all ? " AND " : " OR ", parts) + ")";
  }

  private static Operator negate(Operator operator) {
    return switch (operator) {
      case EQ -> Operator.NE;
      case NE -> Operator.EQ;
      case LT -> Operator.GE;
      case LE -> Operator.GT;
      case GT -> Operator.LE;
      case GE -> Operator.LT;
    };
  }

  private static String symbol(Operator operator) {
    return switch (operator) {
      case EQ -> " = ";
      case NE -> " != ";
      case LT -> " < ";
      case LE -> " <= ";
      case GT -> " > ";
      case GE -> " >= ";
    };
  }

  /// The answer for every value that is not null; null gives unknown.
  private static String fixed(ColumnSql column, boolean answer) {
    return "if(" + Names.quote(column.name()) + " IS NULL, NULL, " + answer + ")";
  }

  private static String beyond(ColumnSql column, Operator operator, int side) {
    boolean above = side > 0;
    return fixed(
        column,
        switch (operator) {
          case EQ -> false;
          case NE -> true;
          case LT, LE -> above;
          case GT, GE -> !above;
        });
  }

  private String compare(ColumnSql column, Operator operator, Object value) {
    DataType type = column.type();
    if (Literals.isExact(type)) {
      return exact(column, operator, value);
    }
    if (Literals.isFloating(type)) {
      return floating(column, operator, value);
    }
    if (type.isTemporal()) {
      int side = Literals.beyond(type, value);
      if (side != 0) {
        return beyond(column, operator, side);
      }
    }
    boolean equality = operator == Operator.EQ || operator == Operator.NE;
    if (type == ScalarType.UUID && !equality) {
      // ClickHouse orders UUIDs by their second half.
      return "(" + column.ordered() + symbol(operator) + Names.text(value.toString()) + ")";
    }
    return "(" + column.expression() + symbol(operator) + Literals.of(type, value) + ")";
  }

  private static String exact(ColumnSql column, Operator operator, Object value) {
    Literals.Exact number = Literals.exact(column.type(), value);
    if (number == null) {
      return beyond(
          column,
          operator,
          value instanceof Number n && n.doubleValue() == Double.NEGATIVE_INFINITY ? -1 : 1);
    }
    Operator adjusted = operator;
    if (!number.exact()) {
      switch (operator) {
        case EQ -> {
          return fixed(column, false);
        }
        case NE -> {
          return fixed(column, true);
        }
        case LT, LE -> adjusted = Operator.LE;
        case GT, GE -> adjusted = Operator.GT;
      }
    }
    BigDecimal floor = number.floor();
    int side = Literals.beyond(column.type(), floor);
    if (side != 0) {
      return beyond(column, operator, side);
    }
    return "(" + column.expression() + symbol(adjusted) + Literals.of(column.type(), floor) + ")";
  }

  private static String floating(ColumnSql column, Operator operator, Object value) {
    String expression = column.expression();
    if (!(value instanceof Number number)) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "column \"" + column.name() + "\" is a number; compare it with a number");
    }
    if (Double.isNaN(number.doubleValue())) {
      return switch (operator) {
        case EQ, GE -> "isNaN(" + expression + ")";
        case NE, LT -> "NOT isNaN(" + expression + ")";
        case LE -> fixed(column, true);
        case GT -> fixed(column, false);
      };
    }
    String plain = expression + symbol(operator) + Literals.of(column.type(), value);
    return switch (operator) {
      case GT, GE -> "(" + plain + " OR isNaN(" + expression + "))";
      case EQ, NE, LT, LE -> "(" + plain + ")";
    };
  }

  private static String in(ColumnSql column, List<Object> values, boolean negated) {
    if (values.isEmpty()) {
      // Nothing equals one of no values, not even null: false, not unknown.
      return negated ? "true" : "false";
    }
    DataType type = column.type();
    List<String> literals = new ArrayList<>();
    boolean nan = false;
    for (Object value : values) {
      if (Literals.isExact(type)) {
        Literals.Exact number = Literals.exact(type, value);
        if (number != null && number.exact() && Literals.beyond(type, number.floor()) == 0) {
          literals.add(Literals.of(type, number.floor()));
        }
      } else if (value instanceof Number n && Double.isNaN(n.doubleValue())) {
        nan = true;
      } else if (!type.isTemporal() || Literals.beyond(type, value) == 0) {
        literals.add(Literals.of(type, value));
      }
    }
    if (literals.isEmpty() && !nan) {
      return fixed(column, negated);
    }
    String expression = column.expression();
    String list = literals.isEmpty() ? "" : expression + " IN (" + String.join(",", literals) + ")";
    String found =
        !nan
            ? list
            : list.isEmpty() ? "isNaN(" + expression + ")" : list + " OR isNaN(" + expression + ")";
    if (!column.nullable()) {
      return (negated ? "NOT " : "") + "(" + found + ")";
    }
    return "if("
        + Names.quote(column.name())
        + " IS NULL, NULL, "
        + (negated ? "NOT " : "")
        + "("
        + found
        + "))";
  }

  private static String like(ColumnSql column, Predicate.Like like, boolean negated) {
    if (column.type() != ScalarType.TEXT && column.type() != ScalarType.JSON) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "LIKE needs a text column; \"" + column.name() + "\" is " + column.type().sqlName());
    }
    String operator = like.ignoreCase() ? " ILIKE " : " LIKE ";
    return (negated ? "NOT " : "")
        + "("
        + column.expression()
        + operator
        + Names.text(pattern(like.pattern()))
        + ")";
  }

  /// ClickHouse takes a backslash before an ordinary character for itself; so only what needs one
  /// gets one.
  private static String pattern(String pattern) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '\\') {
        result.append(c);
        continue;
      }
      if (++i == pattern.length()) {
        throw new ThermoclineException(
            ErrorCode.INVALID_PARAMETER,
            "a LIKE pattern must not end with its escape character; write \\\\ for a backslash");
      }
      char escaped = pattern.charAt(i);
      if (escaped == '%' || escaped == '_' || escaped == '\\') {
        result.append('\\');
      }
      result.append(escaped);
    }
    return result.toString();
  }
}
