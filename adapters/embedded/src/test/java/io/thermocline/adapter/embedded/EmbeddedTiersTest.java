package io.thermocline.adapter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedTiersTest {
  @TempDir Path folder;

  @Test
  void bothTiersStartAndStop() {
    EmbeddedTiers.Settings settings =
        new EmbeddedTiers.Settings(folder.resolve("data"), EmbeddedTiers.standardCacheFolder());
    Map<String, Double> progress = new ConcurrentHashMap<>();
    long pid;
    long start = System.nanoTime();
    try (EmbeddedTiers tiers =
        EmbeddedTiers.start(settings, (name, phase, fraction) -> progress.put(name, fraction))) {
      System.out.printf("both tiers start %d ms%n", (System.nanoTime() - start) / 1_000_000);
      assertThat(tiers.isRunning()).isTrue();
      assertThat(progress).isEqualTo(Map.of("postgres", 1.0, "clickhouse", 1.0));
      assertThat(tiers.postgres().jdbcUrl()).startsWith("jdbc:postgresql://127.0.0.1:");
      assertThat(tiers.clickHouse().jdbcUrl()).startsWith("jdbc:clickhouse://127.0.0.1:");
      pid = tiers.postgres().pid();
      assertThatThrownBy(() -> EmbeddedTiers.start(settings, Progress.SILENT))
          .isInstanceOfSatisfying(
              ThermoclineException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE);
                assertThat(e.getMessage()).contains("another data folder");
              });
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    EmbeddedTiers.start(settings, Progress.SILENT).close();
  }

  @Test
  void failureOfOneStopsTheOther() {
    try (EmbeddedTiers running =
        EmbeddedTiers.start(
            new EmbeddedTiers.Settings(folder.resolve("a"), EmbeddedTiers.standardCacheFolder()),
            Progress.SILENT)) {
      EmbeddedTiers.Settings free =
          new EmbeddedTiers.Settings(folder.resolve("b"), EmbeddedTiers.standardCacheFolder());
      EmbeddedTiers.Settings taken =
          new EmbeddedTiers.Settings(
              free.dataFolder(),
              new EmbeddedPostgres.Settings(
                  free.postgres().folder(),
                  free.postgres().cacheFolder(),
                  running.postgres().port(),
                  16,
                  20),
              free.clickHouse());
      assertThatThrownBy(() -> EmbeddedTiers.start(taken, Progress.SILENT))
          .isInstanceOfSatisfying(
              ThermoclineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION));
      EmbeddedTiers.start(free, Progress.SILENT).close();
    }
  }
}
