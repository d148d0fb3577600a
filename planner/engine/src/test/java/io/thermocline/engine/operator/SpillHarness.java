package io.thermocline.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.engine.spill.SpillSpace;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Runs plans with less memory than they want, and compares with what they do in memory.
final class SpillHarness {
  private static final long DISK = 1L << 30;
  private static final List<EngineConfig> CONFIGS =
      List.of(Harness.CONFIG.withBatchRows(512), Harness.CONFIG.withBatchRows(64).withWorkers(3));

  private final Path folder;

  SpillHarness(Path folder) {
    this.folder = folder;
  }

  /// A result, and what it took.
  record Run(List<List<Object>> rows, long peakBytes, long spilledBytes) {}

  Run run(EngineConfig config, PhysicalNode plan) {
    try (SpillSpace space = SpillSpace.open(folder, DISK)) {
      return run(config, plan, space);
    }
  }

  Run run(EngineConfig config, PhysicalNode plan, SpillSpace space) {
    try (Engine engine = new Engine(config, space)) {
      Run run;
      try (QueryContext context = engine.open(Harness.OPTIONS)) {
        try (BatchReader reader = engine.execute(plan, List.of(), context)) {
          List<List<Object>> rows = BatchReaders.rows(reader);
          assertThat(context.statistics().of(plan).rows()).isEqualTo(rows.size());
          run =
              new Run(
                  rows, context.memory().peakBytes(), context.statistics().of(plan).spilledBytes());
        } finally {
          assertThat(context.memory().usedBytes()).as("memory given back").isZero();
          assertThat(space.usedBytes()).as("disk given back").isZero();
        }
      }
      return run;
    } finally {
      assertNothingLeft();
    }
  }

  void assertNothingLeft() {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("files left")
          .noneMatch(name -> name.startsWith("query-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Compares rows in any order with a tenth of the memory, in several configurations.
  void check(PhysicalNode plan) {
    check(plan, false);
  }

  /// Compares rows in order.
  void checkOrdered(PhysicalNode plan) {
    check(plan, true);
  }

  private void check(PhysicalNode plan, boolean ordered) {
    for (EngineConfig config : CONFIGS) {
      Run wanted = run(config, plan);
      assertThat(wanted.spilledBytes()).as("spilled without need").isZero();
      Run actual = run(config.withQueryMemory(wanted.peakBytes() / 10), plan);
      assertThat(actual.spilledBytes()).as("spilled with " + config).isPositive();
      assertThat(actual.peakBytes()).isLessThanOrEqualTo(wanted.peakBytes() / 10);
      compare(actual.rows(), wanted.rows(), ordered, config.toString());
    }
  }

  /// Compares with a fixed limit, row by row.
  void checkSingleRows(PhysicalNode plan, long bytes) {
    EngineConfig config = Harness.CONFIG.withBatchRows(1);
    List<List<Object>> wanted = run(config, plan).rows();
    Run actual = run(config.withQueryMemory(bytes), plan);
    assertThat(actual.spilledBytes()).isPositive();
    compare(actual.rows(), wanted, false, "single rows");
  }

  private static void compare(
      List<List<Object>> actual, List<List<Object>> wanted, boolean ordered, String what) {
    List<String> actualText = Harness.text(actual);
    List<String> wantedText = Harness.text(wanted);
    if (ordered) {
      assertThat(actualText).as(what).isEqualTo(wantedText);
    } else {
      assertThat(actualText.stream().sorted().toList())
          .as(what)
          .isEqualTo(wantedText.stream().sorted().toList());
    }
  }

  /// Fails each file operation in turn until the plan passes; nothing may stay behind, and what
  /// does not fail is right. Returns the number of operations.
  int checkFaults(PhysicalNode plan, long bytes, FaultyFiles.Kind kind) {
    EngineConfig config = Harness.CONFIG.withBatchRows(256).withWorkers(2);
    List<String> wanted = Harness.text(run(config, plan).rows()).stream().sorted().toList();
    for (int n = 1; ; n++) {
      FaultyFiles files = new FaultyFiles(kind, n);
      try (SpillSpace space = SpillSpace.open(folder, DISK, files)) {
        Run run = run(config.withQueryMemory(bytes), plan, space);
        assertThat(files.failed()).as("failure " + n + " was hidden").isFalse();
        assertThat(Harness.text(run.rows()).stream().sorted().toList()).isEqualTo(wanted);
        return n - 1;
      } catch (ThermoclineException e) {
        assertThat(files.failed()).as(e.toString()).isTrue();
        assertThat(e.code())
            .isEqualTo(kind == FaultyFiles.Kind.FULL ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR);
      }
    }
  }
}
