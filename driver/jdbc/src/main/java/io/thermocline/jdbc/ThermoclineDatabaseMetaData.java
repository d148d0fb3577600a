package io.thermocline.jdbc;

import io.thermocline.jdbc.internal.meta.EmptyResults;
import io.thermocline.jdbc.internal.meta.KeyQueries;
import io.thermocline.jdbc.internal.meta.Pattern;
import io.thermocline.jdbc.internal.meta.SystemTables;
import io.thermocline.jdbc.internal.meta.TableQueries;
import io.thermocline.jdbc.internal.meta.TypeInfo;
import io.thermocline.jdbc.internal.net.BatchSource;
import io.thermocline.jdbc.internal.value.RowsBuilder;
import io.thermocline.protocol.ProtocolLimits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway offers. There are schemas and no catalogs. Tables, columns and keys come from
 * the schema {@code system}; what Thermocline does not have (procedures, privileges, user types) is
 * empty with the columns that JDBC prescribes.
 */
final class ThermoclineDatabaseMetaData extends MetadataFacts {
  private final ThermoclineConnection connection;
  private final SystemTables tables;

  ThermoclineDatabaseMetaData(ThermoclineConnection connection) {
    this.connection = connection;
    this.tables = this::query;
  }

  private List<List<@Nullable String>> query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int count = rows.getMetaData().getColumnCount();
      List<List<@Nullable String>> all = new ArrayList<>();
      while (rows.next()) {
        List<@Nullable String> row = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
          row.add(rows.getString(i));
        }
        all.add(row);
      }
      return all;
    }
  }

  private ResultSet result(RowsBuilder rows) {
    return new ThermoclineResultSet(
        BatchSource.of(rows.build(ProtocolLimits.MAX_FRAME_ROWS)),
        rows.columnInfos(),
        connection.session().settings().timeZone(),
        null,
        List.of());
  }

  /**
   * Whether a catalog argument leaves anything: there are no catalogs, so a name matches nothing.
   */
  private static boolean anyCatalog(@Nullable String catalog) {
    return catalog == null || catalog.isEmpty();
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return getSchemas(null, null);
  }

  @Override
  public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern)
      throws SQLException {
    return result(TableQueries.schemas(tables, anyCatalog(catalog), Pattern.of(schemaPattern)));
  }

  @Override
  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      String @Nullable [] types)
      throws SQLException {
    return result(
        TableQueries.tables(
            tables,
            anyCatalog(catalog),
            Pattern.of(schemaPattern),
            Pattern.of(tablePattern),
            types));
  }

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return result(
        TableQueries.columns(
            tables,
            anyCatalog(catalog),
            Pattern.of(schemaPattern),
            Pattern.of(tablePattern),
            Pattern.of(columnPattern)));
  }

  @Override
  public ResultSet getPrimaryKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return result(
        KeyQueries.primaryKeys(
            tables, anyCatalog(catalog), Pattern.exactly(schema), Pattern.exactly(table)));
  }

  @Override
  public ResultSet getImportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return result(
        KeyQueries.foreignKeys(
            tables,
            anyCatalog(catalog),
            KeyQueries.Side.ANY,
            KeyQueries.Side.of(schema, table),
            false));
  }

  @Override
  public ResultSet getExportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return result(
        KeyQueries.foreignKeys(
            tables,
            anyCatalog(catalog),
            KeyQueries.Side.of(schema, table),
            KeyQueries.Side.ANY,
            true));
  }

  @Override
  public ResultSet getCrossReference(
      @Nullable String parentCatalog,
      @Nullable String parentSchema,
      @Nullable String parentTable,
      @Nullable String foreignCatalog,
      @Nullable String foreignSchema,
      @Nullable String foreignTable)
      throws SQLException {
    return result(
        KeyQueries.foreignKeys(
            tables,
            anyCatalog(parentCatalog) && anyCatalog(foreignCatalog),
            KeyQueries.Side.of(parentSchema, parentTable),
            KeyQueries.Side.of(foreignSchema, foreignTable),
            true));
  }

  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      boolean unique,
      boolean approximate)
      throws SQLException {
    return result(
        KeyQueries.indexes(
            tables, anyCatalog(catalog), Pattern.exactly(schema), Pattern.exactly(table)));
  }

  @Override
  public ResultSet getBestRowIdentifier(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      int scope,
      boolean nullable)
      throws SQLException {
    return result(
        KeyQueries.rowIdentifier(
            tables, anyCatalog(catalog), Pattern.exactly(schema), Pattern.exactly(table)));
  }

  @Override
  public ResultSet getTypeInfo() {
    return result(TypeInfo.rows());
  }

  @Override
  public ResultSet getTableTypes() {
    return result(TableQueries.tableTypes());
  }

  @Override
  public ResultSet getCatalogs() {
    return result(EmptyResults.catalogs());
  }

  @Override
  public ResultSet getProcedures(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern) {
    return result(EmptyResults.procedures());
  }

  @Override
  public ResultSet getProcedureColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern) {
    return result(EmptyResults.procedureColumns());
  }

  @Override
  public ResultSet getFunctions(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern) {
    return result(EmptyResults.functions());
  }

  @Override
  public ResultSet getFunctionColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern) {
    return result(EmptyResults.functionColumns());
  }

  @Override
  public ResultSet getColumnPrivileges(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      @Nullable String columnPattern) {
    return result(EmptyResults.columnPrivileges());
  }

  @Override
  public ResultSet getTablePrivileges(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern) {
    return result(EmptyResults.tablePrivileges());
  }

  @Override
  public ResultSet getVersionColumns(
      @Nullable String catalog, @Nullable String schema, @Nullable String table) {
    return result(EmptyResults.versionColumns());
  }

  @Override
  public ResultSet getUDTs(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      int @Nullable [] types) {
    return result(EmptyResults.userTypes());
  }

  @Override
  public ResultSet getSuperTypes(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern) {
    return result(EmptyResults.superTypes());
  }

  @Override
  public ResultSet getSuperTables(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern) {
    return result(EmptyResults.superTables());
  }

  @Override
  public ResultSet getAttributes(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String attributePattern) {
    return result(EmptyResults.attributes());
  }

  @Override
  public ResultSet getPseudoColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern) {
    return result(EmptyResults.pseudoColumns());
  }

  @Override
  public ResultSet getClientInfoProperties() {
    return result(EmptyResults.clientInfoProperties());
  }

  @Override
  public RowIdLifetime getRowIdLifetime() {
    return RowIdLifetime.ROWID_UNSUPPORTED;
  }

  @Override
  public String getURL() {
    return connection.session().settings().url();
  }

  @Override
  public String getUserName() {
    return connection.session().settings().user();
  }

  @Override
  public String getDatabaseProductName() {
    return "Thermocline";
  }

  @Override
  public String getDatabaseProductVersion() {
    String name = connection.session().serverName();
    int space = name.indexOf(' ');
    return space < 0 ? getDriverVersion() : name.substring(space + 1);
  }

  @Override
  public int getDatabaseMajorVersion() {
    return ThermoclineDriver.MAJOR_VERSION;
  }

  @Override
  public int getDatabaseMinorVersion() {
    return ThermoclineDriver.MINOR_VERSION;
  }

  @Override
  public String getDriverName() {
    return "Thermocline JDBC driver";
  }

  @Override
  public String getDriverVersion() {
    return ThermoclineDriver.MAJOR_VERSION + "." + ThermoclineDriver.MINOR_VERSION;
  }

  @Override
  public int getDriverMajorVersion() {
    return ThermoclineDriver.MAJOR_VERSION;
  }

  @Override
  public int getDriverMinorVersion() {
    return ThermoclineDriver.MINOR_VERSION;
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrappers.unwrap(type, this);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
