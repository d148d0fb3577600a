package io.thermocline.server.pgcatalog;

import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A relation of PostgreSQL's catalogs: its columns, and its rows over a view of the gateway's
/// catalog.
///
/// @param mayHaveRows false when it never has any
record PgTable(
    RelationName name,
    Schema columns,
    Function<PgObjects, List<List<@Nullable Object>>> rows,
    boolean mayHaveRows) {

  /// A relation whose columns are written `name:type`, separated by blanks. Types are `o` (an
  /// identifier), `t` (text and names), `b` (boolean), `s`, `i`, `l` (integers of 16, 32 and 64
  /// bits), `f` (float), `z` (timestamp with zone), with `*` behind for arrays. All may be null.
  static PgTable of(
      String schema,
      String name,
      String columns,
      Function<PgObjects, List<List<@Nullable Object>>> rows) {
    List<Field> fields = new ArrayList<>();
    for (String column : columns.strip().split("\\s+")) {
      int colon = column.indexOf(':');
      fields.add(Field.nullable(column.substring(0, colon), type(column.substring(colon + 1))));
    }
    return new PgTable(new RelationName(schema, name), new Schema(fields), rows, true);
  }

  /// A relation that never has rows.
  static PgTable empty(String schema, String name, String columns) {
    PgTable table = of(schema, name, columns, objects -> List.of());
    return new PgTable(table.name(), table.columns(), table.rows(), false);
  }

  private static DataType type(String code) {
    if (code.endsWith("*")) {
      return new ArrayType(type(code.substring(0, code.length() - 1)));
    }
    return switch (code) {
      case "o", "l" -> ScalarType.INT64;
      case "t" -> ScalarType.TEXT;
      case "b" -> ScalarType.BOOLEAN;
      case "s" -> ScalarType.INT16;
      case "i" -> ScalarType.INT32;
      case "f" -> ScalarType.FLOAT32;
      case "z" -> ScalarType.TIMESTAMP_TZ;
      default -> throw new IllegalArgumentException("there is no type " + code);
    };
  }

  /// A row of values, in the order of the columns.
  static List<@Nullable Object> row(@Nullable Object... values) {
    List<@Nullable Object> row = new ArrayList<>(values.length);
    for (Object value : values) {
      row.add(value);
    }
    return row;
  }
}
