package io.thermocline.optimizer.sql;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/// The result types of arithmetic and aggregates: PostgreSQL's, with decimals of at most 38 digits.
///
/// PostgreSQL's `numeric` chooses the digits after the point value by value; a column here has one
/// scale. Quotients and averages have at least 16 digits after the point, and a product keeps at
/// least 16 of them when there is not room for all.
public final class PostgresTypeSystem extends RelDataTypeSystemImpl {
  /// The only instance.
  public static final PostgresTypeSystem INSTANCE = new PostgresTypeSystem();

  static final int MAX_DIGITS = 38;
  private static final int QUOTIENT_SCALE = 16;
  private static final int MICROSECONDS = 6;
  private static final int MAX_TEXT = Integer.MAX_VALUE - 8;

  private PostgresTypeSystem() {}

  @Override
  public int getMaxPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> MAX_DIGITS;
      case CHAR, VARCHAR, BINARY, VARBINARY -> MAX_TEXT;
      case TIME,
          TIME_TZ,
          TIME_WITH_LOCAL_TIME_ZONE,
          TIMESTAMP,
          TIMESTAMP_TZ,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          MICROSECONDS;
      default -> super.getMaxPrecision(typeName);
    };
  }

  @Override
  public int getMaxScale(SqlTypeName typeName) {
    return typeName == SqlTypeName.DECIMAL ? MAX_DIGITS : super.getMaxScale(typeName);
  }

  @Override
  public int getDefaultPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> MAX_DIGITS;
      case TIME,
          TIME_TZ,
          TIME_WITH_LOCAL_TIME_ZONE,
          TIMESTAMP,
          TIMESTAMP_TZ,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          MICROSECONDS;
      default ->
          SqlTypeName.INTERVAL_TYPES.contains(typeName) ? 9 : super.getDefaultPrecision(typeName);
    };
  }

  @Override
  public RoundingMode roundingMode() {
    return RoundingMode.HALF_UP;
  }

  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }

  @Override
  public RelDataType deriveSumType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
    RelDataType type =
        switch (argumentType.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER -> typeFactory.createSqlType(SqlTypeName.BIGINT);
          case BIGINT -> typeFactory.createSqlType(SqlTypeName.DECIMAL, MAX_DIGITS, 0);
          case DECIMAL ->
              typeFactory.createSqlType(SqlTypeName.DECIMAL, MAX_DIGITS, argumentType.getScale());
          default -> argumentType;
        };
    return typeFactory.createTypeWithNullability(type, argumentType.isNullable());
  }

  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
    RelDataType type =
        switch (argumentType.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER, BIGINT ->
              typeFactory.createSqlType(SqlTypeName.DECIMAL, MAX_DIGITS, QUOTIENT_SCALE);
          case DECIMAL ->
              typeFactory.createSqlType(
                  SqlTypeName.DECIMAL,
                  MAX_DIGITS,
                  Math.max(QUOTIENT_SCALE, argumentType.getScale()));
          case REAL, FLOAT -> typeFactory.createSqlType(SqlTypeName.DOUBLE);
          default -> argumentType;
        };
    return typeFactory.createTypeWithNullability(type, argumentType.isNullable());
  }

  @Override
  public RelDataType deriveCovarType(
      RelDataTypeFactory typeFactory, RelDataType arg0Type, RelDataType arg1Type) {
    return typeFactory.createTypeWithNullability(
        typeFactory.createSqlType(SqlTypeName.DOUBLE),
        arg0Type.isNullable() || arg1Type.isNullable());
  }

  @Override
  public @org.jspecify.annotations.Nullable RelDataType deriveDecimalMultiplyType(
      RelDataTypeFactory typeFactory, RelDataType type1, RelDataType type2) {
    if (!exact(type1, type2)) {
      return null;
    }
    RelDataType left = decimal(typeFactory, type1);
    RelDataType right = decimal(typeFactory, type2);
    int integerDigits =
        left.getPrecision() - left.getScale() + right.getPrecision() - right.getScale();
    int scale = left.getScale() + right.getScale();
    if (integerDigits + scale > MAX_DIGITS) {
      scale = Math.max(MAX_DIGITS - integerDigits, Math.min(scale, QUOTIENT_SCALE));
    }
    return typeFactory.createSqlType(
        SqlTypeName.DECIMAL, Math.max(1, Math.min(MAX_DIGITS, integerDigits + scale)), scale);
  }

  @Override
  public @org.jspecify.annotations.Nullable RelDataType deriveDecimalDivideType(
      RelDataTypeFactory typeFactory, RelDataType type1, RelDataType type2) {
    if (!exact(type1, type2)) {
      return null;
    }
    RelDataType left = decimal(typeFactory, type1);
    RelDataType right = decimal(typeFactory, type2);
    int scale = Math.max(QUOTIENT_SCALE, Math.max(left.getScale(), right.getScale()));
    return typeFactory.createSqlType(
        SqlTypeName.DECIMAL, MAX_DIGITS, Math.min(scale, MAX_DIGITS / 2 + 6));
  }

  private static boolean exact(RelDataType type1, RelDataType type2) {
    return SqlTypeUtil.isExactNumeric(type1)
        && SqlTypeUtil.isExactNumeric(type2)
        && (SqlTypeUtil.isDecimal(type1) || SqlTypeUtil.isDecimal(type2));
  }

  private static RelDataType decimal(RelDataTypeFactory typeFactory, RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TINYINT, SMALLINT -> typeFactory.createSqlType(SqlTypeName.DECIMAL, 5, 0);
      case INTEGER -> typeFactory.createSqlType(SqlTypeName.DECIMAL, 10, 0);
      case BIGINT -> typeFactory.createSqlType(SqlTypeName.DECIMAL, 19, 0);
      default -> type;
    };
  }
}
