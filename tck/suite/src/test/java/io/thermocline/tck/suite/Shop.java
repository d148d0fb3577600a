package io.thermocline.tck.suite;

import io.thermocline.adapter.clickhouse.ClickHouseConfig;
import io.thermocline.adapter.clickhouse.ClickHouseSource;
import io.thermocline.adapter.embedded.EmbeddedTiers;
import io.thermocline.adapter.parquet.ParquetConfig;
import io.thermocline.adapter.parquet.ParquetSource;
import io.thermocline.adapter.postgres.PostgresConfig;
import io.thermocline.adapter.postgres.PostgresSource;
import io.thermocline.catalog.Catalog;
import io.thermocline.server.Gateway;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.Secret;
import io.thermocline.server.demo.ShopCatalog;
import io.thermocline.server.demo.ShopLoader;
import io.thermocline.server.demo.ShopScale;
import io.thermocline.server.demo.ShopSpec;
import io.thermocline.server.query.CatalogService;
import io.thermocline.spi.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A small shop over a real Postgres, a real ClickHouse and Parquet files, with a gateway on a free
/// port, and the same rows once more in the schema `shop_reference` of that Postgres. Time stands
/// still on [#TODAY].
final class Shop implements AutoCloseable {
  static final LocalDate TODAY = LocalDate.of(2026, 6, 15);
  static final String USER = "tester";
  static final String PASSWORD = "correct horse";

  private final Path folder;
  private final EmbeddedTiers tiers;
  private final List<Source> sources;
  private final Catalog catalog;
  private final Gateway gateway;
  private final Deque<AutoCloseable> open;

  private Shop(
      Path folder,
      EmbeddedTiers tiers,
      List<Source> sources,
      Catalog catalog,
      Gateway gateway,
      Deque<AutoCloseable> open) {
    this.folder = folder;
    this.tiers = tiers;
    this.sources = sources;
    this.catalog = catalog;
    this.gateway = gateway;
    this.open = open;
  }

  static Shop start() {
    Path folder = temporaryFolder();
    Deque<AutoCloseable> open = new ArrayDeque<>();
    open.push(() -> delete(folder));
    try {
      return start(folder, open);
    } catch (RuntimeException | Error e) {
      closeAll(open);
      throw e;
    }
  }

  private static <T extends AutoCloseable> T push(Deque<AutoCloseable> open, T part) {
    open.push(part);
    return part;
  }

  private static Shop start(Path folder, Deque<AutoCloseable> open) {
    EmbeddedTiers tiers =
        push(
            open,
            EmbeddedTiers.start(
                new EmbeddedTiers.Settings(folder, EmbeddedTiers.standardCacheFolder()),
                (name, phase, fraction) -> {}));
    PostgresSource hot =
        push(
            open,
            new PostgresSource(
                new PostgresConfig(
                    "hot",
                    tiers.postgres().jdbcUrl(),
                    tiers.postgres().user(),
                    tiers.postgres()::password)));
    ClickHouseSource warm =
        push(
            open,
            new ClickHouseSource(
                new ClickHouseConfig(
                    "warm",
                    tiers.clickHouse().jdbcUrl(),
                    tiers.clickHouse().user(),
                    tiers.clickHouse()::password,
                    List.of(),
                    4,
                    Duration.ofSeconds(5))));
    ParquetSource cold =
        push(
            open,
            new ParquetSource(new ParquetConfig("cold", createFolder(folder.resolve("parquet")))));
    ShopSpec spec = new ShopSpec(7, TODAY, ShopScale.SMALL);
    new ShopLoader(spec, rows -> {}, 2).load(hot, warm, cold);
    new ShopLoader(spec, rows -> {}, 2).loadAllInto(hot, "shop_reference");
    Catalog catalog = new ShopCatalog(spec, "hot", "warm", "cold").catalog();
    GatewayConfig config =
        GatewayConfig.defaults(folder)
            .withListen(new GatewayConfig.Listen("127.0.0.1", 0))
            .withClock(
                new GatewayConfig.ClockConfig(
                    Optional.of(TODAY.atTime(12, 0).toInstant(ZoneOffset.UTC))))
            .withUsers(
                List.of(GatewayConfig.User.withPassword(USER, new Secret.Literal(PASSWORD))));
    Gateway gateway =
        push(
            open,
            Gateway.start(
                config,
                List.of(hot, warm, cold),
                CatalogService.Assembly.fixed(catalog.tables()),
                Map.of()));
    gateway.awaitReady();
    return new Shop(folder, tiers, List.of(hot, warm, cold), catalog, gateway, open);
  }

  private static Path createFolder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("thermocline-suite");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EmbeddedTiers tiers() {
    return tiers;
  }

  /// The stores, hottest first.
  List<Source> sources() {
    return sources;
  }

  /// The tables over the stores.
  Catalog catalog() {
    return catalog;
  }

  Gateway gateway() {
    return gateway;
  }

  Path folder() {
    return folder;
  }

  String url() {
    return gateway.jdbcUrl("shop");
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
  }

  /// The one Postgres that holds everything.
  Connection reference() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            tiers.postgres().jdbcUrl(), tiers.postgres().user(), tiers.postgres().password());
    try (var statement = connection.createStatement()) {
      statement.execute("set search_path to shop_reference");
      statement.execute("set time zone 'UTC'");
    }
    return connection;
  }

  @Override
  public void close() {
    closeAll(open);
  }

  private static void closeAll(Deque<AutoCloseable> open) {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("the fixture cannot be closed", e);
      }
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
