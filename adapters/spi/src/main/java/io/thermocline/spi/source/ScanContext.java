package io.thermocline.spi.source;

import io.thermocline.spi.error.ThermoclineException;
import java.time.Duration;

/// What a running scan needs from the query that it belongs to. Thread-safe.
public interface ScanContext {
  /// A context that is never cancelled, for loaders and tests.
  ScanContext UNBOUNDED =
      new ScanContext() {
        @Override
        public void checkActive() {}

        @Override
        public Duration remaining() {
          return Duration.ofDays(1);
        }

        @Override
        public Registration onCancel(Runnable action) {
          return () -> {};
        }
      };

  /// Throws CANCELLED or TIMED_OUT once the query is to stop; called at least once a batch.
  void checkActive() throws ThermoclineException;

  /// The time left, positive; to be handed to the source as its statement time-out.
  Duration remaining();

  /// Runs an action once, on another thread, when the query is cancelled or out of time; at once if
  /// it is already. The action cancels the statement in the source. The registration is closed when
  /// the scan ends.
  Registration onCancel(Runnable action);

  /// Ends interest in cancellation.
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
