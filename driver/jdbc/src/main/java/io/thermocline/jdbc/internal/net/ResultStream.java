package io.thermocline.jdbc.internal.net;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ResultBatch;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.WireNotice;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a running statement. What is on its way, waits in the inbox or is being read never
 * exceeds the window: credit goes back to the gateway only when a batch was given up.
 */
public final class ResultStream implements BatchSource {
  /**
   * How much longer than the gateway the driver waits before it takes a time-out into its own
   * hands.
   */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final WireSession session;
  private final int id;
  private final int window;
  private final Duration timeout;
  private final List<WireNotice> notices = new ArrayList<>();
  private @Nullable ServerMessage held;
  private @Nullable ResultBatch first;
  private int ungranted;
  private boolean ended;
  private volatile boolean closed;

  /** Takes over an id under which Execute was sent with this window. */
  ResultStream(WireSession session, int id, int window, Duration timeout) {
    this.session = session;
    this.id = id;
    this.window = window;
    this.timeout = timeout;
  }

  /** Waits until the first rows are here, or the end, or the statement has failed. */
  void start() throws SQLException {
    first = receive();
  }

  @Override
  public @Nullable ResultBatch next() throws SQLException {
    if (closed) {
      throw SqlErrors.closed("result set");
    }
    ResultBatch batch = first;
    if (batch != null) {
      first = null;
      return batch;
    }
    return ended ? null : receive();
  }

  private @Nullable ResultBatch receive() throws SQLException {
    giveBack();
    try {
      while (true) {
        ServerMessage message = await();
        if (message instanceof ServerMessage.Rows rows) {
          held = rows;
          return rows.batch();
        } else if (message instanceof ServerMessage.Warning warning) {
          notices.add(warning.notice());
        } else if (message instanceof ServerMessage.Complete complete) {
          notices.addAll(complete.notices());
          end();
          return null;
        } else {
          throw session.breakDown(
              SqlErrors.of("08P01", message.type() + " is out of place in a result"));
        }
      }
    } catch (SQLException e) {
      end();
      throw e;
    }
  }

  private ServerMessage await() throws SQLException {
    Deadline deadline = timeout.isZero() ? Deadline.NEVER : Deadline.after(timeout.plus(GRACE));
    ServerMessage message = session.await(id, deadline);
    if (message != null) {
      return message;
    }
    session.cancelOutOfBand(id);
    SQLException timedOut =
        SqlErrors.of(
            "57014", "the statement took longer than " + timeout.toSeconds() + " s", true, null);
    try {
      message = session.await(id, Deadline.after(GRACE));
    } catch (SQLException e) {
      timedOut.addSuppressed(e);
      throw timedOut;
    }
    if (message == null) {
      throw session.breakDown(
          SqlErrors.of(
              "57014",
              "the gateway answered neither the statement nor the cancel request in time",
              true,
              null));
    }
    session.send(new ClientMessage.Close(id));
    throw timedOut;
  }

  /**
   * Frees the batch that was read and grants its bytes, at the latest when the gateway may be
   * waiting for them.
   */
  private void giveBack() throws SQLException {
    ServerMessage message = held;
    if (message != null) {
      held = null;
      ungranted += WireSession.bytes(message);
      session.forget(message);
    }
    if (ungranted > 0 && (ungranted >= window / 4 || session.wouldBlock(id))) {
      session.send(new ClientMessage.Credit(id, ungranted));
      ungranted = 0;
    }
  }

  private void end() {
    ServerMessage message = held;
    if (message != null) {
      held = null;
      session.forget(message);
    }
    ended = true;
    session.release(id);
  }

  @Override
  public List<WireNotice> takeNotices() {
    List<WireNotice> taken = List.copyOf(notices);
    notices.clear();
    return taken;
  }

  /** Stops the statement, from any thread. */
  public void cancel() throws SQLException {
    if (!ended) {
      session.cancel(id);
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    first = null;
    boolean running = !ended;
    end();
    if (running && session.isOpen()) {
      session.send(new ClientMessage.Close(id));
    }
  }
}
