package io.thermocline.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WriteOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prints how fast rows are read and written; the asserted bounds are far below.
@Tag("slow")
class PostgresSpeedTest {
  private static final int ROWS = 2_000_000;
  @TempDir Path folder;

  @Test
  void rowsPerSecond() throws Exception {
    try (TestPostgres postgres = new TestPostgres(folder);
        PostgresSource source = new PostgresSource(postgres.config("speed"))) {
      postgres.execute(
          "CREATE TABLE t AS SELECT i::int8 AS id, (i % 1000)::int4 AS k, (i * 7 % 100000 / 100.0)::numeric(12,2) AS price,"
              + " 'customer ' || i % 5000 AS name, timestamp '2024-01-01' + i * interval '1 second' AS at, i * 0.5::float8 AS f"
              + " FROM generate_series(1, "
              + ROWS
              + ") i",
          "ALTER TABLE t ADD PRIMARY KEY (id)",
          "CREATE TABLE copied (LIKE t)",
          "VACUUM ANALYZE t");
      RelationName table = new RelationName("public", "t");
      List<List<String>> projections =
          List.of(
              List.of("id"),
              List.of("id", "k", "f"),
              List.of("price"),
              List.of("name"),
              List.of("id", "k", "price", "name", "at", "f"),
              List.of());
      for (List<String> columns : projections) {
        double best = 0;
        for (int run = 0; run < 3; run++) {
          long start = System.nanoTime();
          long rows = 0;
          try (BatchReader reader =
              source.scan(ScanRequest.of(table, columns)).open(0, ScanContext.UNBOUNDED)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
              rows += batch.size();
            }
          }
          assertThat(rows).isEqualTo(ROWS);
          best = Math.max(best, rows * 1e9 / (System.nanoTime() - start));
        }
        System.out.printf("read %s: %.2f M rows/s%n", columns, best / 1e6);
        assertThat(best).isGreaterThan(100_000);
      }
      ScanRequest all = ScanRequest.of(table, List.of("id", "k", "price", "name", "at", "f"));
      long start = System.nanoTime();
      try (BatchReader reader = source.scan(all).open(0, ScanContext.UNBOUNDED);
          Sink sink = source.write(new RelationName("public", "copied"), WriteOptions.DEFAULT)) {
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
          sink.write(batch);
        }
        assertThat(sink.commit()).isEqualTo(ROWS);
      }
      System.out.printf(
          "read and write 6 columns: %.2f M rows/s%n", ROWS * 1e3 / (System.nanoTime() - start));
      for (int run = 0; run < 3; run++) {
        start = System.nanoTime();
        for (long id = 1; id <= 1000; id++) {
          assertThat(
                  BatchReaders.rows(
                      source
                          .scan(
                              all.withFilter(
                                  new Predicate.Compare(
                                      "id", Predicate.Operator.EQ, id * 1999 % ROWS)))
                          .open(0, ScanContext.UNBOUNDED)))
              .hasSize(1);
        }
        System.out.printf("look-up by key: %d us%n", (System.nanoTime() - start) / 1_000_000);
      }
    }
  }
}
