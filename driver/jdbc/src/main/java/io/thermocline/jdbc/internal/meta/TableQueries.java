package io.thermocline.jdbc.internal.meta;

import io.thermocline.jdbc.internal.value.JdbcTypes;
import io.thermocline.jdbc.internal.value.RowsBuilder;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireType;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Schemas, tables and columns. */
public final class TableQueries {
  private static final List<String> TABLE_TYPES = List.of("SYSTEM TABLE", "TABLE", "VIEW");

  private TableQueries() {}

  /** The rows of {@code getSchemas}. */
  public static RowsBuilder schemas(SystemTables system, boolean any, Pattern schema)
      throws SQLException {
    RowsBuilder rows = new RowsBuilder().text("TABLE_SCHEM", "TABLE_CATALOG");
    if (!any) {
      return rows;
    }
    String sql =
        "SELECT \"schema_name\" FROM \"system\".\"schemas\" WHERE 1 = 1"
            + schema.condition("schema_name");
    Set<String> names = new TreeSet<>();
    for (List<@Nullable String> row : system.query(sql)) {
      names.add(text(row, 0));
    }
    names.forEach(name -> rows.row(name, null));
    return rows;
  }

  /** The rows of {@code getTableTypes}. */
  public static RowsBuilder tableTypes() {
    RowsBuilder rows = new RowsBuilder().text("TABLE_TYPE");
    TABLE_TYPES.forEach(rows::row);
    return rows;
  }

  /** The rows of {@code getTables}. */
  public static RowsBuilder tables(
      SystemTables system, boolean any, Pattern schema, Pattern table, String @Nullable [] types)
      throws SQLException {
    RowsBuilder rows =
        new RowsBuilder()
            .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE", "REMARKS")
            .text(
                "TYPE_CAT",
                "TYPE_SCHEM",
                "TYPE_NAME",
                "SELF_REFERENCING_COL_NAME",
                "REF_GENERATION");
    if (!any) {
      return rows;
    }
    String sql =
        "SELECT \"schema_name\", \"table_name\", \"table_type\", \"comment\" FROM \"system\".\"tables\" WHERE 1 = 1"
            + schema.condition("schema_name")
            + table.condition("table_name");
    Set<String> wanted = types == null ? Set.of() : new TreeSet<>(Arrays.asList(types));
    for (List<@Nullable String> row : system.query(sql)) {
      String type = tableType(text(row, 2), text(row, 0));
      if (types == null || wanted.contains(type)) {
        rows.row(null, row.get(0), row.get(1), type, row.get(3), null, null, null, null, null);
      }
    }
    rows.rows().sort(order(3).thenComparing(order(1)).thenComparing(order(2)));
    return rows;
  }

  private static String tableType(String type, String schema) {
    String upper = type.toUpperCase(Locale.ROOT);
    if (upper.equals("BASE TABLE")) {
      return "TABLE";
    }
    return upper.equals("TABLE") && schema.equals("system") ? "SYSTEM TABLE" : upper;
  }

  /** The rows of {@code getColumns}. */
  public static RowsBuilder columns(
      SystemTables system, boolean any, Pattern schema, Pattern table, Pattern column)
      throws SQLException {
    RowsBuilder rows =
        new RowsBuilder()
            .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME")
            .integer("DATA_TYPE")
            .text("TYPE_NAME")
            .integer("COLUMN_SIZE", "BUFFER_LENGTH", "DECIMAL_DIGITS", "NUM_PREC_RADIX", "NULLABLE")
            .text("REMARKS", "COLUMN_DEF")
            .integer("SQL_DATA_TYPE", "SQL_DATETIME_SUB", "CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
            .text("IS_NULLABLE", "SCOPE_CATALOG", "SCOPE_SCHEMA", "SCOPE_TABLE")
            .small("SOURCE_DATA_TYPE")
            .text("IS_AUTOINCREMENT", "IS_GENERATEDCOLUMN");
    if (!any) {
      return rows;
    }
    String sql =
        "SELECT \"schema_name\", \"table_name\", \"column_name\", \"ordinal\", \"data_type\", \"nullable\", \"comment\""
            + " FROM \"system\".\"columns\" WHERE 1 = 1"
            + schema.condition("schema_name")
            + table.condition("table_name")
            + column.condition("column_name");
    for (List<@Nullable String> row : system.query(sql)) {
      rows.row(columnRow(row));
    }
    rows.rows().sort(order(1).thenComparing(order(2)).thenComparing(row -> ordinal(row[16])));
    return rows;
  }

  private static int ordinal(@Nullable Object value) {
    return value instanceof Integer number ? number : 0;
  }

  private static @Nullable Object[] columnRow(List<@Nullable String> row) {
    String typeName = text(row, 4);
    @Nullable WireType type = JdbcTypes.parse(typeName).orElse(null);
    boolean nullable = Boolean.parseBoolean(row.get(5));
    Integer size = type == null ? null : JdbcTypes.precision(type);
    boolean bytes = type != null && type.width() == 0 && type.code() != TypeCode.ARRAY;
    return new @Nullable Object[] {
      null,
      row.get(0),
      row.get(1),
      row.get(2),
      type == null ? Types.OTHER : JdbcTypes.sqlType(type),
      type == null ? typeName : JdbcTypes.typeName(type),
      size,
      null,
      type == null || bytes ? null : JdbcTypes.scale(type),
      10,
      nullable ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
      row.get(6),
      null,
      null,
      null,
      bytes ? size : null,
      Integer.parseInt(text(row, 3)),
      nullable ? "YES" : "NO",
      null,
      null,
      null,
      null,
      "NO",
      "NO"
    };
  }

  /** The text of a column that is never null. */
  static String text(List<@Nullable String> row, int index) {
    String value = row.get(index);
    return value == null ? "" : value;
  }

  /** The order of a text column. */
  static Comparator<@Nullable Object[]> order(int index) {
    return Comparator.comparing(row -> String.valueOf(row[index]));
  }
}
