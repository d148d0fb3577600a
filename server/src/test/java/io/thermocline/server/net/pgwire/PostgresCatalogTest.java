package io.thermocline.server.net.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.protocol.auth.ScramVerifier;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.net.UserStore;
import io.thermocline.server.net.WireServer;
import io.thermocline.server.net.WireServerSettings;
import io.thermocline.server.pgcatalog.PgCatalogSource;
import io.thermocline.server.query.CatalogService;
import io.thermocline.server.query.QueryRuntime;
import io.thermocline.server.query.SystemSource;
import io.thermocline.server.semantics.SemanticStore;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The catalogs of PostgreSQL as clients ask for them, planned and run like any other query.
class PostgresCatalogTest {
  private static final Schema CUSTOMERS =
      Schema.of(
          Field.required("id", ScalarType.INT64),
          Field.required("name", ScalarType.TEXT),
          Field.nullable("credit", new DecimalType(12, 2)));
  private static final Schema ORDERS =
      Schema.of(
          Field.required("id", ScalarType.INT64),
          Field.required("customer_id", ScalarType.INT64),
          Field.nullable("ordered_at", ScalarType.TIMESTAMP_TZ));

  @TempDir static Path folder;
  private static CatalogService catalog;
  private static Engine engine;
  private static QueryRuntime runtime;
  private static WireServer server;
  private static Connection connection;

  @BeforeAll
  static void start() throws SQLException {
    List<LogicalTable> tables =
        List.of(
            table("customers", CUSTOMERS, "who buys", List.of()),
            table(
                "orders",
                ORDERS,
                null,
                List.of(
                    new ForeignKey(
                        List.of("customer_id"),
                        new RelationName("shop", "customers"),
                        List.of("id")))));
    GatewayConfig config = GatewayConfig.defaults(folder);
    SemanticStore store = SemanticStore.open(folder.resolve("semantics.json"), List.of());
    catalog =
        new CatalogService(List.of(), CatalogService.Assembly.fixed(tables), Duration.ofHours(1));
    engine = new Engine(EngineConfig.forMachine(2, 256L << 20));
    runtime = QueryRuntime.start(config, List.of(), catalog, store, engine);
    ScramVerifier verifier =
        ScramVerifier.of(
            "secret".toCharArray(), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII), 4096);
    server =
        WireServer.startPostgres(
            WireServerSettings.DEFAULT.withPort(0),
            runtime.queries(),
            UserStore.of(Map.of("ada", verifier)),
            () -> PgCatalogSource.databases(catalog.current()));
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://localhost:" + server.port() + "/shop", "ada", "secret");
  }

  /// A table without rows in the gateway's own source, since only its description is asked for.
  private static LogicalTable table(
      String name, Schema columns, @Nullable String comment, List<ForeignKey> foreignKeys) {
    List<String> comments = new ArrayList<>(Arrays.asList(null, null, "a column"));
    return new LogicalTable(
        "shop",
        name,
        columns,
        comment,
        comments,
        List.of("id"),
        foreignKeys,
        null,
        List.of(
            new Segment(
                SystemSource.NAME, new RelationName("", name), Tier.HOT, SegmentRange.ALL, true)),
        TableSemantics.NONE);
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    server.close();
    runtime.close();
    engine.close();
    catalog.close();
  }

  private static List<String> rows(ResultSet rows, String... columns) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (String column : columns) {
          row.add(rows.getString(column));
        }
        texts.add(String.join(" ", row));
      }
    }
    return texts;
  }

  private static List<String> query(String sql, String... columns) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return rows(statement.executeQuery(sql), columns);
    }
  }

  @Test
  void pgjdbcFindsTablesAndColumns() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(
            rows(
                metadata.getTables(null, "shop", "%", new String[] {"TABLE"}),
                "TABLE_NAME",
                "REMARKS"))
        .containsExactly("customers who buys", "orders null");
    assertThat(
            rows(
                metadata.getColumns(null, "shop", "customers", "%"),
                "COLUMN_NAME",
                "TYPE_NAME",
                "COLUMN_SIZE",
                "DECIMAL_DIGITS",
                "IS_NULLABLE"))
        .containsExactly("id int8 19 0 NO", "name text 2147483647 0 NO", "credit numeric 12 2 YES");
  }

  @Test
  void psqlListsTables() throws SQLException {
    assertThat(
            query(
                """
                SELECT n.nspname as "Schema", c.relname as "Name",
                  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' END as "Type",
                  pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
                FROM pg_catalog.pg_class c
                     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
                WHERE c.relkind IN ('r','p','')
                      AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast'
                      AND n.nspname <> 'information_schema'
                  AND pg_catalog.pg_table_is_visible(c.oid)
                ORDER BY 1,2\
                """,
                "Schema",
                "Name",
                "Type",
                "Owner"))
        .containsExactly("shop customers table thermocline", "shop orders table thermocline");
  }

  @Test
  void namesBecomeIdentifiersAndTypesAreFormatted() throws SQLException {
    assertThat(
            query(
                "select attname, pg_catalog.format_type(atttypid, atttypmod) as type from pg_attribute"
                    + " where attrelid = 'shop.orders'::regclass order by attnum",
                "attname",
                "type"))
        .containsExactly("id bigint", "customer_id bigint", "ordered_at timestamp with time zone");
    assertThat(
            query(
                "select c.oid::regclass::text as name from pg_class c where c.relname"
                    + " OPERATOR(pg_catalog.~) '^(orders)$' COLLATE pg_catalog.default",
                "name"))
        .containsExactly("orders");
  }

  @Test
  void keysAreDescribedAsSql() throws SQLException {
    assertThat(
            query(
                "select conname, pg_catalog.pg_get_constraintdef(oid, true) as definition"
                    + " from pg_catalog.pg_constraint where conrelid = 'shop.orders'::regclass order by 1",
                "conname",
                "definition"))
        .containsExactly(
            "orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES shop.customers(id)",
            "orders_pkey PRIMARY KEY (id)");
  }

  @Test
  void theStandardsCatalogsListColumns() throws SQLException {
    assertThat(
            query(
                "select column_name, data_type, is_nullable from information_schema.columns"
                    + " where table_schema = 'shop' and table_name = 'customers' order by ordinal_position",
                "column_name",
                "data_type",
                "is_nullable"))
        .containsExactly("id bigint NO", "name text NO", "credit numeric YES");
  }

  @Test
  void whatReadsCatalogsWithoutRowsNeedNotBeSupported() throws SQLException {
    assertThat(
            query(
                "SELECT pol.polname, CASE WHEN pol.polroles = '{0}' THEN NULL ELSE pg_catalog.array_to_string("
                    + "array(select rolname from pg_catalog.pg_roles where oid = any (pol.polroles) order by 1),',') END"
                    + " FROM pg_catalog.pg_policy pol WHERE pol.polrelid = '16384' ORDER BY 1",
                "polname"))
        .isEmpty();
  }

  @Test
  void theSessionKnowsWhereItIs() throws SQLException {
    assertThat(query("select current_database() as d, current_schema() as s", "d", "s"))
        .containsExactly("shop shop");
  }

  @Test
  void theGatewaysOwnTablesLeaveTheCatalogsOut() throws SQLException {
    assertThat(query("select schema_name from system.schemas", "schema_name"))
        .containsExactly("shop", "system");
  }
}
