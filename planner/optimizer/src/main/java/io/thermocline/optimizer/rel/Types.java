package io.thermocline.optimizer.rel;

import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/// The correspondence of the gateway's types and Calcite's. JSON is text of a length that nothing
/// else has.
public final class Types {
  private static final int JSON_LENGTH = 1_073_741_824;
  private static final int MICROSECONDS = 6;

  private Types() {}

  /// Calcite's type for a column.
  public static RelDataType toRel(RelDataTypeFactory factory, DataType type, boolean nullable) {
    return factory.createTypeWithNullability(toRel(factory, type), nullable);
  }

  private static RelDataType toRel(RelDataTypeFactory factory, DataType type) {
    return switch (type) {
      case DecimalType d -> factory.createSqlType(SqlTypeName.DECIMAL, d.precision(), d.scale());
      case ArrayType a -> factory.createArrayType(toRel(factory, a.element(), true), -1);
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case INT16 -> factory.createSqlType(SqlTypeName.SMALLINT);
            case INT32 -> factory.createSqlType(SqlTypeName.INTEGER);
            case INT64 -> factory.createSqlType(SqlTypeName.BIGINT);
            case FLOAT32 -> factory.createSqlType(SqlTypeName.REAL);
            case FLOAT64 -> factory.createSqlType(SqlTypeName.DOUBLE);
            case TEXT -> factory.createSqlType(SqlTypeName.VARCHAR);
            case JSON -> factory.createSqlType(SqlTypeName.VARCHAR, JSON_LENGTH);
            case BYTES -> factory.createSqlType(SqlTypeName.VARBINARY);
            case DATE -> factory.createSqlType(SqlTypeName.DATE);
            case TIME -> factory.createSqlType(SqlTypeName.TIME, MICROSECONDS);
            case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, MICROSECONDS);
            case TIMESTAMP_TZ ->
                factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, MICROSECONDS);
            case INTERVAL -> interval(factory);
            case UUID -> factory.createSqlType(SqlTypeName.UUID);
          };
    };
  }

  /// The type that stands for every interval that is computed.
  public static RelDataType interval(RelDataTypeFactory factory) {
    return factory.createSqlIntervalType(
        new SqlIntervalQualifier(
            TimeUnit.DAY, 9, TimeUnit.SECOND, MICROSECONDS, SqlParserPos.ZERO));
  }

  /// The gateway's type for one of Calcite's. A null of no type is text, as PostgreSQL shows it.
  public static DataType toData(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> ScalarType.BOOLEAN;
      case TINYINT, SMALLINT, UTINYINT -> ScalarType.INT16;
      case INTEGER, USMALLINT -> ScalarType.INT32;
      case BIGINT, UINTEGER -> ScalarType.INT64;
      case UBIGINT -> new DecimalType(20, 0);
      case REAL -> ScalarType.FLOAT32;
      case FLOAT, DOUBLE -> ScalarType.FLOAT64;
      case DECIMAL -> decimal(type.getPrecision(), type.getScale());
      case CHAR, VARCHAR -> type.getPrecision() == JSON_LENGTH ? ScalarType.JSON : ScalarType.TEXT;
      case BINARY, VARBINARY -> ScalarType.BYTES;
      case DATE -> ScalarType.DATE;
      case TIME, TIME_TZ, TIME_WITH_LOCAL_TIME_ZONE -> ScalarType.TIME;
      case TIMESTAMP -> ScalarType.TIMESTAMP;
      case TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> ScalarType.TIMESTAMP_TZ;
      case UUID -> ScalarType.UUID;
      case ARRAY, MULTISET -> {
        RelDataType element = type.getComponentType();
        yield new ArrayType(element == null ? ScalarType.TEXT : toData(element));
      }
      default ->
          SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName())
              ? ScalarType.INTERVAL
              : ScalarType.TEXT;
    };
  }

  private static DecimalType decimal(int precision, int scale) {
    int digits =
        precision < 1 ? DecimalType.MAX_PRECISION : Math.min(precision, DecimalType.MAX_PRECISION);
    int fraction = Math.max(0, Math.min(scale, DecimalType.MAX_PRECISION));
    return new DecimalType(Math.max(digits, fraction), fraction);
  }

  /// The length that text is cut to, or -1 when it is not.
  public static int textLimit(RelDataType type) {
    int precision = type.getPrecision();
    return precision == JSON_LENGTH ? -1 : precision;
  }

  /// The columns of a row type.
  public static Schema schema(RelDataType rowType) {
    List<Field> fields = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      fields.add(new Field(field.getName(), toData(field.getType()), field.getType().isNullable()));
    }
    return new Schema(fields);
  }

  /// The columns of a row type under other names.
  public static Schema schema(RelDataType rowType, List<String> names) {
    List<Field> fields = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      fields.add(
          new Field(
              names.get(field.getIndex()), toData(field.getType()), field.getType().isNullable()));
    }
    return new Schema(fields);
  }

  /// The row type of columns.
  public static RelDataType rowType(RelDataTypeFactory factory, Schema schema) {
    RelDataTypeFactory.Builder builder = factory.builder();
    for (Field field : schema.fields()) {
      builder.add(field.name(), toRel(factory, field.type(), field.nullable()));
    }
    return builder.build();
  }
}
