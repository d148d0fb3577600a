package io.thermocline.server.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a command opened, to be closed in reverse order: at its end, or when the process is told to
/// stop. Thread-safe.
final class ClosingStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClosingStack.class);

  private static final AtomicBoolean STOPPING = new AtomicBoolean();

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean closed;

  /// Takes a resource over and returns it; closes it at once after [#close].
  <T extends AutoCloseable> T push(T resource) {
    synchronized (this) {
      if (!closed) {
        opened.push(resource);
        return resource;
      }
    }
    close(resource);
    throw new IllegalStateException("stopping");
  }

  /// Closes everything; what fails is logged and does not keep the rest open. Idempotent; a second
  /// caller waits for the first.
  @Override
  public synchronized void close() {
    closed = true;
    while (!opened.isEmpty()) {
      close(opened.pop());
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn(
          "event=close_failed resource={} error={}",
          resource.getClass().getSimpleName(),
          e.toString());
    }
  }

  /// Closes it when the process gets Ctrl-C or SIGTERM.
  void closeAtExit() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  STOPPING.set(true);
                  close();
                },
                "shutdown"));
  }

  /// Whether the process was told to stop.
  static boolean isStopping() {
    return STOPPING.get();
  }
}
