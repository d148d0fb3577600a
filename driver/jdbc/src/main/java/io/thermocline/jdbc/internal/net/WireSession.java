package io.thermocline.jdbc.internal.net;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.codec.WireWriter;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session with the gateway: requests by id, and answers sorted into an inbox an id. Thread-safe:
 * of the threads that wait for answers one reads for all. Answers for ids that nobody waits for any
 * more are dropped.
 */
public final class WireSession implements AutoCloseable {
  private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(5);

  private final ConnectionSettings settings;
  private final Handshake.Opened opened;
  private final WireConnection connection;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, ArrayDeque<ServerMessage>> inboxes = new HashMap<>();
  private boolean reading;
  private @Nullable SQLException broken;
  private int lastId;
  private long bufferedBytes;
  private long peakBufferedBytes;
  private volatile boolean closed;
  private volatile Duration networkTimeout;

  private WireSession(ConnectionSettings settings, Handshake.Opened opened) {
    this.settings = settings;
    this.opened = opened;
    this.connection = opened.connection();
    this.networkTimeout = settings.socketTimeout();
  }

  /** Connects and authenticates. */
  public static WireSession open(ConnectionSettings settings) throws SQLException {
    return new WireSession(settings, Handshake.open(settings));
  }

  /** How the session was opened. */
  public ConnectionSettings settings() {
    return settings;
  }

  /** Name and version of the gateway. */
  public String serverName() {
    return opened.hello().serverName();
  }

  /** A fresh id with an inbox. */
  public int open() {
    lock.lock();
    try {
      do {
        lastId++;
      } while (lastId == 0 || inboxes.containsKey(lastId));
      inboxes.put(lastId, new ArrayDeque<>());
      return lastId;
    } finally {
      lock.unlock();
    }
  }

  /** Gives an id up; answers for it are dropped. */
  public void release(int id) {
    lock.lock();
    try {
      ArrayDeque<ServerMessage> inbox = inboxes.remove(id);
      if (inbox != null) {
        inbox.forEach(this::forget);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sends requests with one write. */
  public void send(ClientMessage... messages) throws SQLException {
    requireOpen();
    try {
      connection.send(messages);
    } catch (IOException e) {
      throw breakDown(SqlErrors.lost("the connection to the gateway broke: " + e.getMessage(), e));
    } catch (ProtocolException e) {
      throw SqlErrors.of("54000", "the request is too large: " + e.getMessage(), false, e);
    }
  }

  /** Sends a request that has one answer, and waits for it. */
  public ServerMessage request(int id, ClientMessage message, Duration timeout)
      throws SQLException {
    try {
      send(message);
      ServerMessage answer = await(id, Deadline.after(timeout));
      if (answer == null) {
        throw breakDown(
            SqlErrors.lost(
                "the gateway did not answer within " + timeout.toMillis() + " ms", null));
      }
      return answer;
    } finally {
      release(id);
    }
  }

  /**
   * Waits for the next answer to an id. A Failure is thrown.
   *
   * @return null when the time is over first
   */
  public @Nullable ServerMessage await(int id, Deadline deadline) throws SQLException {
    Deadline network = Deadline.after(networkTimeout);
    lock.lock();
    try {
      while (true) {
        ArrayDeque<ServerMessage> inbox = inboxes.get(id);
        if (inbox == null) {
          throw SqlErrors.closed("statement");
        }
        ServerMessage message = inbox.poll();
        if (message instanceof ServerMessage.Failure failure) {
          throw SqlErrors.of(failure);
        }
        if (message != null) {
          return message;
        }
        if (broken != null) {
          throw SqlErrors.of(
              broken.getSQLState(), String.valueOf(broken.getMessage()), true, broken);
        }
        if (deadline.isOver()) {
          return null;
        }
        if (network.isOver()) {
          throw breakDown(SqlErrors.lost("the gateway sent nothing within socketTimeout", null));
        }
        waitOnce(deadline.nanosLeft() < network.nanosLeft() ? deadline : network);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads one message for whoever it concerns, or waits until another thread has. Called and left
   * with the lock held.
   */
  private void waitOnce(Deadline deadline) throws SQLException {
    if (reading) {
      try {
        changed.awaitNanos(Math.min(deadline.nanosLeft(), TimeUnit.HOURS.toNanos(1)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw SqlErrors.of(
            "57014", "the thread was interrupted while it waited for the gateway", false, e);
      }
      return;
    }
    reading = true;
    lock.unlock();
    ServerMessage message = null;
    SQLException failure = null;
    try {
      message = connection.read(deadline);
    } catch (IOException e) {
      failure =
          closed
              ? SqlErrors.of("08003", "the connection is closed")
              : SqlErrors.lost("the connection to the gateway broke: " + e.getMessage(), e);
    } catch (ProtocolException e) {
      failure =
          SqlErrors.of("08P01", "the gateway broke the protocol: " + e.getMessage(), false, e);
    } finally {
      lock.lock();
      reading = false;
      changed.signalAll();
    }
    if (failure != null) {
      throw breakDown(failure);
    }
    if (message != null) {
      sort(message);
    }
  }

  private void sort(ServerMessage message) throws SQLException {
    if (message.id() == 0) {
      throw breakDown(
          message instanceof ServerMessage.Failure failure
              ? SqlErrors.of(failure)
              : SqlErrors.of("08P01", message.type() + " came with id 0"));
    }
    ArrayDeque<ServerMessage> inbox = inboxes.get(message.id());
    if (inbox != null) {
      inbox.add(message);
      bufferedBytes += bytes(message);
      peakBufferedBytes = Math.max(peakBufferedBytes, bufferedBytes);
    }
  }

  /** The bytes of a Rows frame; 0 for other messages, which are small. */
  static int bytes(ServerMessage message) {
    return message instanceof ServerMessage.Rows rows
        ? WireWriter.HEADER_BYTES + rows.batch().body().length
        : 0;
  }

  /** Says that a message's memory is free again. */
  void forget(ServerMessage message) {
    lock.lock();
    try {
      bufferedBytes -= bytes(message);
    } finally {
      lock.unlock();
    }
  }

  /** Whether waiting for an id would block. */
  boolean wouldBlock(int id) throws SQLException {
    lock.lock();
    try {
      ArrayDeque<ServerMessage> inbox = inboxes.get(id);
      return (inbox == null || inbox.isEmpty()) && (reading || !connection.isReadable());
    } catch (IOException e) {
      throw breakDown(SqlErrors.lost("the connection to the gateway broke: " + e.getMessage(), e));
    } finally {
      lock.unlock();
    }
  }

  /** The most bytes of results that were in memory at once, for tests of the window. */
  public long peakBufferedBytes() {
    lock.lock();
    try {
      return peakBufferedBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Cancels what runs under an id, from any thread. */
  public void cancel(int id) throws SQLException {
    if (connection.isWriting()) {
      cancelOutOfBand(id);
    } else {
      send(new ClientMessage.Cancel(id));
    }
  }

  /** Cancels over a connection of its own; for when this one does not move. */
  void cancelOutOfBand(int id) throws SQLException {
    Deadline deadline = Deadline.after(CANCEL_TIMEOUT);
    try (WireConnection other = WireConnection.open(opened.host(), deadline)) {
      other.send(
          new ClientMessage.CancelRequest(opened.ok().sessionId(), opened.ok().secret(), id));
      other.read(deadline);
    } catch (IOException e) {
      // the gateway closes the connection when the request has taken effect
    } catch (ProtocolException e) {
      throw SqlErrors.of("08P01", "the gateway broke the protocol: " + e.getMessage(), false, e);
    }
  }

  /** How long an answer may take. */
  public Duration networkTimeout() {
    return networkTimeout;
  }

  /** Sets how long an answer may take; zero for ever. */
  public void networkTimeout(Duration timeout) {
    networkTimeout = timeout;
  }

  /** Whether the session can still be used, as far as is known without asking. */
  public boolean isOpen() {
    lock.lock();
    try {
      return !closed && broken == null;
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw SqlErrors.of("08003", "the connection is closed");
    }
    lock.lock();
    try {
      if (broken != null) {
        throw SqlErrors.of(
            "08003", "the connection broke before: " + broken.getMessage(), true, broken);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Marks the session as unusable and returns why. */
  SQLException breakDown(SQLException why) {
    lock.lock();
    try {
      if (broken == null) {
        broken = why;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    connection.close();
    return why;
  }

  /** Ends the session. Idempotent. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!connection.isWriting()) {
        connection.send(new ClientMessage.Terminate());
      }
    } catch (IOException e) {
      // the gateway notices when the socket closes
    }
    connection.close();
  }

  /** Ends the session without a word to the gateway. */
  public void abort() {
    closed = true;
    connection.close();
  }
}
