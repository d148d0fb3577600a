package io.thermocline.engine.operator;

import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import java.util.List;

/// Small things done to readers.
final class Readers {
  private Readers() {}

  /// Puts an operator on a stream, and closes the stream when that fails.
  static BatchReader wrap(BatchReader input, ScanContext scope, Fragment.Wrap wrap) {
    try {
      return wrap.over(input, scope);
    } catch (RuntimeException | Error e) {
      closeAfter(e, List.of(input));
      throw e;
    }
  }

  /// Closes everything in order, also when one close fails; the first failure is thrown at the end.
  static void closeAll(List<? extends AutoCloseable> resources) {
    RuntimeException failure = null;
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        RuntimeException unchecked =
            e instanceof RuntimeException r ? r : new IllegalStateException(e);
        if (failure == null) {
          failure = unchecked;
        } else {
          failure.addSuppressed(unchecked);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /// Closes everything while `cause` is on its way; failures are added to it.
  static void closeAfter(Throwable cause, List<? extends AutoCloseable> resources) {
    try {
      closeAll(resources);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
