package io.thermocline.optimizer.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/// How calls become expressions: Calcite's way, except where [SqlOperators] has its own operator,
/// and averages and deviations, which the engine knows.
final class Convertlets implements SqlRexConvertletTable {
  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    SqlOperator operator = call.getOperator();
    if (operator == SqlOperators.PLUS) {
      return Convertlets::plus;
    }
    if (operator == SqlOperators.MINUS) {
      return Convertlets::minus;
    }
    if (operator == SqlOperators.CONCAT) {
      return Convertlets::concat;
    }
    if (operator == SqlOperators.TO_NUMERIC) {
      return (cx, c) ->
          cx.getRexBuilder()
              .makeAbstractCast(
                  cx.getValidator().getValidatedNodeType(c),
                  cx.convertExpression(c.operand(0)),
                  false);
    }
    return switch (operator.getKind()) {
      case AVG, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> Convertlets::unchanged;
      default -> StandardConvertletTable.INSTANCE.get(call);
    };
  }

  private static List<RexNode> operands(SqlRexContext cx, SqlCall call) {
    List<RexNode> operands = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      operands.add(cx.convertExpression(operand));
    }
    return operands;
  }

  private static RexNode unchanged(SqlRexContext cx, SqlCall call) {
    return cx.getRexBuilder()
        .makeCall(
            cx.getValidator().getValidatedNodeType(call), call.getOperator(), operands(cx, call));
  }

  private static RexNode plus(SqlRexContext cx, SqlCall call) {
    RexBuilder builder = cx.getRexBuilder();
    List<RexNode> operands = operands(cx, call);
    RelDataType left = operands.get(0).getType();
    RelDataType right = operands.get(1).getType();
    if (SqlOperators.isDateAndNumber(left, right)) {
      return builder.makeCall(SqlOperators.DATE_PLUS_DAYS, operands);
    }
    if (SqlOperators.isDateAndNumber(right, left)) {
      return builder.makeCall(SqlOperators.DATE_PLUS_DAYS, operands.get(1), operands.get(0));
    }
    if (SqlTypeUtil.isDatetime(left) || SqlTypeUtil.isDatetime(right)) {
      RexNode point = operands.get(SqlTypeUtil.isDatetime(left) ? 0 : 1);
      RexNode interval = operands.get(SqlTypeUtil.isDatetime(left) ? 1 : 0);
      RelDataType type = cx.getValidator().getValidatedNodeType(call);
      return builder.makeCall(
          type,
          SqlStdOperatorTable.DATETIME_PLUS,
          List.of(point(builder, point, interval, type), interval));
    }
    return builder.makeCall(SqlStdOperatorTable.PLUS, operands);
  }

  private static RexNode minus(SqlRexContext cx, SqlCall call) {
    RexBuilder builder = cx.getRexBuilder();
    List<RexNode> operands = operands(cx, call);
    RelDataType left = operands.get(0).getType();
    RelDataType right = operands.get(1).getType();
    if (SqlOperators.isDateAndNumber(left, right)) {
      return builder.makeCall(SqlOperators.DATE_MINUS_DAYS, operands);
    }
    if (SqlTypeUtil.isDatetime(left)) {
      if (SqlTypeUtil.isDatetime(right)) {
        return builder.makeCall(
            SqlTypeUtil.isDate(left) && SqlTypeUtil.isDate(right)
                ? SqlOperators.DATE_MINUS_DATE
                : SqlOperators.TIMESTAMP_MINUS_TIMESTAMP,
            operands);
      }
      RelDataType type = cx.getValidator().getValidatedNodeType(call);
      RexNode interval = operands.get(1);
      return builder.makeCall(
          type,
          SqlStdOperatorTable.MINUS_DATE,
          List.of(point(builder, operands.get(0), interval, type), interval));
    }
    return builder.makeCall(SqlStdOperatorTable.MINUS, operands);
  }

  /// The point in time that an interval moves: a date becomes a timestamp first.
  private static RexNode point(
      RexBuilder builder, RexNode point, RexNode interval, RelDataType type) {
    return SqlOperators.isDateAndInterval(point.getType(), interval.getType())
        ? builder.makeCast(type, point)
        : point;
  }

  private static RexNode concat(SqlRexContext cx, SqlCall call) {
    RexBuilder builder = cx.getRexBuilder();
    List<RexNode> parts = new ArrayList<>();
    for (RexNode operand : operands(cx, call)) {
      parts.add(
          SqlTypeUtil.isCharacter(operand.getType())
                  || SqlTypeUtil.isBinary(operand.getType())
                  || operand.getType().getSqlTypeName() == SqlTypeName.ARRAY
              ? operand
              : builder.makeAbstractCast(
                  builder
                      .getTypeFactory()
                      .createTypeWithNullability(
                          builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR),
                          operand.getType().isNullable()),
                  operand,
                  false));
    }
    return builder.makeCall(
        cx.getValidator().getValidatedNodeType(call), SqlStdOperatorTable.CONCAT, parts);
  }
}
