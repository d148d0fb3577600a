package io.thermocline.optimizer.rel;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Sarg;

/// Calcite's expressions to the engine's. Every result has the type that [Types#toData] gives for
/// the expression's type.
public final class ExpressionLowering {
  private final RexBuilder builder;

  /// A lowering for expressions of one cluster.
  public ExpressionLowering(RexBuilder builder) {
    this.builder = builder;
  }

  /// Lowers all of them.
  public List<Expression> lower(List<? extends RexNode> nodes) {
    List<Expression> expressions = new ArrayList<>(nodes.size());
    for (RexNode node : nodes) {
      expressions.add(lower(node));
    }
    return expressions;
  }

  /// Lowers an expression.
  ///
  /// @throws ThermoclineException UNSUPPORTED when the engine has no such function
  public Expression lower(RexNode node) {
    DataType type = Types.toData(node.getType());
    return switch (node) {
      case RexInputRef ref -> new Expression.ColumnReference(ref.getIndex(), type);
      case RexLiteral literal -> new Expression.Literal(type, Literals.value(literal, type));
      case RexDynamicParam parameter -> new Expression.Parameter(parameter.getIndex(), type);
      case RexCall call -> call(call, type);
      default -> throw unsupported(node.toString());
    };
  }

  private Expression call(RexCall call, DataType type) {
    List<RexNode> operands = call.getOperands();
    return switch (call.getKind()) {
      case CAST, SAFE_CAST -> cast(call, type);
      case CASE -> caseOf(call, type);
      case SEARCH -> search(call);
      case PLUS, MINUS -> sum(call, type);
      case TIMES -> invoke(FunctionId.MULTIPLY, call, type);
      case DIVIDE -> invoke(FunctionId.DIVIDE, call, type);
      case MOD -> invoke(FunctionId.MODULO, call, type);
      case MINUS_PREFIX -> invoke(FunctionId.NEGATE, call, type);
      case PLUS_PREFIX -> lower(operands.get(0));
      case AND -> invoke(FunctionId.AND, call, type);
      case OR -> invoke(FunctionId.OR, call, type);
      case NOT -> invoke(FunctionId.NOT, call, type);
      case EQUALS -> invoke(FunctionId.EQUAL, call, type);
      case NOT_EQUALS -> invoke(FunctionId.NOT_EQUAL, call, type);
      case LESS_THAN -> invoke(FunctionId.LESS, call, type);
      case LESS_THAN_OR_EQUAL -> invoke(FunctionId.LESS_OR_EQUAL, call, type);
      case GREATER_THAN -> invoke(FunctionId.GREATER, call, type);
      case GREATER_THAN_OR_EQUAL -> invoke(FunctionId.GREATER_OR_EQUAL, call, type);
      case IS_NULL, IS_UNKNOWN -> invoke(FunctionId.IS_NULL, call, type);
      case IS_NOT_NULL -> invoke(FunctionId.IS_NOT_NULL, call, type);
      case IS_TRUE -> invoke(FunctionId.IS_TRUE, call, type);
      case IS_NOT_TRUE -> invoke(FunctionId.IS_NOT_TRUE, call, type);
      case IS_FALSE -> invoke(FunctionId.IS_FALSE, call, type);
      case IS_NOT_FALSE -> invoke(FunctionId.IS_NOT_FALSE, call, type);
      case IS_DISTINCT_FROM -> invoke(FunctionId.IS_DISTINCT_FROM, call, type);
      case IS_NOT_DISTINCT_FROM -> invoke(FunctionId.IS_NOT_DISTINCT_FROM, call, type);
      case COALESCE -> invoke(FunctionId.COALESCE, call, type);
      case LIKE -> like(call, type);
      case SIMILAR -> invoke(FunctionId.SIMILAR_TO, call, type);
      case EXTRACT -> extract(call, type);
      case FLOOR, CEIL -> floor(call, type);
      case TRIM -> trim(call, type);
      case POSITION -> invoke(FunctionId.POSITION, call, type);
      default -> named(call, type);
    };
  }

  private Expression invoke(FunctionId function, RexCall call, DataType type) {
    return new Expression.Call(function, lower(call.getOperands()), type);
  }

  private Expression cast(RexCall call, DataType type) {
    RexNode operand = call.getOperands().get(0);
    Expression lowered = lower(operand);
    boolean safe = call.getKind() == SqlKind.SAFE_CAST;
    Expression result =
        lowered.type().equals(type)
            ? lowered
            : lowered instanceof Expression.Literal literal && literal.value() == null
                ? new Expression.Literal(type, null)
                : new Expression.Cast(lowered, type, safe);
    int limit = type == ScalarType.TEXT ? Types.textLimit(call.getType()) : -1;
    boolean fits =
        limit < 0
            || SqlTypeUtil.isCharacter(operand.getType())
                && operand.getType().getPrecision() >= 0
                && operand.getType().getPrecision() <= limit;
    return fits
        ? result
        : Expression.Call.of(
            FunctionId.LEFT, type, result, new Expression.Literal(ScalarType.INT32, limit));
  }

  private Expression caseOf(RexCall call, DataType type) {
    List<RexNode> operands = call.getOperands();
    List<Expression.Branch> branches = new ArrayList<>();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      branches.add(
          new Expression.Branch(lower(operands.get(i)), as(lower(operands.get(i + 1)), type)));
    }
    return new Expression.Case(branches, as(lower(operands.getLast()), type), type);
  }

  private static Expression as(Expression expression, DataType type) {
    if (expression.type().equals(type)) {
      return expression;
    }
    return expression instanceof Expression.Literal literal && literal.value() == null
        ? new Expression.Literal(type, null)
        : new Expression.Cast(expression, type, false);
  }

  private Expression search(RexCall call) {
    RexNode operand = call.getOperands().get(0);
    RexLiteral literal = (RexLiteral) call.getOperands().get(1);
    Sarg<?> sarg = literal.getValueAs(Sarg.class);
    if (sarg != null
        && sarg.nullAs == RexUnknownAs.UNKNOWN
        && (sarg.isPoints() || sarg.isComplementedPoints())) {
      Sarg<?> points = sarg.isPoints() ? sarg : sarg.negate();
      if (points.pointCount > 1) {
        DataType type = Types.toData(operand.getType());
        List<Expression> values = new ArrayList<>();
        for (com.google.common.collect.Range<?> range : points.rangeSet.asRanges()) {
          values.add(
              new Expression.Literal(type, Literals.convert(range.lowerEndpoint(), type, false)));
        }
        return new Expression.InList(lower(operand), values, !sarg.isPoints());
      }
    }
    return lower(RexUtil.expandSearch(builder, null, call));
  }

  private Expression sum(RexCall call, DataType type) {
    List<Expression> operands = new ArrayList<>(lower(call.getOperands()));
    FunctionId function = call.getKind() == SqlKind.PLUS ? FunctionId.ADD : FunctionId.SUBTRACT;
    if (operands.get(0).type() == ScalarType.DATE) {
      if (type == ScalarType.DATE) {
        return new Expression.Cast(
            new Expression.Call(function, operands, ScalarType.TIMESTAMP), type, false);
      }
      if (type == ScalarType.INTERVAL) {
        operands.replaceAll(operand -> as(operand, ScalarType.TIMESTAMP));
      }
    }
    return new Expression.Call(function, operands, type);
  }

  private Expression like(RexCall call, DataType type) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    Expression result =
        invoke(name.contains("ILIKE") ? FunctionId.ILIKE : FunctionId.LIKE, call, type);
    return name.startsWith("NOT ") ? Expression.Call.of(FunctionId.NOT, type, result) : result;
  }

  private Expression extract(RexCall call, DataType type) {
    return new Expression.Call(
        FunctionId.EXTRACT,
        List.of(unit(call.getOperands().get(0)), lower(call.getOperands().get(1))),
        type);
  }

  private Expression floor(RexCall call, DataType type) {
    if (call.getOperands().size() == 2) {
      if (call.getKind() == SqlKind.CEIL) {
        throw unsupported("ceil(… to unit)");
      }
      return new Expression.Call(
          FunctionId.DATE_TRUNC,
          List.of(unit(call.getOperands().get(1)), lower(call.getOperands().get(0))),
          type);
    }
    return invoke(call.getKind() == SqlKind.FLOOR ? FunctionId.FLOOR : FunctionId.CEIL, call, type);
  }

  private static Expression unit(RexNode node) {
    TimeUnitRange range =
        node instanceof RexLiteral literal ? literal.getValueAs(TimeUnitRange.class) : null;
    if (range == null) {
      throw unsupported(node.toString());
    }
    String name = range.name().toLowerCase(Locale.ROOT);
    return new Expression.Literal(
        ScalarType.TEXT,
        switch (name) {
          case "millisecond" -> "milliseconds";
          case "microsecond" -> "microseconds";
          default -> name;
        });
  }

  private Expression trim(RexCall call, DataType type) {
    SqlTrimFunction.Flag flag =
        call.getOperands().get(0) instanceof RexLiteral literal
            ? literal.getValueAs(SqlTrimFunction.Flag.class)
            : null;
    FunctionId function =
        flag == SqlTrimFunction.Flag.LEADING
            ? FunctionId.LTRIM
            : flag == SqlTrimFunction.Flag.TRAILING ? FunctionId.RTRIM : FunctionId.TRIM;
    return Expression.Call.of(
        function, type, lower(call.getOperands().get(2)), lower(call.getOperands().get(1)));
  }

  private Expression named(RexCall call, DataType type) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    List<Expression> operands = new ArrayList<>();
    for (RexNode operand : call.getOperands()) {
      if (operand.getType().getSqlTypeName() == SqlTypeName.SYMBOL) {
        throw unsupported(name.toLowerCase(Locale.ROOT) + " with " + operand);
      }
      operands.add(lower(operand));
    }
    switch (name) {
      case "TIMESTAMP_MINUS_TIMESTAMP" -> {
        operands.replaceAll(operand ->
            operand.type() == ScalarType.DATE ? as(operand, ScalarType.TIMESTAMP) : operand);
        return new Expression.Call(FunctionId.SUBTRACT, operands, type);
      }
      case "ARRAY_TEXT" -> {
        return new Expression.Cast(operands.get(0), type, false);
      }
      case "DIV" -> {
        return as(
            Expression.Call.of(
                FunctionId.TRUNC, type, new Expression.Call(FunctionId.DIVIDE, operands, type)),
            type);
      }
      case "STRPOS" -> {
        return Expression.Call.of(FunctionId.POSITION, type, operands.get(1), operands.get(0));
      }
      case "TIMEZONE" -> {
        return Expression.Call.of(FunctionId.AT_TIME_ZONE, type, operands.get(1), operands.get(0));
      }
      case "POSIX REGEX CASE SENSITIVE", "RLIKE", "REGEXP_LIKE" -> {
        return new Expression.Call(FunctionId.REGEX_MATCH, operands, type);
      }
      case "POSIX REGEX CASE INSENSITIVE" -> {
        return new Expression.Call(FunctionId.REGEX_MATCH_IGNORE_CASE, operands, type);
      }
      case "NEGATED POSIX REGEX CASE SENSITIVE" -> {
        return Expression.Call.of(
            FunctionId.NOT, type, new Expression.Call(FunctionId.REGEX_MATCH, operands, type));
      }
      case "NEGATED POSIX REGEX CASE INSENSITIVE" -> {
        return Expression.Call.of(
            FunctionId.NOT,
            type,
            new Expression.Call(FunctionId.REGEX_MATCH_IGNORE_CASE, operands, type));
      }
      case "CURRENT_TIMESTAMP",
          "LOCALTIMESTAMP",
          "NOW",
          "CURRENT_DATE",
          "CURRENT_TIME",
          "LOCALTIME" -> {
        return new Expression.Call(FunctionId.NOW, List.of(), type);
      }
      default -> {
        FunctionId function = FunctionNames.find(name);
        if (function == null) {
          throw unsupported(name.toLowerCase(Locale.ROOT));
        }
        return new Expression.Call(function, operands, type);
      }
    }
  }

  private static ThermoclineException unsupported(String what) {
    return new ThermoclineException(
        ErrorCode.UNSUPPORTED,
        what + " is not supported in an expression; write the statement without it");
  }
}
