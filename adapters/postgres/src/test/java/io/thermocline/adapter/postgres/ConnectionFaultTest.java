package io.thermocline.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConnectionFaultTest {
  private static final int ROWS = 20_000;
  private static final int POOL = 2;
  @TempDir Path folder;

  /// Cuts the connection after 0, 1, 2, 4, … bytes until a scan passes: each failure may be
  /// retried, and the source works after it.
  @Test
  @Timeout(120)
  void cutsAtAnyPlaceAreErrorsThatMayBeRetried() throws Exception {
    try (TestPostgres postgres = new TestPostgres(folder);
        CuttingProxy proxy = new CuttingProxy(postgres.server().port())) {
      postgres.execute(
          "CREATE TABLE t AS SELECT i, 'row ' || i AS text FROM generate_series(1, "
              + ROWS
              + ") i");
      PostgresConfig direct = postgres.config("cut");
      try (PostgresSource source =
          new PostgresSource(
              new PostgresConfig(
                  "cut",
                  "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres",
                  direct.user(),
                  direct.password(),
                  List.of(),
                  POOL,
                  Duration.ofMinutes(1),
                  Duration.ofSeconds(3)))) {
        boolean passed = false;
        for (long bytes = 0; !passed; bytes = bytes * 2 + 1) {
          proxy.cutAfter(bytes);
          passed = scan(source) == ROWS;
          proxy.cutAfter(Long.MAX_VALUE);
          assertThat(scan(source)).as("after a cut at %d", bytes).isEqualTo(ROWS);
        }
      }
    }
  }

  /// The rows of the table, or -1 after a failure.
  private static long scan(PostgresSource source) {
    long rows = 0;
    try (BatchReader reader =
        source
            .scan(ScanRequest.of(new RelationName("public", "t"), List.of("i", "text")))
            .open(0, ScanContext.UNBOUNDED)) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        rows += batch.size();
      }
      return rows;
    } catch (ThermoclineException e) {
      assertThat(e.code()).isIn(ErrorCode.SOURCE_UNAVAILABLE, ErrorCode.CONNECTION_LOST);
      assertThat(e.code().retryable()).isTrue();
      return -1;
    }
  }
}
