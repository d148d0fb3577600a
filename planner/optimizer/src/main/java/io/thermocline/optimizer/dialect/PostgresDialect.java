package io.thermocline.optimizer.dialect;

import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.jspecify.annotations.Nullable;

/// PostgreSQL, whose semantics are ours: almost everything goes, with text compared bytewise and
/// decimals rounded to our scale.
final class PostgresDialect extends Dialect {
  static final PostgresDialect INSTANCE = new PostgresDialect();

  /// How text is compared.
  static final String BYTEWISE = " COLLATE \"C\"";

  private static final Set<String> SAME_NAME =
      Set.of(
          "upper",
          "lower",
          "initcap",
          "replace",
          "translate",
          "left",
          "right",
          "lpad",
          "rpad",
          "repeat",
          "reverse",
          "split_part",
          "starts_with",
          "strpos",
          "btrim",
          "ltrim",
          "rtrim",
          "substr",
          "ascii",
          "md5",
          "concat",
          "concat_ws",
          "octet_length",
          "char_length",
          "character_length",
          "length",
          "to_date",
          "make_date",
          "abs",
          "sign");
  private static final Set<String> UNITS =
      Set.of("year", "quarter", "month", "week", "day", "hour", "minute", "second");
  private static final Set<String> PARTS =
      Set.of(
          "year", "quarter", "month", "week", "day", "hour", "minute", "dow", "isodow", "doy",
          "isoyear", "century", "decade");

  private PostgresDialect() {}

  @Override
  String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  String literal(Object value, DataType type) {
    return PostgresLiterals.render(value, type);
  }

  @Override
  String nullOf(DataType type) {
    return "NULL::" + PostgresLiterals.typeName(type);
  }

  /// Text stands alone, so that Postgres takes its type from where it stands, as it does for a
  /// literal.
  @Override
  String parameter(int index, DataType type) {
    String place = PredicateSql.place(index);
    return switch (type) {
      case DecimalType d -> "CAST(" + place + " AS numeric)";
      case ArrayType a -> fail();
      case ScalarType s ->
          switch (s) {
            case TEXT -> place;
            case BOOLEAN, INT16, INT32, INT64, DATE, TIMESTAMP, TIMESTAMP_TZ, UUID ->
                "CAST(" + place + " AS " + s.sqlName() + ")";
            case FLOAT32, FLOAT64, TIME, INTERVAL, BYTES, JSON -> fail();
          };
    };
  }

  @Override
  String text(Object value) {
    return PostgresLiterals.text(value);
  }

  @Override
  String comparison(
      SqlKind kind,
      String left,
      String right,
      DataType leftType,
      DataType rightType,
      @Nullable Object constant) {
    if (leftType == ScalarType.JSON || leftType instanceof ArrayType) {
      throw NotExact.INSTANCE;
    }
    boolean ordered = kind != SqlKind.EQUALS && kind != SqlKind.NOT_EQUALS;
    return "(" + left + symbol(kind) + right + (ordered && isText(leftType) ? BYTEWISE : "") + ")";
  }

  @Override
  String call(RexCall call, List<String> inputs) {
    List<RexNode> operands = call.getOperands();
    DataType type = type(call);
    return switch (call.getKind()) {
      case PLUS, MINUS, TIMES -> arithmetic(call, inputs);
      case DIVIDE -> divide(call, inputs);
      case MOD ->
          "("
              + expression(operands.get(0), inputs)
              + " % "
              + expression(operands.get(1), inputs)
              + ")";
      case MINUS_PREFIX -> "(- " + expression(operands.get(0), inputs) + ")";
      case IS_TRUE -> is(call, " IS TRUE", inputs);
      case IS_NOT_TRUE -> is(call, " IS NOT TRUE", inputs);
      case IS_FALSE -> is(call, " IS FALSE", inputs);
      case IS_NOT_FALSE -> is(call, " IS NOT FALSE", inputs);
      case IS_DISTINCT_FROM -> binary(call, " IS DISTINCT FROM ", inputs);
      case IS_NOT_DISTINCT_FROM -> binary(call, " IS NOT DISTINCT FROM ", inputs);
      case LIKE -> like(call, inputs);
      case CAST ->
          cast(
              expression(operands.get(0), inputs),
              type(operands.get(0)),
              type,
              Types.textLimit(call.getType()));
      case EXTRACT -> extract(unit(operands.get(0)), operands.get(1), type, inputs);
      case FLOOR, CEIL -> rounded(call, inputs);
      case TRIM -> trim(call, inputs);
      case POSITION ->
          operands.size() == 2
              ? "position("
                  + expression(operands.get(0), inputs)
                  + " in "
                  + expression(operands.get(1), inputs)
                  + ")"
              : fail();
      default -> named(call, type, inputs);
    };
  }

  private static String fail() {
    throw NotExact.INSTANCE;
  }

  private String is(RexCall call, String test, List<String> inputs) {
    return "(" + expression(call.getOperands().get(0), inputs) + test + ")";
  }

  private String binary(RexCall call, String operator, List<String> inputs) {
    return "("
        + expression(call.getOperands().get(0), inputs)
        + operator
        + expression(call.getOperands().get(1), inputs)
        + ")";
  }

  private String arithmetic(RexCall call, List<String> inputs) {
    DataType type = type(call);
    List<RexNode> operands = call.getOperands();
    String operator =
        call.getKind() == SqlKind.PLUS ? " + " : call.getKind() == SqlKind.MINUS ? " - " : " * ";
    if (type.isNumeric()) {
      for (RexNode operand : operands) {
        if (!type(operand).isNumeric() || type(operand) == ScalarType.FLOAT32) {
          throw NotExact.INSTANCE;
        }
      }
      String text =
          "("
              + number(operands.get(0), type, inputs)
              + operator
              + number(operands.get(1), type, inputs)
              + ")";
      return type instanceof DecimalType d
              && call.getKind() == SqlKind.TIMES
              && scale(operands.get(0)) + scale(operands.get(1)) > d.scale()
          ? "round(" + text + ", " + d.scale() + ")"
          : text;
    }
    if (type.isTemporal()
        && type != ScalarType.TIMESTAMP_TZ
        && type(operands.get(0)).isTemporal()) {
      Interval interval = interval(operands.get(1));
      String text =
          "("
              + expression(operands.get(0), inputs)
              + operator
              + literal(interval, ScalarType.INTERVAL)
              + ")";
      return type == ScalarType.DATE ? "(" + text + ")::date" : text;
    }
    throw NotExact.INSTANCE;
  }

  /// An operand as wide as the result where PostgreSQL would compute in a narrower integer type.
  private String number(RexNode operand, DataType type, List<String> inputs) {
    String text = expression(operand, inputs);
    return isInteger(type) && type(operand) != type
        ? text + "::" + PostgresLiterals.typeName(type)
        : text;
  }

  private static int scale(RexNode node) {
    return type(node) instanceof DecimalType d ? d.scale() : 0;
  }

  private String divide(RexCall call, List<String> inputs) {
    DataType type = type(call);
    String left = expression(call.getOperands().get(0), inputs);
    String right = expression(call.getOperands().get(1), inputs);
    if (type instanceof DecimalType d) {
      if (isFloat(type(call.getOperands().get(0))) || isFloat(type(call.getOperands().get(1)))) {
        throw NotExact.INSTANCE;
      }
      return "round(round(" + left + "::numeric, 60) / " + right + ", " + d.scale() + ")";
    }
    if (type == ScalarType.FLOAT32 || !type.isNumeric()) {
      throw NotExact.INSTANCE;
    }
    return "(" + left + " / " + right + ")";
  }

  private String like(RexCall call, List<String> inputs) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    String operator =
        (name.startsWith("NOT") ? " NOT" : "") + (name.contains("ILIKE") ? " ILIKE " : " LIKE ");
    List<String> operands = texts(call.getOperands(), inputs);
    return "("
        + operands.get(0)
        + operator
        + operands.get(1)
        + (operands.size() > 2 ? " ESCAPE " + operands.get(2) : "")
        + ")";
  }

  private static String cast(String operand, DataType from, DataType to, int limit) {
    if (from.equals(to) && !isText(to)) {
      return operand;
    }
    boolean known =
        from.isNumeric() && to.isNumeric()
            || isInteger(from) && isText(to)
            || from instanceof DecimalType && isText(to)
            || isText(from)
                && (to.isNumeric()
                    || to == ScalarType.DATE
                    || to == ScalarType.TIMESTAMP
                    || isText(to))
            || from == ScalarType.DATE && (to == ScalarType.TIMESTAMP || isText(to))
            || from == ScalarType.TIMESTAMP && (to == ScalarType.DATE || isText(to))
            || from == ScalarType.BOOLEAN && isText(to)
            || from == ScalarType.UUID && isText(to);
    if (!known) {
      throw NotExact.INSTANCE;
    }
    String text = operand + "::" + PostgresLiterals.typeName(to);
    return isText(to) && limit >= 0 ? "left(" + text + ", " + limit + ")" : "(" + text + ")";
  }

  private String extract(String part, RexNode operand, DataType type, List<String> inputs) {
    DataType from = type(operand);
    if (!PARTS.contains(part) || from != ScalarType.DATE && from != ScalarType.TIMESTAMP) {
      throw NotExact.INSTANCE;
    }
    return "extract("
        + part
        + " from "
        + expression(operand, inputs)
        + ")::"
        + PostgresLiterals.typeName(type);
  }

  private String rounded(RexCall call, List<String> inputs) {
    if (call.getOperands().size() == 2) {
      return call.getKind() == SqlKind.FLOOR
          ? truncate(unit(call.getOperands().get(1)), call.getOperands().get(0), type(call), inputs)
          : fail();
    }
    if (type(call.getOperands().get(0)) == ScalarType.FLOAT32) {
      throw NotExact.INSTANCE;
    }
    String name = call.getKind() == SqlKind.FLOOR ? "floor(" : "ceil(";
    return name
        + expression(call.getOperands().get(0), inputs)
        + ")::"
        + PostgresLiterals.typeName(type(call));
  }

  private String truncate(String unit, RexNode operand, DataType type, List<String> inputs) {
    DataType from = type(operand);
    if (!UNITS.contains(unit) || from != ScalarType.DATE && from != ScalarType.TIMESTAMP) {
      throw NotExact.INSTANCE;
    }
    String value = expression(operand, inputs) + (from == ScalarType.DATE ? "::timestamp" : "");
    String text = "date_trunc('" + unit + "', " + value + ")";
    return type == ScalarType.DATE ? text + "::date" : text;
  }

  private String trim(RexCall call, List<String> inputs) {
    SqlTrimFunction.Flag flag =
        call.getOperands().get(0) instanceof org.apache.calcite.rex.RexLiteral l
            ? l.getValueAs(SqlTrimFunction.Flag.class)
            : null;
    if (flag == null) {
      throw NotExact.INSTANCE;
    }
    return "trim("
        + flag.name().toLowerCase(Locale.ROOT)
        + " "
        + expression(call.getOperands().get(1), inputs)
        + " from "
        + expression(call.getOperands().get(2), inputs)
        + ")";
  }

  private String named(RexCall call, DataType type, List<String> inputs) {
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    List<RexNode> operands = call.getOperands();
    return switch (name) {
      case "date_trunc" -> truncate(unit(operands.get(0)), operands.get(1), type, inputs);
      case "date_minus_date" -> binary(call, " - ", inputs);
      case "date_plus_days" -> binary(call, " + ", inputs);
      case "date_minus_days" -> binary(call, " - ", inputs);
      case "||" -> "(" + String.join(" || ", texts(sameType(call), inputs)) + ")";
      case "substring" -> "substring(" + String.join(", ", texts(operands, inputs)) + ")";
      case "nullif" -> "nullif(" + String.join(", ", texts(sameType(call), inputs)) + ")";
      case "greatest", "least" ->
          isText(type)
              ? fail()
              : name + "(" + String.join(", ", texts(sameType(call), inputs)) + ")";
      case "round", "trunc" -> round(name, call, type, inputs);
      case "sqrt", "exp", "ln" ->
          type(operands.get(0)) == ScalarType.FLOAT64
              ? name + "(" + expression(operands.get(0), inputs) + ")"
              : fail();
      case "posix regex case sensitive", "posix regex case insensitive" -> fail();
      default -> SAME_NAME.contains(name) ? simple(name, call, inputs) : fail();
    };
  }

  private String simple(String name, RexCall call, List<String> inputs) {
    for (RexNode operand : call.getOperands()) {
      DataType type = type(operand);
      boolean known =
          isText(type)
              || isInteger(type)
              || type instanceof DecimalType
              || type == ScalarType.FLOAT64 && name.equals("abs");
      if (!known) {
        throw NotExact.INSTANCE;
      }
    }
    boolean concat = name.startsWith("concat");
    List<String> arguments = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      if (concat && !isText(type(operand))) {
        throw NotExact.INSTANCE;
      }
      String text = expression(operand, inputs);
      arguments.add(
          isText(type(operand)) && operand instanceof org.apache.calcite.rex.RexLiteral
              ? text + "::text"
              : text);
    }
    String text = name + "(" + String.join(", ", arguments) + ")";
    return type(call).isNumeric() ? text + "::" + PostgresLiterals.typeName(type(call)) : text;
  }

  private String round(String name, RexCall call, DataType type, List<String> inputs) {
    DataType from = type(call.getOperands().get(0));
    boolean exact =
        from instanceof DecimalType || from == ScalarType.FLOAT64 && call.getOperands().size() == 1;
    return exact ? name + "(" + String.join(", ", texts(call.getOperands(), inputs)) + ")" : fail();
  }

  @Override
  String aggregate(AggregateCall call, List<String> columns, List<DataType> types) {
    return PostgresAggregates.render(call, columns, types);
  }

  @Override
  void requireGroupable(DataType type) {
    if (type == ScalarType.JSON) {
      throw NotExact.INSTANCE;
    }
  }

  @Override
  String sortKey(
      String expression,
      DataType type,
      RelFieldCollation.Direction direction,
      RelFieldCollation.NullDirection nulls) {
    if (type == ScalarType.JSON || type instanceof ArrayType) {
      throw NotExact.INSTANCE;
    }
    boolean nullsFirst = nullsFirst(direction, nulls);
    String text =
        expression + (isText(type) ? BYTEWISE : "") + (direction.isDescending() ? " DESC" : "");
    return nullsFirst == direction.isDescending()
        ? text
        : text + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
  }

  @Override
  String window(RexOver over, List<String> inputs) {
    return PostgresWindows.render(this, over, inputs);
  }

  @Override
  void requireJoin(Join join) {
    if (!join.getVariablesSet().isEmpty()) {
      throw NotExact.INSTANCE;
    }
  }

  @Override
  boolean semiJoinAsExists() {
    return true;
  }

  @Override
  boolean setOperations() {
    return true;
  }
}
