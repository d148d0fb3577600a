package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thermocline.adapter.clickhouse.ClickHouseConfig;
import io.thermocline.adapter.clickhouse.ClickHouseSource;
import io.thermocline.adapter.embedded.EmbeddedTiers;
import io.thermocline.adapter.parquet.ParquetConfig;
import io.thermocline.adapter.parquet.ParquetSource;
import io.thermocline.adapter.postgres.PostgresConfig;
import io.thermocline.adapter.postgres.PostgresSource;
import io.thermocline.server.Gateway;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.Secret;
import io.thermocline.server.demo.ShopCatalog;
import io.thermocline.server.demo.ShopLoader;
import io.thermocline.server.demo.ShopScale;
import io.thermocline.server.demo.ShopSpec;
import io.thermocline.server.query.CatalogService;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is really full: what writes fails and says so, what reads goes on, and everything
/// works again when there is room.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DiskFullTest {
  private static final Schema COLUMNS =
      Schema.of(Field.required("id", ScalarType.INT64), Field.required("noise", ScalarType.TEXT));
  private static final RelationName EVENTS = new RelationName("web", "events");
  private static final int BATCHES = 100;
  private static final int BATCH_ROWS = 4000;

  @TempDir private Path folder = Path.of("");

  /// Rows that do not compress well, about 200 kB.
  private static Batch batch(Random random) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < BATCH_ROWS; i++) {
      rows.add(List.of(random.nextLong(), Long.toString(random.nextLong(), 36).repeat(3)));
    }
    return BatchReaders.batch(COLUMNS, rows);
  }

  private static long write(WritableSource source, int batches) {
    Random random = new Random(5);
    try (Sink sink = source.write(EVENTS, WriteOptions.DEFAULT)) {
      for (int i = 0; i < batches; i++) {
        sink.write(batch(random));
      }
      return sink.commit();
    }
  }

  private static void assertDiskFull(ThermoclineException e) {
    assertThat((Throwable) e).isNotNull();
    assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(e.getMessage()).contains("full").containsAnyOf("free", "room");
  }

  @Test
  void aParquetFileThatDoesNotFitLeavesNothing() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 12);
        ParquetSource source = new ParquetSource(new ParquetConfig("cold", folder))) {
      source.create(Relation.of(EVENTS, COLUMNS), WriteOptions.DEFAULT);
      write(source, 2);
      Path filler = disk.fill(1 << 20);
      assertDiskFull(
          catchThrowableOfType(ThermoclineException.class, () -> write(source, BATCHES)));
      try (Stream<Path> files = Files.list(folder.resolve("web/events"))) {
        assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
      }
      assertThat(source.statistics(EVENTS).rowCount()).isEqualTo(2.0 * BATCH_ROWS);
      Files.delete(filler);
      assertThat(write(source, 4)).isEqualTo(4L * BATCH_ROWS);
    }
  }

  @Test
  void storesThatCannotBeMadeSayThatTheDiskIsFull() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 12)) {
      disk.fill(6 << 20);
      ThermoclineException e =
          catchThrowableOfType(
              ThermoclineException.class,
              () ->
                  EmbeddedTiers.start(
                          new EmbeddedTiers.Settings(
                              folder.resolve("data"), EmbeddedTiers.standardCacheFolder()),
                          (name, phase, fraction) -> {})
                      .close());
      assertDiskFull(e);
    }
  }

  @Test
  void aLoadThatDoesNotFitLeavesTheGatewayAnswering() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 700);
        EmbeddedTiers tiers =
            EmbeddedTiers.start(
                new EmbeddedTiers.Settings(folder, EmbeddedTiers.standardCacheFolder()),
                (name, phase, fraction) -> {});
        PostgresSource hot =
            new PostgresSource(
                new PostgresConfig(
                    "hot",
                    tiers.postgres().jdbcUrl(),
                    tiers.postgres().user(),
                    tiers.postgres()::password));
        ClickHouseSource warm =
            new ClickHouseSource(
                new ClickHouseConfig(
                    "warm",
                    tiers.clickHouse().jdbcUrl(),
                    tiers.clickHouse().user(),
                    tiers.clickHouse()::password,
                    List.of(),
                    4,
                    Duration.ofSeconds(5)));
        ParquetSource cold =
            new ParquetSource(
                new ParquetConfig("cold", Files.createDirectory(folder.resolve("parquet"))))) {
      ShopSpec spec = new ShopSpec(7, LocalDate.of(2026, 6, 15), ShopScale.SMALL);
      ShopLoader loader = new ShopLoader(spec, rows -> {}, 2);
      loader.load(hot, warm, cold);
      try (Gateway gateway =
              Gateway.start(
                  GatewayConfig.defaults(folder)
                      .withListen(new GatewayConfig.Listen("127.0.0.1", 0))
                      .withUsers(
                          List.of(
                              GatewayConfig.User.withPassword("ana", new Secret.Literal("horse")))),
                  List.of(hot, warm, cold),
                  CatalogService.Assembly.fixed(
                      new ShopCatalog(spec, "hot", "warm", "cold").catalog().tables()),
                  Map.of());
          Connection connection =
              DriverManager.getConnection(gateway.jdbcUrl("shop"), "ana", "horse")) {
        long orders = count(connection);
        Path filler = disk.fill(2 << 20);
        // Postgres comes last, since its log takes the last byte, and then ClickHouse can no longer
        // say what is wrong.
        for (WritableSource source : List.of(warm, cold, hot)) {
          ThermoclineException e =
              catchThrowableOfType(ThermoclineException.class, () -> fill(source));
          assertThat((Throwable) e).as(source.name()).isNotNull();
          if (source == hot && e.code() == ErrorCode.CONNECTION_LOST) {
            // Without room for its log Postgres stops and is started again.
            continue;
          }
          assertDiskFull(e);
        }
        assertThat(count(connection)).isEqualTo(orders);

        Files.delete(filler);
        tiers.postgres().ensureRunning();
        new ShopLoader(spec, rows -> {}, 2).load(hot, warm, cold);
        assertThat(count(connection)).isEqualTo(orders);
      }
    }
  }

  private static void fill(WritableSource source) {
    source.create(Relation.of(EVENTS, COLUMNS), WriteOptions.DEFAULT);
    write(source, BATCHES);
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from orders")) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }
}
