package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thermocline.adapter.embedded.EmbeddedClickHouse;
import io.thermocline.adapter.embedded.EmbeddedPostgres;
import io.thermocline.adapter.embedded.EmbeddedTiers;
import io.thermocline.adapter.parquet.ParquetConfig;
import io.thermocline.adapter.parquet.ParquetSource;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sources that are down, or refuse the password, when `thermocline serve` starts: it starts, says
/// so, answers over the others, and their tables appear by themselves.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AbsentSourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String USER = "ana";
  private static final String PASSWORD = "correct horse";

  @TempDir private Path folder = Path.of("");
  private int postgresPort;
  private int httpPort;
  private int tcpPort;

  @BeforeEach
  void fillTheStores() throws Exception {
    try (ServerSocket first = socket();
        ServerSocket second = socket();
        ServerSocket third = socket()) {
      postgresPort = first.getLocalPort();
      httpPort = second.getLocalPort();
      tcpPort = third.getLocalPort();
    }
    fillPostgres();
    fillClickHouse();
    fillLake();
  }

  private static ServerSocket socket() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private EmbeddedPostgres startPostgres() {
    return EmbeddedPostgres.start(
        new EmbeddedPostgres.Settings(
            folder.resolve("postgres"), EmbeddedTiers.standardCacheFolder(), postgresPort, 16, 20),
        (name, phase, fraction) -> {});
  }

  private EmbeddedClickHouse startClickHouse() {
    return EmbeddedClickHouse.start(
        new EmbeddedClickHouse.Settings(
            folder.resolve("clickhouse"),
            EmbeddedTiers.standardCacheFolder(),
            httpPort,
            tcpPort,
            1_000_000_000,
            500_000_000,
            Duration.ofMinutes(5),
            20),
        (name, phase, fraction) -> {});
  }

  private void fillPostgres() throws Exception {
    try (EmbeddedPostgres postgres = startPostgres();
        Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create table customers (customer_id bigint primary key, name text)");
      statement.execute("insert into customers values (1, 'Ada'), (2, 'Grace'), (3, 'Edsger')");
      Files.writeString(folder.resolve("postgres-secret"), postgres.password());
    }
  }

  private void fillClickHouse() throws Exception {
    try (EmbeddedClickHouse clickHouse = startClickHouse();
        Connection connection =
            DriverManager.getConnection(
                clickHouse.jdbcUrl(), clickHouse.user(), clickHouse.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create database shop");
      statement.execute(
          "create table shop.orders (order_id Int64) engine = MergeTree order by order_id");
      statement.execute("insert into shop.orders select number from numbers(20)");
      Files.writeString(folder.resolve("clickhouse-secret"), clickHouse.password());
    }
  }

  private void fillLake() {
    Path lake = folder.resolve("lake");
    Schema columns = Schema.of(Field.required("visit_id", ScalarType.INT64));
    RelationName visits = new RelationName("web", "visits");
    try (ParquetSource source = new ParquetSource(new ParquetConfig("lake", lake))) {
      Files.createDirectories(lake);
      source.create(Relation.of(visits, columns), WriteOptions.DEFAULT);
      try (Sink sink = source.write(visits, WriteOptions.DEFAULT)) {
        sink.write(BatchReaders.batch(columns, List.of(List.of(1L), List.of(2L))));
        sink.commit();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private ServerProcess serve(String lake) throws IOException {
    Files.writeString(folder.resolve("user-secret"), PASSWORD);
    Path config =
        Files.writeString(
            folder.resolve("thermocline.yaml"),
            """
            listen: {port: 0}
            data-folder: data
            users: [{name: %s, password: "file:user-secret"}]
            translator: {confidence-threshold: 0}
            sources:
              - name: pg
                kind: postgres
                url: jdbc:postgresql://127.0.0.1:%d/postgres
                user: thermocline
                password: file:postgres-secret
              - name: ch
                kind: clickhouse
                url: http://127.0.0.1:%d/shop
                user: thermocline
                password: file:clickhouse-secret
                schemas: [shop]
              - {name: lake, kind: parquet, folder: %s}
            tables:
              - name: shop.customers
                synonyms: [clients]
                segments: [{source: pg, relation: public.customers}]
            """
                .formatted(USER, postgresPort, httpPort, lake));
    return ServerProcess.start(folder.resolve("data"), "serve", "--config", config.toString());
  }

  private static Connection connect(ServerProcess server) throws SQLException {
    String url = "jdbc:thermocline://127.0.0.1:" + server.awaitPort() + "/shop";
    return DriverManager.getConnection(url, USER, PASSWORD);
  }

  private static long count(Connection connection, String statementText) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(statementText)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }

  private static SQLException failure(Connection connection, String statementText) {
    SQLException e =
        catchThrowableOfType(SQLException.class, () -> count(connection, statementText));
    assertThat((Throwable) e).as(statementText).isNotNull();
    return e;
  }

  private static void awaitCount(Connection connection, String sql, long wanted) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        assertThat(count(connection, sql)).isEqualTo(wanted);
        return;
      } catch (SQLException e) {
        assertThat(e.getSQLState()).as(e.getMessage()).isIn("08001", "28000", "42P01");
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  @Test
  void storesThatAreDownAtTheStartAppearWhenTheyAreUp() throws Exception {
    try (ServerProcess server = serve("lake");
        Connection connection = connect(server)) {
      assertThat(server.errors())
          .contains(
              "event=source_unavailable source=pg code=SOURCE_UNAVAILABLE",
              "event=source_unavailable source=ch code=SOURCE_UNAVAILABLE")
          .doesNotContain("source=lake");

      assertThat(count(connection, "select count(*) from web.visits")).isEqualTo(2);

      SQLException configured = failure(connection, "select count(*) from customers");
      assertThat(configured.getSQLState()).isEqualTo("08001");
      assertThat(configured.getMessage()).contains("customers", "'pg'", "check that it runs");
      SQLException unknown = failure(connection, "select count(*) from orders");
      assertThat(unknown.getSQLState()).isEqualTo("42P01");
      assertThat(unknown.getMessage()).contains("orders", "\"ch\"", "start it");
      SQLException schema = failure(connection, "select count(*) from shop.orders");
      assertThat(schema.getSQLState()).isEqualTo("08001");
      assertThat(schema.getMessage()).contains("schema \"shop\"", "'pg'", "\"ch\"");

      for (String question : List.of("how many customers are there", "list all clients")) {
        SQLException asked = failure(connection, question);
        assertThat(asked.getSQLState()).as(asked.getMessage()).isEqualTo("08001");
        assertThat(asked.getMessage()).contains("shop.customers", "'pg'");
      }
      assertThat(warnings(connection, "how many visits are there"))
          .anyMatch(warning -> warning.contains("not considered") && warning.contains("'pg'"));

      try (EmbeddedPostgres postgres = startPostgres()) {
        assertThat(postgres.port()).isEqualTo(postgresPort);
        awaitCount(connection, "select count(*) from customers", 3);
        assertThat(server.errors()).contains("event=source_available source=pg");
        assertThat(failure(connection, "select count(*) from shop.orders").getMessage())
            .contains("\"ch\"")
            .doesNotContain("'pg'");
        try (EmbeddedClickHouse clickHouse = startClickHouse()) {
          assertThat(clickHouse.httpPort()).isEqualTo(httpPort);
          awaitCount(connection, "select count(*) from shop.orders", 20);
          assertThat(warnings(connection, "how many customers are there"))
              .noneMatch(warning -> warning.contains("not considered"));
        }
      }
    }
  }

  @Test
  void aPasswordThatIsWrongAtTheStartMayBeCorrectedLater() throws Exception {
    String forPostgres = Files.readString(folder.resolve("postgres-secret"));
    String forClickHouse = Files.readString(folder.resolve("clickhouse-secret"));
    Files.writeString(folder.resolve("postgres-secret"), "not-the-secret");
    Files.writeString(folder.resolve("clickhouse-secret"), "not-the-secret");
    try (EmbeddedPostgres postgres = startPostgres();
        EmbeddedClickHouse clickHouse = startClickHouse();
        ServerProcess server = serve("lake");
        Connection connection = connect(server)) {
      assertThat(postgres.isRunning() && clickHouse.isRunning()).isTrue();
      assertThat(server.errors())
          .contains("source=pg code=SOURCE_AUTHENTICATION", "source=ch code=SOURCE_AUTHENTICATION")
          .doesNotContain("not-the-secret");
      SQLException refused = failure(connection, "select count(*) from customers");
      assertThat(refused.getSQLState()).isEqualTo("08001");
      assertThat(refused.getMessage()).contains("rejects", "correct them in the configuration");
      assertThat(count(connection, "select count(*) from web.visits")).isEqualTo(2);

      Files.writeString(folder.resolve("postgres-secret"), forPostgres);
      Files.writeString(folder.resolve("clickhouse-secret"), forClickHouse);
      awaitCount(connection, "select count(*) from customers", 3);
      awaitCount(connection, "select count(*) from shop.orders", 20);
    }
  }

  @Test
  void aGatewayWithoutAnySourceStartsAndSaysSo() throws Exception {
    try (ServerProcess server = serve("not-mounted");
        Connection connection = connect(server)) {
      assertThat(server.errors()).contains("source=lake code=SOURCE_UNAVAILABLE");
      assertThat(count(connection, "select 42")).isEqualTo(42);
      SQLException e = failure(connection, "how many visits are there");
      assertThat(e.getSQLState()).isEqualTo("08001");
      assertThat(e.getMessage()).contains("not-mounted", "mount or create it");
      Files.move(folder.resolve("lake"), folder.resolve("not-mounted"));
      awaitCount(connection, "select count(*) from web.visits", 2);
    }
  }

  private static List<String> warnings(Connection connection, String question) throws SQLException {
    List<String> warnings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(question)) {
      while (result.next()) {
        assertThat(result.getMetaData().getColumnCount()).isPositive();
      }
      for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
        warnings.add(w.getSQLState() + " " + w.getMessage());
      }
    }
    return warnings;
  }
}
