package io.thermocline.adapter.clickhouse.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// An answer as a stream that hands out every byte that arrived before it reports a broken
/// connection. (The JDK's own stream drops what is queued as soon as the connection breaks, and
/// with it the error text that ClickHouse wrote last.)
final class AnswerBody implements HttpResponse.BodySubscriber<InputStream> {
  /// Lists of buffers on their way, of about 16 kB each.
  private static final int WINDOW = 32;

  private sealed interface Event {}

  private record Data(List<ByteBuffer> buffers) implements Event {}

  private record End(@Nullable Throwable failure) implements Event {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Stream stream = new Stream();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(stream);
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (closed) {
      newSubscription.cancel();
    } else {
      newSubscription.request(WINDOW);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    events.add(new Data(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new End(failure));
  }

  @Override
  public void onComplete() {
    events.add(new End(null));
  }

  /// The reading side; read by one thread, closed by any.
  private final class Stream extends InputStream {
    private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();
    private @Nullable End end;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int count = read(one, 0, 1);
      return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      ByteBuffer buffer = next();
      if (buffer == null) {
        return -1;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(target, offset, count);
      if (!buffer.hasRemaining()) {
        buffers.removeFirst();
      }
      return count;
    }

    /// The buffer to read from, or null at the end.
    private @Nullable ByteBuffer next() throws IOException {
      while (buffers.isEmpty()) {
        if (closed) {
          throw new IOException("the answer was closed");
        }
        End known = end;
        if (known != null) {
          if (known.failure() != null) {
            throw new IOException(known.failure().getMessage(), known.failure());
          }
          return null;
        }
        take();
      }
      return buffers.getFirst();
    }

    private void take() throws IOException {
      try {
        switch (events.take()) {
          case Data data -> {
            for (ByteBuffer buffer : data.buffers()) {
              if (buffer.hasRemaining()) {
                buffers.addLast(buffer);
              }
            }
            Flow.Subscription current = subscription;
            if (current != null) {
              current.request(1);
            }
          }
          case End last -> end = last;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the reader was interrupted");
      }
    }

    @Override
    public void close() {
      closed = true;
      Flow.Subscription current = subscription;
      if (current != null) {
        current.cancel();
      }
      events.add(new End(null));
    }
  }
}
