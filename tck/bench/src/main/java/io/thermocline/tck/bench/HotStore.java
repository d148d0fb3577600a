package io.thermocline.tck.bench;

import io.thermocline.adapter.embedded.EmbeddedPostgres;
import io.thermocline.adapter.embedded.EmbeddedTiers;
import io.thermocline.adapter.postgres.PostgresConfig;
import io.thermocline.adapter.postgres.PostgresSource;
import io.thermocline.catalog.Catalog;
import io.thermocline.server.Gateway;
import io.thermocline.server.config.CatalogAssembler;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.Secret;
import io.thermocline.server.query.CatalogService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A Postgres of its own with the table `bench.items`, and a gateway over it, both until [#close].
final class HotStore implements AutoCloseable {
  /// The columns of `bench.items`.
  static final List<String> COLUMNS =
      List.of("id", "customer", "amount", "name", "created", "paid");

  /// Schemas with the tables `t1` … `t20`, of which each points to the next, in two sources.
  static final String HOT_CHAIN = "chain_hot";

  static final String OTHER_CHAIN = "chain_other";
  static final int CHAIN_TABLES = 20;

  private static final String USER = "bench";
  private static final String PASSWORD = "bench";
  private static final int MOST_CONNECTIONS = 250;

  /// How long a connection may take on a machine that does other work too.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int SHARED_BUFFERS_MEGABYTES = 256;

  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final List<PostgresSource> sources;
  private final Gateway gateway;

  private HotStore(
      Path folder, EmbeddedPostgres postgres, List<PostgresSource> sources, Gateway gateway) {
    this.folder = folder;
    this.postgres = postgres;
    this.sources = sources;
    this.gateway = gateway;
  }

  /// Starts Postgres, loads so many rows and starts the gateway.
  ///
  /// @param pool the most connections of the gateway to Postgres
  static HotStore start(long rows, int pool) throws SQLException, IOException {
    Path folder = Files.createTempDirectory("thermocline-bench");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            new EmbeddedPostgres.Settings(
                folder.resolve("postgres"),
                EmbeddedTiers.standardCacheFolder(),
                0,
                SHARED_BUFFERS_MEGABYTES,
                MOST_CONNECTIONS),
            (name, phase, fraction) -> {});
    load(postgres, rows);
    List<PostgresSource> sources =
        List.of(
            source(postgres, "hot", pool, List.of("bench", HOT_CHAIN)),
            source(postgres, "other", pool, List.of(OTHER_CHAIN)));
    GatewayConfig config =
        GatewayConfig.defaults(folder)
            .withListen(new GatewayConfig.Listen("127.0.0.1", 0))
            .withUsers(
                List.of(GatewayConfig.User.withPassword(USER, new Secret.Literal(PASSWORD))));
    Catalog catalog =
        CatalogAssembler.assemble(
            1,
            sources.stream()
                .map(source ->
                    new CatalogAssembler.Discovered(source.name(), "postgres", source.discover()))
                .toList(),
            Set.of(),
            List.of());
    Gateway gateway =
        Gateway.start(config, sources, CatalogService.Assembly.fixed(catalog.tables()), Map.of());
    gateway.awaitReady();
    return new HotStore(folder, postgres, sources, gateway);
  }

  private static PostgresSource source(
      EmbeddedPostgres postgres, String name, int pool, List<String> schemas) {
    return new PostgresSource(
        new PostgresConfig(
            name,
            postgres.jdbcUrl(),
            postgres.user(),
            postgres::password,
            schemas,
            pool,
            Duration.ofHours(1),
            PATIENCE));
  }

  private static void load(EmbeddedPostgres postgres, long rows) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create schema bench");
      statement.execute(
          "create table bench.items (id bigint primary key, customer integer not null,"
              + " amount numeric(12,2) not null, name text not null, created timestamp not null,"
              + " paid boolean)");
      statement.execute(
          "insert into bench.items select i, i % 10000, (i % 100000) / 100.0, 'item number ' || i,"
              + " timestamp '2024-01-01' + i * interval '1 second',"
              + " case when i % 7 = 0 then null else i % 2 = 0 end"
              + " from generate_series(1, "
              + rows
              + ") as s(i)");
      statement.execute("create index on bench.items (customer)");
      for (String schema : List.of(HOT_CHAIN, OTHER_CHAIN)) {
        statement.execute("create schema " + schema);
        for (int i = 1; i <= CHAIN_TABLES; i++) {
          statement.execute(
              "create table "
                  + schema
                  + ".t"
                  + i
                  + " as select i as id, i * 7 % 1000 as next, 'name ' || i as name"
                  + " from generate_series(1, 1000) as s(i)");
        }
      }
      statement.execute("vacuum analyze");
    }
  }

  /// The gateway.
  Gateway gateway() {
    return gateway;
  }

  /// Who is measured.
  enum Peer {
    /// Our driver and gateway.
    THERMOCLINE,
    /// pgjdbc, straight to Postgres.
    PGJDBC
  }

  /// How a peer is reached: URL, user, password.
  record Access(String url, String user, String password) {
    Connection connect() throws SQLException {
      return DriverManager.getConnection(url, user, password);
    }
  }

  Access access(Peer peer) {
    return switch (peer) {
      case THERMOCLINE ->
          new Access(
              gateway.jdbcUrl("bench") + "?connectTimeout=" + PATIENCE.toSeconds(), USER, PASSWORD);
      case PGJDBC ->
          new Access(
              postgres.jdbcUrl()
                  + (postgres.jdbcUrl().contains("?") ? "&" : "?")
                  + "currentSchema=bench",
              postgres.user(),
              postgres.password());
    };
  }

  @Override
  public void close() {
    gateway.close();
    sources.forEach(PostgresSource::close);
    postgres.close();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = new ArrayList<>(files.toList());
      Collections.reverse(all);
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
