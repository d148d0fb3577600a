package io.thermocline.adapter.clickhouse;

import io.thermocline.adapter.embedded.EmbeddedClickHouse;
import io.thermocline.adapter.embedded.EmbeddedTiers;
import io.thermocline.adapter.embedded.Progress;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A server for one test class.
final class TestServer {
  private TestServer() {}

  static EmbeddedClickHouse start(Path folder) {
    return start(folder, 0);
  }

  static EmbeddedClickHouse start(Path folder, int httpPort) {
    EmbeddedClickHouse.Settings free =
        new EmbeddedClickHouse.Settings(folder.resolve("ch"), EmbeddedTiers.standardCacheFolder());
    return EmbeddedClickHouse.start(
        new EmbeddedClickHouse.Settings(
            free.folder(),
            free.cacheFolder(),
            httpPort,
            0,
            free.memoryBytes(),
            free.statementMemoryBytes(),
            free.statementLimit(),
            free.maximumStatements()),
        Progress.SILENT);
  }

  static ClickHouseConfig config(EmbeddedClickHouse server) {
    return new ClickHouseConfig(
        "warm",
        server.jdbcUrl(),
        server.user(),
        server::password,
        List.of(),
        8,
        Duration.ofSeconds(20));
  }

  static List<List<Object>> rows(ClickHouseSource source, String sql, ScalarType... types) {
    List<Field> fields =
        java.util.Arrays.stream(types).map(type -> Field.nullable("c", type)).toList();
    return BatchReaders.rows(source.query(sql, new Schema(fields)).open(0, ScanContext.UNBOUNDED));
  }
}
