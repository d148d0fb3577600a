package io.thermocline.jdbc.internal.net;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.TypedValue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A statement that the gateway has prepared. */
public final class RemoteStatement implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final WireSession session;
  private final int id;
  private final ServerMessage.Prepared description;
  private boolean closed;

  private RemoteStatement(WireSession session, int id, ServerMessage.Prepared description) {
    this.session = session;
    this.id = id;
    this.description = description;
  }

  /** A description and a running result. */
  public record Started(ServerMessage.Prepared description, ResultStream stream) {}

  /** Tells which ids can be cancelled while a statement is being prepared or run. */
  public interface Running {
    /** Called before the request is sent. */
    void started(int statementId, int portalId);
  }

  /** Prepares a statement and keeps it at the gateway. */
  public static RemoteStatement prepare(WireSession session, String text, Duration timeout)
      throws SQLException {
    int id = session.open();
    try {
      session.send(new ClientMessage.Prepare(id, text, millis(timeout)));
      return new RemoteStatement(session, id, awaitPrepared(session, id, timeout));
    } finally {
      session.release(id);
    }
  }

  /** Prepares and runs a statement in one exchange; the gateway forgets it when it has run. */
  public static Started run(WireSession session, String text, Request request, Running running)
      throws SQLException {
    int statementId = session.open();
    int portalId = session.open();
    boolean started = false;
    try {
      running.started(statementId, portalId);
      session.send(
          new ClientMessage.Prepare(statementId, text, millis(request.timeout())),
          execute(session, portalId, statementId, request, List.of()),
          new ClientMessage.Close(statementId));
      ServerMessage.Prepared description = awaitPrepared(session, statementId, request.timeout());
      ResultStream stream =
          new ResultStream(
              session, portalId, session.settings().receiveWindow(), request.timeout());
      stream.start();
      started = true;
      return new Started(description, stream);
    } finally {
      session.release(statementId);
      if (!started) {
        session.release(portalId);
      }
    }
  }

  private static ClientMessage.Execute execute(
      WireSession session,
      int portalId,
      int statementId,
      Request request,
      List<TypedValue> parameters) {
    return new ClientMessage.Execute(
        portalId,
        statementId,
        session.settings().receiveWindow(),
        request.fetchRows(),
        request.maxRows(),
        millis(request.timeout()),
        parameters);
  }

  private static ServerMessage.Prepared awaitPrepared(WireSession session, int id, Duration timeout)
      throws SQLException {
    Deadline deadline = timeout.isZero() ? Deadline.NEVER : Deadline.after(timeout.plus(GRACE));
    ServerMessage answer = session.await(id, deadline);
    if (answer instanceof ServerMessage.Prepared prepared) {
      return prepared;
    }
    throw session.breakDown(
        answer == null
            ? SqlErrors.of("57014", "the gateway did not prepare the statement in time", true, null)
            : SqlErrors.of("08P01", answer.type() + " is out of place after Prepare"));
  }

  private static int millis(Duration timeout) {
    return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
  }

  /** Kind, columns, parameters and notices. */
  public ServerMessage.Prepared description() {
    return description;
  }

  /** Runs the statement. */
  public ResultStream execute(List<TypedValue> parameters, Request request, Running running)
      throws SQLException {
    int portalId = session.open();
    boolean started = false;
    try {
      running.started(id, portalId);
      session.send(execute(session, portalId, id, request, parameters));
      ResultStream stream =
          new ResultStream(
              session, portalId, session.settings().receiveWindow(), request.timeout());
      stream.start();
      started = true;
      return stream;
    } finally {
      if (!started) {
        session.release(portalId);
      }
    }
  }

  /** Lets the gateway forget the statement. Idempotent. */
  @Override
  public void close() throws SQLException {
    if (!closed) {
      closed = true;
      if (session.isOpen()) {
        session.send(new ClientMessage.Close(id));
      }
    }
  }
}
