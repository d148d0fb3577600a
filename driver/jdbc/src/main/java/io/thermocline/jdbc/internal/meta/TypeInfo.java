package io.thermocline.jdbc.internal.meta;

import io.thermocline.jdbc.internal.value.JdbcTypes;
import io.thermocline.jdbc.internal.value.RowsBuilder;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireType;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of {@code getTypeInfo}. */
public final class TypeInfo {
  private TypeInfo() {}

  /** One row a data type, ordered by its number in {@link java.sql.Types}. */
  public static RowsBuilder rows() {
    RowsBuilder rows =
        new RowsBuilder()
            .text("TYPE_NAME")
            .integer("DATA_TYPE", "PRECISION")
            .text("LITERAL_PREFIX", "LITERAL_SUFFIX", "CREATE_PARAMS")
            .small("NULLABLE")
            .bool("CASE_SENSITIVE")
            .small("SEARCHABLE")
            .bool("UNSIGNED_ATTRIBUTE", "FIXED_PREC_SCALE", "AUTO_INCREMENT")
            .text("LOCAL_TYPE_NAME")
            .small("MINIMUM_SCALE", "MAXIMUM_SCALE")
            .integer("SQL_DATA_TYPE", "SQL_DATETIME_SUB", "NUM_PREC_RADIX");
    for (WireType type : types()) {
      rows.row(row(type));
    }
    return rows;
  }

  private static List<WireType> types() {
    List<WireType> types = new ArrayList<>();
    for (TypeCode code : TypeCode.values()) {
      if (code == TypeCode.DECIMAL) {
        types.add(WireType.decimal(WireType.MAX_PRECISION, WireType.MAX_PRECISION));
      } else if (code != TypeCode.ARRAY) {
        types.add(WireType.of(code));
      }
    }
    types.sort(Comparator.comparingInt(JdbcTypes::sqlType));
    return types;
  }

  private static @Nullable Object[] row(WireType type) {
    boolean decimal = type.code() == TypeCode.DECIMAL;
    boolean quoted =
        switch (type.code()) {
          case BOOLEAN, INT16, INT32, INT64, FLOAT32, FLOAT64, DECIMAL -> false;
          case TEXT, BYTES, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, UUID, JSON, ARRAY ->
              true;
        };
    return new @Nullable Object[] {
      JdbcTypes.typeName(type),
      JdbcTypes.sqlType(type),
      JdbcTypes.precision(type),
      quoted ? "'" : null,
      quoted ? "'" : null,
      decimal ? "precision,scale" : null,
      DatabaseMetaData.typeNullable,
      JdbcTypes.isCaseSensitive(type),
      DatabaseMetaData.typeSearchable,
      !JdbcTypes.isSigned(type),
      false,
      false,
      null,
      0,
      decimal ? WireType.MAX_PRECISION : JdbcTypes.scale(type),
      null,
      null,
      10
    };
  }
}
