package io.thermocline.nl.lower;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.tools.RelBuilder;

/// Types of expressions, and conversions between them that a question takes for granted.
final class Typing {
  private static final int LONG_DIGITS = 19;

  private Typing() {}

  static boolean isText(RelDataType type) {
    return SqlTypeName.CHAR_TYPES.contains(type.getSqlTypeName());
  }

  static boolean isNumeric(RelDataType type) {
    return SqlTypeUtil.isNumeric(type);
  }

  static boolean isBoolean(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.BOOLEAN;
  }

  static boolean isDate(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DATE;
  }

  static boolean isTimestamp(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP || isZoned(type);
  }

  static boolean isZoned(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  static boolean isTime(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIME;
  }

  static RexNode asText(RelBuilder builder, RexNode node) {
    return isText(node.getType())
        ? node
        : cast(builder, node, builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR));
  }

  /// A number; null for a text that is not one.
  static RexNode asNumber(RelBuilder builder, RexNode node) {
    if (isNumeric(node.getType())) {
      return node;
    }
    RelDataTypeFactory factory = builder.getTypeFactory();
    RelDataType type =
        factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.DOUBLE), true);
    return builder.getRexBuilder().makeCast(type, node, false, isText(node.getType()));
  }

  /// The dividend so that the division is not one of integers.
  static RexNode asFraction(RelBuilder builder, RexNode node) {
    RexNode number = asNumber(builder, node);
    return SqlTypeUtil.isIntType(number.getType())
        ? cast(
            builder,
            number,
            builder.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, LONG_DIGITS, 0))
        : number;
  }

  /// Two expressions that can be compared: a number beside a text becomes text, a date beside a
  /// timestamp a timestamp.
  static List<RexNode> comparable(RelBuilder builder, RexNode left, RexNode right) {
    RelDataType a = left.getType();
    RelDataType b = right.getType();
    if (isText(a) != isText(b)) {
      return List.of(asText(builder, left), asText(builder, right));
    }
    if (isDate(a) && isTimestamp(b)) {
      return List.of(cast(builder, left, b), right);
    }
    if (isTimestamp(a) && isDate(b)) {
      return List.of(left, cast(builder, right, a));
    }
    if (isBoolean(a) && isNumeric(b)) {
      return List.of(asInteger(builder, left), right);
    }
    if (isNumeric(a) && isBoolean(b)) {
      return List.of(left, asInteger(builder, right));
    }
    return List.of(left, right);
  }

  private static RexNode asInteger(RelBuilder builder, RexNode bool) {
    return builder.call(SqlStdOperatorTable.CASE, bool, builder.literal(1), builder.literal(0));
  }

  /// The expression as another type; null stays null.
  static RexNode cast(RelBuilder builder, RexNode node, RelDataType type) {
    RelDataTypeFactory factory = builder.getTypeFactory();
    RelDataType target = factory.createTypeWithNullability(type, node.getType().isNullable());
    return node.getType().equals(target) ? node : builder.getRexBuilder().makeCast(target, node);
  }
}
