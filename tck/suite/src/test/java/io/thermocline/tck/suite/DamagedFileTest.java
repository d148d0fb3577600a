package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thermocline.adapter.parquet.ParquetConfig;
import io.thermocline.adapter.parquet.ParquetSource;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.server.Gateway;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.Secret;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Parquet files that are damaged, replaced or removed under a running gateway: the statement that
/// reads them fails with a clear error, and another session never notices.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DamagedFileTest {
  private static final RelationName EVENTS = new RelationName("web", "events");
  private static final RelationName CALM = new RelationName("web", "calm");
  private static final int ROWS = 300_000;
  private static final String SUM = "select sum(id), max(note) from events";

  @TempDir private Path folder = Path.of("");
  private ParquetSource source;
  private Gateway gateway;
  private Bystander bystander;

  @BeforeEach
  void start() throws Exception {
    source = new ParquetSource(new ParquetConfig("lake", folder));
    write(EVENTS, ScalarType.INT64, ROWS);
    write(CALM, ScalarType.INT64, 10);
    gateway =
        Gateway.start(
            GatewayConfig.defaults(folder)
                .withListen(new GatewayConfig.Listen("127.0.0.1", 0))
                .withUsers(
                    List.of(GatewayConfig.User.withPassword("ana", new Secret.Literal("horse")))),
            List.of(source),
            DamagedFileTest::tables,
            Map.of());
    bystander = new Bystander(connect(), "select count(*) from calm", 10);
  }

  @AfterEach
  void stop() throws Exception {
    try (ParquetSource files = source;
        Gateway running = gateway;
        Bystander other = bystander) {
      other.awaitAnswers();
      assertThat(running.port()).isPositive();
      assertThat(files.name()).isEqualTo("lake");
    }
  }

  private static List<LogicalTable> tables(Map<String, List<Relation>> relations) {
    return relations.values().stream()
        .flatMap(List::stream)
        .map(relation ->
            new LogicalTable(
                relation.name().schema(),
                relation.name().name(),
                relation.columns(),
                null,
                relation.columnComments(),
                List.of(),
                List.of(),
                null,
                List.of(new Segment("lake", relation.name(), Tier.COLD, SegmentRange.ALL, true)),
                TableSemantics.NONE))
        .toList();
  }

  private void write(RelationName name, DataType idType, int rows) {
    Schema columns =
        Schema.of(Field.required("id", idType), Field.required("note", ScalarType.TEXT));
    Random random = new Random(3);
    source.create(Relation.of(name, columns), WriteOptions.DEFAULT);
    try (Sink sink = source.write(name, WriteOptions.DEFAULT)) {
      for (int from = 0; from < rows; from += 10_000) {
        List<List<Object>> batch = new ArrayList<>();
        for (int i = from; i < Math.min(rows, from + 10_000); i++) {
          Object id = idType == ScalarType.TEXT ? Integer.toString(i) : Long.valueOf(i);
          batch.add(List.of(id, Long.toString(random.nextLong(), 36)));
        }
        sink.write(BatchReaders.batch(columns, batch));
      }
      sink.commit();
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(gateway.jdbcUrl("web"), "ana", "horse");
  }

  /// The file that holds the rows of [#EVENTS].
  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("web/events"))) {
      return files.max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private static void read(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        assertThat(result.getObject(1)).isNotNull();
      }
    }
  }

  private static SQLException failure(Connection connection, String sql) {
    SQLException e = catchThrowableOfType(SQLException.class, () -> read(connection, sql));
    assertThat((Throwable) e).as(sql).isNotNull();
    return e;
  }

  @Test
  void aTruncatedFileIsNamed() throws Exception {
    Path file = file();
    byte[] whole = Files.readAllBytes(file);
    try (Connection connection = connect()) {
      read(connection, SUM);
      for (long size : new long[] {whole.length - 1, whole.length / 2, 5, 0}) {
        truncate(file, size);
        SQLException e = failure(connection, SUM);
        assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("XX001");
        assertThat(e.getMessage()).contains(file.getFileName().toString(), "restore it");
      }
      Files.write(file, whole);
      read(connection, SUM);
    }
  }

  @Test
  void aFileTruncatedDuringAResultEndsTheResult() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(100);
      long rows = 0;
      SQLException failure = null;
      try (ResultSet result = statement.executeQuery("select id, note from events")) {
        assertThat(result.next()).isTrue();
        truncate(file(), 100);
        while (result.next()) {
          rows++;
        }
      } catch (SQLException e) {
        failure = e;
      }
      // What was read before is right; a result that ends early is never taken for whole.
      if (failure == null) {
        assertThat(rows).isEqualTo(ROWS - 1);
      } else {
        assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo("XX001");
      }
      assertThat(failure(connection, SUM).getSQLState()).isEqualTo("XX001");
    }
  }

  @Test
  void aFileOfAnotherSchemaIsNotReadAsIfItFitted() throws Exception {
    Path file = file();
    RelationName other = new RelationName("elsewhere", "events");
    write(other, ScalarType.TEXT, 10);
    try (Connection connection = connect();
        Stream<Path> files = Files.list(folder.resolve("elsewhere/events"))) {
      Path changed =
          files.max(Comparator.comparingLong(found -> found.toFile().length())).orElseThrow();
      Files.copy(changed, file, StandardCopyOption.REPLACE_EXISTING);
      SQLException e = failure(connection, SUM);
      assertThat(e.getSQLState()).as(e.getMessage()).isIn("XX001", "42804");
      assertThat(e.getMessage()).contains("id");
    }
  }

  @Test
  void aRemovedFileIsMissed() throws Exception {
    try (Connection connection = connect()) {
      read(connection, SUM);
      try (Stream<Path> files = Files.list(folder.resolve("web/events"))) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      SQLException e = failure(connection, SUM);
      assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42P01");
      assertThat(e.getMessage()).contains("web.events", "no Parquet files");
    }
  }
}
