package io.thermocline.tck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Rules about early ends, cancellation, time-outs, many scans at once and a store that goes away.
public interface LifeContract extends ContractFixture {
  private ScanRequest numbers() {
    return ScanRequest.of(relation(ContractData.NUMBERS), List.of("n", "bucket", "label"));
  }

  private static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /// Closing early stops the work in the store and gives the connection back.
  @Test
  @Timeout(60)
  default void closingEarlyStops() {
    for (int i = 0; i < 40; i++) {
      Scan scan = source().scan(numbers());
      BatchReader reader = scan.open(0, ScanContext.UNBOUNDED);
      assertThat(reader.next()).isNotNull();
      reader.close();
      reader.close();
    }
    slowScan()
        .ifPresent(slow -> {
          BatchReader reader = slow.open(0, ScanContext.UNBOUNDED);
          long start = System.nanoTime();
          reader.close();
          assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        });
    eventually("no statement is left", () -> runningStatements().orElse(0) == 0);
  }

  /// Cancelling stops a blocked read within a second, in the store too.
  @Test
  @Timeout(60)
  default void cancellationStopsWithinASecond() throws Exception {
    assumeTrue(slowScan().isPresent(), "needs a slow scan");
    ControlledContext context = new ControlledContext();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> reading =
          executor.submit(() -> BatchReaders.rows(slowScan().orElseThrow().open(0, context)));
      eventually("the scan registers", () -> context.registrations() > 0);
      eventually("the statement runs", () -> runningStatements().orElse(1) > 0);
      long start = System.nanoTime();
      context.cancel();
      assertThat(code(reading)).isEqualTo(ErrorCode.CANCELLED);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
    eventually("no statement is left", () -> runningStatements().orElse(0) == 0);
    assertThat(context.registrations()).isZero();
  }

  /// A cancelled context ends a scan at its next batch, and one that is cancelled already at the
  /// first.
  @Test
  @Timeout(60)
  default void cancelledContextEndsTheScan() {
    ControlledContext context = new ControlledContext();
    try (BatchReader reader = source().scan(numbers()).open(0, context)) {
      assertThat(reader.next()).isNotNull();
      context.cancel();
      ContractFixture.assertFails(ErrorCode.CANCELLED, () -> drain(reader));
    }
    assertThat(context.registrations()).isZero();
    ContractFixture.assertFails(
        ErrorCode.CANCELLED, () -> BatchReaders.rows(source().scan(numbers()).open(0, context)));
  }

  private static void drain(BatchReader reader) {
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      assertThat(batch.size()).isPositive();
    }
  }

  /// The time left bounds the statement in the store.
  @Test
  @Timeout(60)
  default void timeoutStopsTheScan() {
    assumeTrue(slowScan().isPresent(), "needs a slow scan");
    long start = System.nanoTime();
    ContractFixture.assertFails(
        ErrorCode.TIMED_OUT,
        () ->
            BatchReaders.rows(
                slowScan().orElseThrow().open(0, new ControlledContext(Duration.ofMillis(300)))));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    eventually("no statement is left", () -> runningStatements().orElse(0) == 0);
  }

  /// Many scans at once all return every row, within the bound of connections.
  @Test
  @Timeout(120)
  default void manyScansAtOnce() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> results = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        results.add(executor.submit(this::sumOfNumbers));
      }
      while (results.stream().anyMatch(result -> !result.isDone())) {
        connectionLimit()
            .ifPresent(limit -> assertThat(connections().orElse(0)).isLessThanOrEqualTo(limit));
      }
      for (Future<Long> result : results) {
        assertThat(result.get())
            .isEqualTo((ContractData.NUMBER_ROWS - 1L) * ContractData.NUMBER_ROWS / 2);
      }
    }
  }

  private long sumOfNumbers() {
    long sum = 0;
    Scan scan = source().scan(numbers());
    for (int partition = 0; partition < scan.partitions(); partition++) {
      try (BatchReader reader = scan.open(partition, ScanContext.UNBOUNDED)) {
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
          for (int row = 0; row < batch.size(); row++) {
            sum += batch.column(0).longAt(row);
          }
        }
      }
    }
    return sum;
  }

  /// While the store is away each call says so, soon.
  @Test
  @Timeout(60)
  default void storeAwayIsUnavailable() {
    try (Source away = sourceAway()) {
      long start = System.nanoTime();
      ContractFixture.assertFails(ErrorCode.SOURCE_UNAVAILABLE, away::ping);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      ContractFixture.assertFails(ErrorCode.SOURCE_UNAVAILABLE, away::discover);
      ContractFixture.assertFails(
          ErrorCode.SOURCE_UNAVAILABLE,
          () -> BatchReaders.rows(away.scan(numbers()).open(0, ScanContext.UNBOUNDED)));
    }
  }

  /// When the store goes away during scans they fail, and the same source works when it is back.
  @Test
  @Timeout(120)
  default void sourceRecoversWithTheStore() {
    assumeTrue(outage().isPresent(), "needs an outage");
    Outage outage = outage().orElseThrow();
    Scan scan = source().scan(numbers());
    outage.begin();
    try {
      ContractFixture.assertFails(ErrorCode.SOURCE_UNAVAILABLE, source()::ping);
      ContractFixture.assertFails(ErrorCode.SOURCE_UNAVAILABLE, source()::discover);
      ContractFixture.assertFails(
          ErrorCode.SOURCE_UNAVAILABLE,
          () -> BatchReaders.rows(scan.open(0, ScanContext.UNBOUNDED)));
    } finally {
      outage.end();
    }
    source().ping();
    assertThat(sumOfNumbers())
        .isEqualTo((ContractData.NUMBER_ROWS - 1L) * ContractData.NUMBER_ROWS / 2);
  }

  /// A store that goes away under a running scan ends it with an error that may be retried.
  @Test
  @Timeout(120)
  default void outageEndsRunningScans() throws Exception {
    assumeTrue(outage().isPresent() && slowScan().isPresent(), "needs an outage and a slow scan");
    Outage outage = outage().orElseThrow();
    ControlledContext context = new ControlledContext();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Scan slow = slowScan().orElseThrow();
      Future<?> reading = executor.submit(() -> BatchReaders.rows(slow.open(0, context)));
      eventually("the scan registers", () -> context.registrations() > 0);
      eventually("the statement runs", () -> runningStatements().orElse(1) > 0);
      outage.begin();
      try {
        assertThat(code(reading)).isIn(ErrorCode.CONNECTION_LOST, ErrorCode.SOURCE_UNAVAILABLE);
      } finally {
        outage.end();
      }
    }
    assertThat(sumOfNumbers()).isPositive();
  }

  private static ErrorCode code(Future<?> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ThermoclineException failure) {
        return failure.code();
      }
      throw new AssertionError("failed with something else", e.getCause());
    }
    throw new AssertionError("the scan ended without an error");
  }
}
