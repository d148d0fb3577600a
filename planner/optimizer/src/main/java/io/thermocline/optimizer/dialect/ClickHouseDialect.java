package io.thermocline.optimizer.dialect;

import io.thermocline.optimizer.rel.Rex;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/// ClickHouse, as far as it can be made to mean what PostgreSQL means: integers widen instead of
/// wrapping, decimals compute with 38 digits, empty sums are null, NaN is the largest number.
/// Division of decimals, rounding, windows and float groups stay in the engine. The source runs
/// statements with `join_use_nulls`.
final class ClickHouseDialect extends Dialect {
  static final ClickHouseDialect INSTANCE = new ClickHouseDialect();

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2299;
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private ClickHouseDialect() {}

  @Override
  String quote(String name) {
    return '`' + name.replace("\\", "\\\\").replace("`", "\\`") + '`';
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  @Override
  String literal(Object value, DataType type) {
    return switch (value) {
      case Boolean b -> b.toString();
      case BigDecimal d -> "toDecimal128('" + d.toPlainString() + "', " + d.scale() + ")";
      case Float f -> Float.isFinite(f) ? "toFloat64('" + f.doubleValue() + "')" : fail();
      case Double d -> Double.isFinite(d) ? "toFloat64('" + d + "')" : fail();
      case Number n -> n.longValue() < 0 ? "(" + n + ")" : n.toString();
      case String s -> type == ScalarType.TEXT ? text(s) : fail();
      case LocalDate d -> inRange(d.getYear()) ? "toDate32('" + d + "')" : fail();
      case LocalDateTime t -> timestamp(t);
      case Instant i -> timestamp(LocalDateTime.ofInstant(i, ZoneOffset.UTC));
      case UUID u -> "toUUID('" + u + "')";
      default -> throw NotExact.INSTANCE;
    };
  }

  private static boolean inRange(int year) {
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  }

  private static String timestamp(LocalDateTime time) {
    return inRange(time.getYear())
        ? "toDateTime64('" + TIMESTAMP.format(time) + "', 6, 'UTC')"
        : fail();
  }

  private static String fail() {
    throw NotExact.INSTANCE;
  }

  @Override
  String nullOf(DataType type) {
    return "CAST(NULL, 'Nullable(" + name(type) + ")')";
  }

  private static String name(DataType type) {
    return switch (type) {
      case DecimalType d -> "Decimal(" + d.precision() + ", " + d.scale() + ")";
      case ArrayType a -> throw NotExact.INSTANCE;
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> "Bool";
            case INT16 -> "Int16";
            case INT32 -> "Int32";
            case INT64 -> "Int64";
            case FLOAT32 -> "Float32";
            case FLOAT64 -> "Float64";
            case TEXT -> "String";
            case DATE -> "Date32";
            case TIMESTAMP, TIMESTAMP_TZ -> "DateTime64(6, 'UTC')";
            case UUID -> "UUID";
            case BYTES, TIME, INTERVAL, JSON -> throw NotExact.INSTANCE;
          };
    };
  }

  /// Values become part of the text.
  @Override
  String parameter(int index, DataType type) {
    throw NotExact.INSTANCE;
  }

  @Override
  String text(Object value) {
    throw NotExact.INSTANCE;
  }

  @Override
  String comparison(
      SqlKind kind,
      String left,
      String right,
      DataType leftType,
      DataType rightType,
      @Nullable Object constant) {
    boolean equality = kind == SqlKind.EQUALS || kind == SqlKind.NOT_EQUALS;
    String plain = "(" + left + symbol(kind) + right + ")";
    if (isFloat(leftType) || isFloat(rightType)) {
      if (constant == null || !isFloat(leftType) || rightType instanceof DecimalType) {
        throw NotExact.INSTANCE;
      }
      boolean above = kind == SqlKind.GREATER_THAN || kind == SqlKind.GREATER_THAN_OR_EQUAL;
      return above ? "(" + plain + " OR isNaN(" + left + "))" : plain;
    }
    if (isText(leftType) && !equality) {
      return "(" + asString(left) + symbol(kind) + asString(right) + ")";
    }
    boolean comparable =
        leftType.isNumeric()
            || leftType.isTemporal()
            || leftType == ScalarType.TEXT
            || equality && (leftType == ScalarType.UUID || leftType == ScalarType.BOOLEAN);
    return comparable ? plain : fail();
  }

  /// Text as a string, so that enumerations do not compare by number.
  static String asString(String text) {
    return text.startsWith("'") ? text : "toString(" + text + ")";
  }

  @Override
  String call(RexCall call, List<String> inputs) {
    List<RexNode> operands = call.getOperands();
    DataType type = type(call);
    return switch (call.getKind()) {
      case PLUS -> arithmetic(" + ", call, inputs);
      case MINUS -> arithmetic(" - ", call, inputs);
      case TIMES -> arithmetic(" * ", call, inputs);
      case DIVIDE -> isInteger(type) ? "intDiv" + arguments(call, inputs) : fail();
      case MOD -> isInteger(type) ? "modulo" + arguments(call, inputs) : fail();
      case IS_TRUE -> "ifNull(" + expression(operands.get(0), inputs) + ", false)";
      case IS_NOT_TRUE -> "(NOT ifNull(" + expression(operands.get(0), inputs) + ", false))";
      case IS_FALSE -> "(NOT ifNull(" + expression(operands.get(0), inputs) + ", true))";
      case IS_NOT_FALSE -> "ifNull(" + expression(operands.get(0), inputs) + ", true)";
      case LIKE -> like(call, inputs);
      case CAST -> cast(expression(operands.get(0), inputs), type(operands.get(0)), type, call);
      case EXTRACT ->
          ClickHouseTime.extract(
              unit(operands.get(0)), operands.get(1), expression(operands.get(1), inputs), type);
      case FLOOR ->
          operands.size() == 2
              ? ClickHouseTime.truncate(
                  unit(operands.get(1)), operands.get(0), expression(operands.get(0), inputs), type)
              : fail();
      case POSITION ->
          operands.size() == 2
              ? "toInt32(positionUTF8("
                  + asString(expression(operands.get(1), inputs))
                  + ", "
                  + asString(expression(operands.get(0), inputs))
                  + "))"
              : fail();
      default -> named(call, type, inputs);
    };
  }

  private String arguments(RexCall call, List<String> inputs) {
    List<String> arguments = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      String text = expression(operand, inputs);
      arguments.add(isText(type(operand)) ? asString(text) : text);
    }
    return "(" + String.join(", ", arguments) + ")";
  }

  private String arithmetic(String operator, RexCall call, List<String> inputs) {
    DataType type = type(call);
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (type instanceof DecimalType d) {
      int scale =
          operator.equals(" * ") ? scale(left) + scale(right) : Math.max(scale(left), scale(right));
      if (scale != d.scale()) {
        throw NotExact.INSTANCE;
      }
      return "(" + decimal(left, inputs) + operator + decimal(right, inputs) + ")";
    }
    if (isInteger(type) && isInteger(type(left)) && isInteger(type(right))) {
      String wide = type == ScalarType.INT64 ? "toInt128" : "toInt64";
      return "accurateCast("
          + wide
          + "("
          + expression(left, inputs)
          + ")"
          + operator
          + wide
          + "("
          + expression(right, inputs)
          + "), 'Nullable("
          + name(type)
          + ")')";
    }
    if (type == ScalarType.FLOAT64) {
      return "(" + number(left, inputs) + operator + number(right, inputs) + ")";
    }
    throw NotExact.INSTANCE;
  }

  private String number(RexNode node, List<String> inputs) {
    DataType type = type(node);
    if (type == ScalarType.FLOAT64) {
      return expression(node, inputs);
    }
    return isInteger(type) ? "toFloat64(" + expression(node, inputs) + ")" : fail();
  }

  private static int scale(RexNode node) {
    return type(node) instanceof DecimalType d ? d.scale() : 0;
  }

  private String decimal(RexNode node, List<String> inputs) {
    DataType type = type(node);
    if (!isInteger(type) && !(type instanceof DecimalType)) {
      throw NotExact.INSTANCE;
    }
    return "toDecimal128(" + expression(node, inputs) + ", " + scale(node) + ")";
  }

  private String like(RexCall call, List<String> inputs) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    List<RexNode> operands = call.getOperands();
    boolean escape =
        operands.size() < 3 || "\\".equals(Rex.value(operands.get(2), ScalarType.TEXT));
    if (!escape
        || !(Rex.value(operands.get(1), ScalarType.TEXT) instanceof String pattern)
        || pattern.endsWith("\\")) {
      throw NotExact.INSTANCE;
    }
    String operator =
        (name.startsWith("NOT") ? " NOT" : "") + (name.contains("ILIKE") ? " ILIKE " : " LIKE ");
    return "(" + asString(expression(operands.get(0), inputs)) + operator + text(pattern) + ")";
  }

  private static String cast(String operand, DataType from, DataType to, RexCall call) {
    if (from.equals(to) && !isText(to)) {
      return operand;
    }
    if (isText(to) && Types.textLimit(call.getType()) >= 0) {
      throw NotExact.INSTANCE;
    }
    if (isInteger(from) && isInteger(to)) {
      return "accurateCast(" + operand + ", 'Nullable(" + name(to) + ")')";
    }
    if ((isInteger(from)
            || from instanceof DecimalType f
                && to instanceof DecimalType d
                && f.scale() <= d.scale())
        && to instanceof DecimalType target) {
      return "toDecimal128(" + operand + ", " + target.scale() + ")";
    }
    if (isInteger(from) && to == ScalarType.FLOAT64
        || from == ScalarType.FLOAT32 && to == ScalarType.FLOAT64) {
      return "toFloat64(" + operand + ")";
    }
    if (isText(to) && (isInteger(from) || isText(from))) {
      return "toString(" + operand + ")";
    }
    if (from == ScalarType.DATE && to == ScalarType.TIMESTAMP) {
      return ClickHouseTime.midnight("toDate32(" + operand + ")");
    }
    if (from == ScalarType.TIMESTAMP && to == ScalarType.DATE) {
      return "toDate32(toTimeZone(" + operand + ", 'UTC'))";
    }
    throw NotExact.INSTANCE;
  }

  private String named(RexCall call, DataType type, List<String> inputs) {
    String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
    List<RexNode> operands = call.getOperands();
    return switch (name) {
      case "date_trunc" ->
          ClickHouseTime.truncate(
              unit(operands.get(0)), operands.get(1), expression(operands.get(1), inputs), type);
      case "||" -> sameType(call).isEmpty() ? fail() : "concat" + arguments(call, inputs);
      case "nullif" ->
          isFloat(type)
              ? fail()
              : "nullIf(" + String.join(", ", texts(sameType(call), inputs)) + ")";
      case "upper" -> textCall("upperUTF8", call, inputs);
      case "lower" -> textCall("lowerUTF8", call, inputs);
      case "reverse" -> textCall("reverseUTF8", call, inputs);
      case "char_length", "character_length", "length" ->
          "toInt32(" + textCall("lengthUTF8", call, inputs) + ")";
      case "octet_length" -> "toInt32(" + textCall("length", call, inputs) + ")";
      case "starts_with" -> textCall("startsWith", call, inputs);
      case "left" -> atLeast(operands.get(1), 0) ? "leftUTF8" + arguments(call, inputs) : fail();
      case "right" -> atLeast(operands.get(1), 0) ? "rightUTF8" + arguments(call, inputs) : fail();
      case "substring", "substr" ->
          atLeast(operands.get(1), 1) && (operands.size() < 3 || atLeast(operands.get(2), 0))
              ? "substringUTF8" + arguments(call, inputs)
              : fail();
      case "replace" ->
          Rex.value(operands.get(1), ScalarType.TEXT) instanceof String s && !s.isEmpty()
              ? "replaceAll" + arguments(call, inputs)
              : fail();
      case "date_plus_days" ->
          "addDays(toDate32("
              + expression(operands.get(0), inputs)
              + "), "
              + expression(operands.get(1), inputs)
              + ")";
      case "date_minus_days" ->
          "subtractDays(toDate32("
              + expression(operands.get(0), inputs)
              + "), "
              + expression(operands.get(1), inputs)
              + ")";
      case "abs" ->
          type instanceof DecimalType || type == ScalarType.FLOAT64
              ? "abs" + arguments(call, inputs)
              : fail();
      default -> throw NotExact.INSTANCE;
    };
  }

  private String textCall(String name, RexCall call, List<String> inputs) {
    for (RexNode operand : call.getOperands()) {
      if (!isText(type(operand))) {
        throw NotExact.INSTANCE;
      }
    }
    return name + arguments(call, inputs);
  }

  private static boolean atLeast(RexNode node, int bound) {
    return Rex.value(node, ScalarType.INT64) instanceof Long value && value >= bound;
  }

  @Override
  String aggregate(AggregateCall call, List<String> columns, List<DataType> types) {
    if (!call.getCollation().getFieldCollations().isEmpty()
        || call.isApproximate()
        || call.ignoreNulls()
        || call.getArgList().size() > 1) {
      throw NotExact.INSTANCE;
    }
    return ClickHouseAggregates.render(call, columns, types);
  }

  @Override
  void requireGroupable(DataType type) {
    if (isFloat(type) || type instanceof ArrayType || type == ScalarType.JSON) {
      throw NotExact.INSTANCE;
    }
  }

  @Override
  String sortKey(
      String expression,
      DataType type,
      RelFieldCollation.Direction direction,
      RelFieldCollation.NullDirection nulls) {
    boolean nullsFirst = nullsFirst(direction, nulls);
    boolean known =
        type.isNumeric()
            || type.isTemporal()
            || type == ScalarType.TEXT
            || type == ScalarType.BOOLEAN;
    if (!known || isFloat(type) && nullsFirst != direction.isDescending()) {
      throw NotExact.INSTANCE;
    }
    return (isText(type) ? asString(expression) : expression)
        + (direction.isDescending() ? " DESC" : " ASC")
        + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
  }

  @Override
  String window(RexOver over, List<String> inputs) {
    throw NotExact.INSTANCE;
  }

  @Override
  void requireJoin(Join join) {
    boolean inner = join.getJoinType() == JoinRelType.INNER;
    boolean known =
        inner
            || join.getJoinType() == JoinRelType.LEFT
            || join.getJoinType() == JoinRelType.SEMI
            || join.getJoinType() == JoinRelType.ANTI;
    if (!known || !join.getVariablesSet().isEmpty() || join.analyzeCondition().leftKeys.isEmpty()) {
      throw NotExact.INSTANCE;
    }
    if (!inner && !join.analyzeCondition().isEqui()) {
      throw NotExact.INSTANCE;
    }
    List<Integer> left = join.analyzeCondition().leftKeys;
    for (int i = 0; i < left.size(); i++) {
      DataType leftType =
          type(join.getLeft().getRowType().getFieldList().get(left.get(i)).getType());
      DataType rightType =
          type(
              join.getRight()
                  .getRowType()
                  .getFieldList()
                  .get(join.analyzeCondition().rightKeys.get(i))
                  .getType());
      requireGroupable(leftType);
      if (!leftType.equals(rightType) && !(isInteger(leftType) && isInteger(rightType))) {
        throw NotExact.INSTANCE;
      }
    }
  }

  @Override
  boolean semiJoinAsExists() {
    return false;
  }

  @Override
  boolean setOperations() {
    return false;
  }
}
