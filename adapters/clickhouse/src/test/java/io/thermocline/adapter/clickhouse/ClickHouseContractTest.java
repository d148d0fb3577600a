package io.thermocline.adapter.clickhouse;

import io.thermocline.adapter.embedded.EmbeddedClickHouse;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import io.thermocline.tck.contract.Outage;
import io.thermocline.tck.contract.SourceContract;
import io.thermocline.tck.contract.Trait;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseContractTest extends SourceContract {
  @TempDir static Path folder;
  private EmbeddedClickHouse server;
  private ClickHouseSource source;

  @Override
  public void startStore() {
    server = TestServer.start(folder);
    source = new ClickHouseSource(TestServer.config(server));
  }

  @Override
  public void stopStore() {
    source.close();
    server.close();
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public Source sourceAway() {
    return new ClickHouseSource(
        new ClickHouseConfig(
            "away",
            "jdbc:clickhouse://127.0.0.1:1/default",
            "nobody",
            () -> "",
            List.of(),
            2,
            Duration.ofSeconds(2)));
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.PROJECTION,
        Capability.FILTER,
        Capability.LIMIT,
        Capability.AGGREGATE,
        Capability.SQL,
        Capability.WRITE);
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(
        Trait.COMMENTS,
        Trait.REQUIRED_COLUMNS,
        Trait.ROW_COUNT,
        Trait.COLUMN_STATISTICS,
        Trait.ATOMIC_WRITES,
        Trait.NULL_ELEMENTS);
  }

  @Override
  public RelationName relation(String name) {
    return new RelationName("contract", name);
  }

  /// ClickHouse has no intervals, and arrays cannot be null.
  @Override
  public boolean stores(DataType type) {
    return type != ScalarType.INTERVAL && !(type instanceof ArrayType);
  }

  @Override
  public boolean stores(DataType type, Object value) {
    LocalDate day =
        switch (value) {
          case LocalDate d -> d;
          case LocalDateTime t -> t.toLocalDate();
          case Instant i -> LocalDate.ofInstant(i, ZoneOffset.UTC);
          default -> LocalDate.EPOCH;
        };
    return stores(type) && day.getYear() >= 1900 && day.getYear() < 2300;
  }

  @Override
  public String sqlName(RelationName name) {
    return "`" + name.schema() + "`.`" + name.name() + "`";
  }

  @Override
  public Optional<Scan> slowScan() {
    return Optional.of(
        source.query(
            "SELECT sleepEachRow(0.1) FROM numbers(600) SETTINGS max_block_size = 1000000, max_threads = 1,"
                + " function_sleep_max_microseconds_per_block = 100000000",
            Schema.of(Field.nullable("s", ScalarType.INT32))));
  }

  /// The server is stopped and started again on the same port, with the same data and password.
  @Override
  public Optional<Outage> outage() {
    return Optional.of(
        new Outage() {
          private int httpPort;

          @Override
          public void begin() {
            httpPort = server.httpPort();
            server.close();
          }

          @Override
          public void end() {
            server = TestServer.start(folder, httpPort);
          }
        });
  }

  @Override
  public OptionalInt runningStatements() {
    List<List<Object>> rows =
        TestServer.rows(
            source,
            "SELECT count() FROM system.processes WHERE user = '"
                + server.user()
                + "' AND query NOT LIKE '%system.processes%'"
                + " AND query NOT LIKE 'KILL%'",
            ScalarType.INT64);
    return OptionalInt.of(((Long) rows.getFirst().getFirst()).intValue());
  }
}
