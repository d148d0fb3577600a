package io.thermocline.nl;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The fixed threads on which questions are translated, and the bounded queue before them.
final class TranslationPool {
  private static final long STOP_SECONDS = 10;

  private final TranslatorConfig config;
  private final ThreadPoolExecutor threads;

  TranslationPool(TranslatorConfig config) {
    this.config = config;
    this.threads =
        new ThreadPoolExecutor(
            config.threads(),
            config.threads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.queueCapacity()),
            Thread.ofPlatform().name("nl-translate-", 0).daemon().factory());
  }

  /// Runs a translation and waits for it.
  <T> T run(Callable<T> translation) {
    Future<T> future;
    try {
      future = threads.submit(translation);
    } catch (RejectedExecutionException e) {
      if (threads.isShutdown()) {
        throw new ThermoclineException(
            ErrorCode.SHUTTING_DOWN, "the gateway is stopping; connect again later", e);
      }
      throw new ThermoclineException(
          ErrorCode.OVERLOADED,
          config.queueCapacity() + " questions are waiting already; try again later",
          e);
    }
    try {
      return future.get(config.maxWait().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new ThermoclineException(
          ErrorCode.TIMED_OUT,
          "the question was not translated within "
              + config.maxWait().toSeconds()
              + " s; try again",
          e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new ThermoclineException(ErrorCode.CANCELLED, "the question was cancelled", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ThermoclineException known) {
        throw known;
      }
      throw new ThermoclineException(
          ErrorCode.INTERNAL, "the question could not be translated; report it", e.getCause());
    }
  }

  /// Stops the threads; false when they did not stop in time, or were stopped before.
  boolean close() {
    if (threads.isShutdown()) {
      return false;
    }
    threads.shutdownNow();
    try {
      return threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
