package io.thermocline.optimizer.dialect;

import io.thermocline.optimizer.rel.Literals;
import io.thermocline.optimizer.rel.Rex;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// What a source's SQL says in exactly our sense, and how. Every method answers text or throws
/// [NotExact]; there is no other table of capabilities. Immutable.
abstract sealed class Dialect permits PostgresDialect, ClickHouseDialect {
  /// The dialect of a source, or null when it is not sent SQL.
  static @Nullable Dialect of(Source source) {
    if (!(source instanceof SqlSource) || !source.capabilities().contains(Capability.SQL)) {
      return null;
    }
    return switch (source.kind()) {
      case "postgres" -> PostgresDialect.INSTANCE;
      case "clickhouse" -> ClickHouseDialect.INSTANCE;
      default -> null;
    };
  }

  /// A quoted name.
  abstract String quote(String name);

  /// A constant that is not null.
  abstract String literal(Object value, DataType type);

  /// A null of a type.
  abstract String nullOf(DataType type);

  /// The place of a parameter, written with [PredicateSql#place].
  abstract String parameter(int index, DataType type);

  /// A parameter's value as text that is read in its place.
  abstract String text(Object value);

  /// A column of a relation as the gateway sees it.
  String column(String reference, DataType type) {
    return reference;
  }

  /// A call that is not logic, a test for null, a choice or a comparison.
  abstract String call(RexCall call, List<String> inputs);

  /// A comparison of two operands of one kind.
  abstract String comparison(
      SqlKind kind,
      String left,
      String right,
      DataType leftType,
      DataType rightType,
      @Nullable Object constant);

  /// An aggregate call over columns of these texts and types.
  abstract String aggregate(AggregateCall call, List<String> columns, List<DataType> types);

  /// A key of GROUP BY, DISTINCT or a set operation: two values are one group when we say so.
  abstract void requireGroupable(DataType type);

  /// A key of ORDER BY with its direction and the place of nulls.
  abstract String sortKey(
      String expression,
      DataType type,
      RelFieldCollation.Direction direction,
      RelFieldCollation.NullDirection nulls);

  /// A window function call.
  abstract String window(RexOver over, List<String> inputs);

  /// Whether the source joins like this; called before the parts are rendered.
  abstract void requireJoin(Join join);

  /// Whether semi and anti joins are written as EXISTS.
  abstract boolean semiJoinAsExists();

  /// Whether the source has `EXCEPT` and `INTERSECT` in our sense.
  abstract boolean setOperations();

  /// `LIMIT` and `OFFSET`; -1 and 0 are none.
  String limit(long fetch, long offset) {
    return (fetch >= 0 ? " LIMIT " + fetch : "") + (offset > 0 ? " OFFSET " + offset : "");
  }

  /// An expression over inputs of these texts.
  final String expression(RexNode node, List<String> inputs) {
    RexNode plain = Rex.plain(node);
    return switch (plain) {
      case RexInputRef ref -> inputs.get(ref.getIndex());
      case RexLiteral literal -> constant(literal, Types.toData(node.getType()));
      case RexDynamicParam parameter -> parameter(parameter.getIndex(), type(parameter));
      case RexOver over -> window(over, inputs);
      case RexCall call -> standard(call, inputs);
      default -> throw NotExact.INSTANCE;
    };
  }

  private String constant(RexLiteral literal, DataType type) {
    if (literal.getTypeName() == SqlTypeName.SYMBOL) {
      throw NotExact.INSTANCE;
    }
    Object value = Literals.value(literal, type);
    return value == null ? nullOf(type) : literal(value, type);
  }

  private String standard(RexCall call, List<String> inputs) {
    List<RexNode> operands = call.getOperands();
    return switch (call.getKind()) {
      case AND -> join(" AND ", operands, inputs);
      case OR -> join(" OR ", operands, inputs);
      case NOT -> "(NOT " + expression(operands.get(0), inputs) + ")";
      case IS_NULL -> "(" + expression(operands.get(0), inputs) + " IS NULL)";
      case IS_NOT_NULL -> "(" + expression(operands.get(0), inputs) + " IS NOT NULL)";
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          compare(call.getKind(), operands.get(0), operands.get(1), inputs);
      case CASE -> caseOf(call, inputs);
      case COALESCE -> "coalesce(" + String.join(", ", texts(sameType(call), inputs)) + ")";
      case SEARCH ->
          expression(
              RexUtil.expandSearch(
                  new RexBuilder(io.thermocline.optimizer.sql.PostgresTypeFactory.INSTANCE),
                  null,
                  call),
              inputs);
      default -> call(call, inputs);
    };
  }

  private String join(String operator, List<RexNode> operands, List<String> inputs) {
    String points = operator.equals(" OR ") ? inList(operands, inputs) : null;
    return points != null ? points : "(" + String.join(operator, texts(operands, inputs)) + ")";
  }

  /// `x = 1 OR x = 2 …` as an IN list, or null.
  private @Nullable String inList(List<RexNode> operands, List<String> inputs) {
    RexNode common = null;
    List<String> values = new ArrayList<>();
    for (RexNode operand : operands) {
      if (operand.getKind() != SqlKind.EQUALS
          || !(operand instanceof RexCall call)
          || !(call.getOperands().get(1) instanceof RexLiteral literal)
          || literal.getValue() == null
          || common != null && !common.equals(call.getOperands().get(0))) {
        return null;
      }
      common = call.getOperands().get(0);
      DataType type = Types.toData(common.getType());
      if (type == ScalarType.FLOAT32
          || !type.equals(Types.toData(literal.getType())) && !type.isNumeric()) {
        return null;
      }
      values.add(constant(literal, type.isNumeric() ? Types.toData(literal.getType()) : type));
    }
    return common == null || values.size() < 2
        ? null
        : "(" + expression(common, inputs) + " IN (" + String.join(", ", values) + "))";
  }

  final List<String> texts(List<RexNode> nodes, List<String> inputs) {
    List<String> texts = new ArrayList<>();
    for (RexNode node : nodes) {
      texts.add(expression(node, inputs));
    }
    return texts;
  }

  private String compare(SqlKind kind, RexNode left, RexNode right, List<String> inputs) {
    DataType leftType = Types.toData(left.getType());
    DataType rightType = Types.toData(right.getType());
    if (!leftType.equals(rightType) && !(leftType.isNumeric() && rightType.isNumeric())) {
      throw NotExact.INSTANCE;
    }
    Object constant = Rex.value(right, rightType);
    return comparison(
        kind, expression(left, inputs), expression(right, inputs), leftType, rightType, constant);
  }

  private String caseOf(RexCall call, List<String> inputs) {
    List<RexNode> operands = call.getOperands();
    DataType type = Types.toData(call.getType());
    StringBuilder text = new StringBuilder("(CASE");
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      text.append(" WHEN ").append(expression(operands.get(i), inputs));
      text.append(" THEN ").append(as(operands.get(i + 1), type, inputs));
    }
    return text.append(" ELSE ")
        .append(as(operands.getLast(), type, inputs))
        .append(" END)")
        .toString();
  }

  private String as(RexNode node, DataType type, List<String> inputs) {
    RexLiteral literal = Rex.literal(node);
    if (literal != null && literal.getValue() == null) {
      return nullOf(type);
    }
    if (!Types.toData(node.getType()).equals(type)) {
      throw NotExact.INSTANCE;
    }
    return expression(node, inputs);
  }

  /// The operands of a call all of whose operands have the call's type.
  static List<RexNode> sameType(RexCall call) {
    DataType type = Types.toData(call.getType());
    for (RexNode operand : call.getOperands()) {
      if (!Types.toData(operand.getType()).equals(type)) {
        throw NotExact.INSTANCE;
      }
    }
    return call.getOperands();
  }

  static DataType type(RexNode node) {
    return Types.toData(node.getType());
  }

  static DataType type(RelDataType type) {
    return Types.toData(type);
  }

  /// The unit of EXTRACT or FLOOR in lower case, or of `date_trunc`'s first argument.
  static String unit(RexNode node) {
    if (node instanceof RexLiteral literal) {
      if (literal.getTypeName() == SqlTypeName.SYMBOL) {
        TimeUnitRange range = literal.getValueAs(TimeUnitRange.class);
        if (range != null) {
          return range.name().toLowerCase(Locale.ROOT);
        }
      } else {
        String text = literal.getValueAs(String.class);
        if (text != null) {
          return text.toLowerCase(Locale.ROOT);
        }
      }
    }
    throw NotExact.INSTANCE;
  }

  /// An interval of months alone or of microseconds alone.
  static Interval interval(RexNode node) {
    if (Rex.value(node, ScalarType.INTERVAL) instanceof Interval interval) {
      return interval;
    }
    throw NotExact.INSTANCE;
  }

  /// Where nulls go; PostgreSQL's default when nothing is said.
  static boolean nullsFirst(
      RelFieldCollation.Direction direction, RelFieldCollation.NullDirection nulls) {
    return nulls == RelFieldCollation.NullDirection.UNSPECIFIED
        ? direction.isDescending()
        : nulls == RelFieldCollation.NullDirection.FIRST;
  }

  static String symbol(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> " = ";
      case NOT_EQUALS -> " <> ";
      case LESS_THAN -> " < ";
      case LESS_THAN_OR_EQUAL -> " <= ";
      case GREATER_THAN -> " > ";
      case GREATER_THAN_OR_EQUAL -> " >= ";
      default -> throw NotExact.INSTANCE;
    };
  }

  static boolean isText(DataType type) {
    return type == ScalarType.TEXT;
  }

  static boolean isFloat(DataType type) {
    return type == ScalarType.FLOAT32 || type == ScalarType.FLOAT64;
  }

  static boolean isInteger(DataType type) {
    return type == ScalarType.INT16 || type == ScalarType.INT32 || type == ScalarType.INT64;
  }
}
