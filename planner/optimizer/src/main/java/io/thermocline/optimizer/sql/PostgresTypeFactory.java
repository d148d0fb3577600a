package io.thermocline.optimizer.sql;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/// Makes types. Text is always of varying length and UTF-8, so that literals are not padded with
/// blanks; a timestamp with zone is a point in time, shown in the session's zone.
public final class PostgresTypeFactory extends SqlTypeFactoryImpl {
  /// Shared by all statements, so that their types and expressions are interchangeable.
  public static final PostgresTypeFactory INSTANCE = new PostgresTypeFactory();

  private PostgresTypeFactory() {
    super(PostgresTypeSystem.INSTANCE);
  }

  private static SqlTypeName replace(SqlTypeName typeName) {
    return switch (typeName) {
      case CHAR -> SqlTypeName.VARCHAR;
      case BINARY -> SqlTypeName.VARBINARY;
      case TIMESTAMP_TZ -> SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
      case FLOAT -> SqlTypeName.DOUBLE;
      case TINYINT -> SqlTypeName.SMALLINT;
      default -> typeName;
    };
  }

  @Override
  public RelDataType createSqlType(SqlTypeName typeName) {
    return super.createSqlType(replace(typeName));
  }

  @Override
  public RelDataType createSqlType(SqlTypeName typeName, int precision) {
    SqlTypeName replaced = replace(typeName);
    return replaced.allowsPrec()
        ? super.createSqlType(replaced, precision)
        : super.createSqlType(replaced);
  }

  @Override
  public RelDataType createSqlType(SqlTypeName typeName, int precision, int scale) {
    if (typeName == SqlTypeName.DECIMAL && scale > precision && precision >= 0) {
      return super.createSqlType(typeName, Math.min(scale, PostgresTypeSystem.MAX_DIGITS), scale);
    }
    return super.createSqlType(typeName, precision, scale);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }
}
