package io.thermocline.jdbc.internal.meta;

import io.thermocline.jdbc.internal.value.JdbcTypes;
import io.thermocline.jdbc.internal.value.RowsBuilder;
import io.thermocline.protocol.WireType;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Primary and foreign keys. A primary key also counts as a unique index and as the best row
 * identifier.
 */
public final class KeyQueries {
  /** One side of a foreign key. */
  public record Side(Pattern schema, Pattern table) {
    /** Every table. */
    public static final Side ANY = new Side(Pattern.ANY, Pattern.ANY);

    /** The table of these names; null matches every name. */
    public static Side of(@Nullable String schema, @Nullable String table) {
      return new Side(Pattern.exactly(schema), Pattern.exactly(table));
    }
  }

  private KeyQueries() {}

  private static List<List<@Nullable String>> keys(
      SystemTables system, Pattern schema, Pattern table) throws SQLException {
    return system.query(
        "SELECT \"schema_name\", \"table_name\", \"column_name\", \"key_sequence\" FROM \"system\".\"primary_keys\" WHERE 1 = 1"
            + schema.condition("schema_name")
            + table.condition("table_name")
            + " ORDER BY \"schema_name\", \"table_name\", \"key_sequence\"");
  }

  private static String name(List<@Nullable String> key) {
    return TableQueries.text(key, 1) + "_pkey";
  }

  private static int sequence(List<@Nullable String> row, int index) {
    return Integer.parseInt(TableQueries.text(row, index));
  }

  /** The rows of {@code getPrimaryKeys}. */
  public static RowsBuilder primaryKeys(
      SystemTables system, boolean any, Pattern schema, Pattern table) throws SQLException {
    RowsBuilder rows =
        new RowsBuilder()
            .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME")
            .small("KEY_SEQ")
            .text("PK_NAME");
    if (any) {
      for (List<@Nullable String> key : keys(system, schema, table)) {
        rows.row(null, key.get(0), key.get(1), key.get(2), sequence(key, 3), name(key));
      }
      rows.rows().sort(TableQueries.order(3));
    }
    return rows;
  }

  /** The rows of {@code getIndexInfo}. */
  public static RowsBuilder indexes(SystemTables system, boolean any, Pattern schema, Pattern table)
      throws SQLException {
    RowsBuilder rows =
        new RowsBuilder()
            .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME")
            .bool("NON_UNIQUE")
            .text("INDEX_QUALIFIER", "INDEX_NAME")
            .small("TYPE", "ORDINAL_POSITION")
            .text("COLUMN_NAME", "ASC_OR_DESC")
            .big("CARDINALITY", "PAGES")
            .text("FILTER_CONDITION");
    if (any) {
      for (List<@Nullable String> key : keys(system, schema, table)) {
        rows.row(
            null,
            key.get(0),
            key.get(1),
            false,
            null,
            name(key),
            DatabaseMetaData.tableIndexOther,
            sequence(key, 3),
            key.get(2),
            "A",
            null,
            null,
            null);
      }
    }
    return rows;
  }

  /** The rows of {@code getBestRowIdentifier}. */
  public static RowsBuilder rowIdentifier(
      SystemTables system, boolean any, Pattern schema, Pattern table) throws SQLException {
    RowsBuilder rows =
        new RowsBuilder()
            .small("SCOPE")
            .text("COLUMN_NAME")
            .integer("DATA_TYPE")
            .text("TYPE_NAME")
            .integer("COLUMN_SIZE", "BUFFER_LENGTH")
            .small("DECIMAL_DIGITS", "PSEUDO_COLUMN");
    List<List<@Nullable String>> keys = any ? keys(system, schema, table) : List.of();
    if (keys.isEmpty()) {
      return rows;
    }
    Map<String, String> types = new HashMap<>();
    for (List<@Nullable String> column :
        system.query(
            "SELECT \"column_name\", \"data_type\" FROM \"system\".\"columns\" WHERE 1 = 1"
                + schema.condition("schema_name")
                + table.condition("table_name"))) {
      types.put(TableQueries.text(column, 0), TableQueries.text(column, 1));
    }
    for (List<@Nullable String> key : keys) {
      String typeName = types.getOrDefault(TableQueries.text(key, 2), "");
      @Nullable WireType type = JdbcTypes.parse(typeName).orElse(null);
      rows.row(
          DatabaseMetaData.bestRowSession,
          key.get(2),
          type == null ? Types.OTHER : JdbcTypes.sqlType(type),
          typeName,
          type == null ? null : JdbcTypes.precision(type),
          null,
          type == null ? null : JdbcTypes.scale(type),
          DatabaseMetaData.bestRowNotPseudo);
    }
    return rows;
  }

  /**
   * The rows of {@code getImportedKeys}, {@code getExportedKeys} and {@code getCrossReference}.
   *
   * @param byForeign whether the order is that of the foreign side
   */
  public static RowsBuilder foreignKeys(
      SystemTables system, boolean any, Side parent, Side foreign, boolean byForeign)
      throws SQLException {
    RowsBuilder rows =
        new RowsBuilder()
            .text("PKTABLE_CAT", "PKTABLE_SCHEM", "PKTABLE_NAME", "PKCOLUMN_NAME")
            .text("FKTABLE_CAT", "FKTABLE_SCHEM", "FKTABLE_NAME", "FKCOLUMN_NAME")
            .small("KEY_SEQ", "UPDATE_RULE", "DELETE_RULE")
            .text("FK_NAME", "PK_NAME")
            .small("DEFERRABILITY");
    if (!any) {
      return rows;
    }
    String order =
        byForeign ? "\"schema_name\", \"table_name\"" : "\"ref_schema_name\", \"ref_table_name\"";
    String sql =
        "SELECT \"constraint_name\", \"schema_name\", \"table_name\", \"column_name\", \"ref_schema_name\","
            + " \"ref_table_name\", \"ref_column_name\", \"key_sequence\" FROM \"system\".\"foreign_keys\" WHERE 1 = 1"
            + parent.schema().condition("ref_schema_name")
            + parent.table().condition("ref_table_name")
            + foreign.schema().condition("schema_name")
            + foreign.table().condition("table_name")
            + " ORDER BY "
            + order
            + ", \"constraint_name\", \"key_sequence\"";
    for (List<@Nullable String> key : system.query(sql)) {
      rows.row(
          null,
          key.get(4),
          key.get(5),
          key.get(6),
          null,
          key.get(1),
          key.get(2),
          key.get(3),
          sequence(key, 7),
          DatabaseMetaData.importedKeyNoAction,
          DatabaseMetaData.importedKeyNoAction,
          key.get(0),
          TableQueries.text(key, 5) + "_pkey",
          DatabaseMetaData.importedKeyNotDeferrable);
    }
    return rows;
  }
}
