package io.thermocline.server.session;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.codec.WireWriter;
import io.thermocline.server.query.Cursor;
import io.thermocline.server.query.ExecuteOptions;
import io.thermocline.server.query.Notice;
import io.thermocline.server.query.Prepared;
import io.thermocline.server.query.QueryService;
import io.thermocline.server.query.SessionContext;
import io.thermocline.server.query.SessionSettings;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The prepared statements and portals of a session. Every failure becomes a Failure message of the
/// id that it concerns, and the session goes on. Only the session's thread uses it, except for
/// [#cancel] and [#isBusy].
final class SessionStatements {
  private final SessionContext context;
  private final QueryService queries;
  private final ReplyChannel channel;
  private final SessionLimits limits;
  private final Map<Integer, Prepared> statements = new HashMap<>();
  private final ConcurrentMap<Integer, Portal> portals = new ConcurrentHashMap<>();
  private final ArrayDeque<Portal> turns = new ArrayDeque<>();

  SessionStatements(
      SessionContext context, QueryService queries, ReplyChannel channel, SessionLimits limits) {
    this.context = context;
    this.queries = queries;
    this.channel = channel;
    this.limits = limits;
  }

  void prepare(ClientMessage.Prepare message, BooleanSupplier cancelled) {
    guarded(
        message.id(),
        () -> {
          requireUnused(message.id());
          if (statements.size() >= limits.statements()) {
            throw new ThermoclineException(
                ErrorCode.OVERLOADED,
                "the session has "
                    + statements.size()
                    + " prepared statements, which is the limit; close some");
          }
          if (message.statement().isBlank()) {
            throw new ThermoclineException(ErrorCode.EMPTY_STATEMENT, "the statement is empty");
          }
          Duration timeout =
              StatementTimeouts.timeout(context, message.timeoutMillis(), limits.defaultTimeout());
          long start = System.nanoTime();
          Prepared prepared = queries.prepare(context, message.statement());
          requireNotCancelled(cancelled);
          if (!timeout.isZero() && System.nanoTime() - start > timeout.toNanos()) {
            throw new ThermoclineException(
                ErrorCode.TIMED_OUT,
                "planning took longer than the time-out of " + timeout.toMillis() + " ms");
          }
          statements.put(message.id(), prepared);
          channel.send(description(message.id(), prepared));
        });
  }

  void describe(ClientMessage.Describe message) {
    guarded(message.id(), () -> channel.send(description(message.id(), statement(message.id()))));
  }

  private static ServerMessage.Prepared description(int id, Prepared prepared) {
    return new ServerMessage.Prepared(
        id,
        WireTypes.kind(prepared.kind()),
        prepared.columns().stream().map(WireTypes::column).toList(),
        prepared.parameterTypes().stream().map(WireTypes::of).toList(),
        WireTypes.notices(prepared.notices()));
  }

  void execute(ClientMessage.Execute message, BooleanSupplier cancelled) {
    guarded(
        message.id(),
        () -> {
          requireUnused(message.id());
          if (portals.size() >= limits.portals()) {
            throw new ThermoclineException(
                ErrorCode.OVERLOADED,
                "the session has "
                    + portals.size()
                    + " open results, which is the limit; close some");
          }
          Prepared prepared = statement(message.statementId());
          List<@Nullable Object> parameters =
              Parameters.convert(
                  message.parameters(), prepared.parameterTypes(), context.timeZone());
          requireNotCancelled(cancelled);
          Duration timeout =
              StatementTimeouts.timeout(context, message.timeoutMillis(), limits.defaultTimeout());
          Cursor cursor =
              queries.execute(
                  context, prepared, parameters, new ExecuteOptions(timeout, message.maxRows()));
          Portal portal = new Portal(message, cursor, limits.frameBytes());
          portals.put(message.id(), portal);
          turns.add(portal);
          if (cancelled.getAsBoolean()) {
            portal.cancel();
          }
        });
  }

  void credit(ClientMessage.Credit message) {
    Portal portal = portals.get(message.id());
    if (portal != null) {
      portal.grant(message.bytes());
    }
  }

  void setOption(ClientMessage.SetOption message) {
    guarded(
        message.id(),
        () -> {
          SessionSettings.set(context, message.name(), message.value());
          channel.send(new ServerMessage.Done(message.id()));
        });
  }

  /// Lets the next portal that has credit send one frame. Returns false when none has.
  boolean advanceNext() {
    for (int i = turns.size(); i > 0; i--) {
      Portal portal = turns.remove();
      if (portal.hasCredit()) {
        guarded(portal.id(), () -> advance(portal));
        if (portals.containsKey(portal.id())) {
          turns.add(portal);
        }
        return true;
      }
      turns.add(portal);
    }
    return false;
  }

  private void advance(Portal portal) {
    Portal.Step step = portal.advance();
    WireWriter rows = step.rows();
    List<Notice> notices = portal.cursor().notices();
    if (step.more()) {
      if (rows != null) {
        channel.sendFrame(rows.array(), rows.size());
      }
      for (Notice notice : notices.subList(portal.noticesSent(), notices.size())) {
        channel.send(
            new ServerMessage.Warning(portal.id(), WireTypes.notices(List.of(notice)).getFirst()));
      }
      portal.noticesSent(notices.size());
      return;
    }
    List<Notice> rest = notices.subList(portal.noticesSent(), notices.size());
    forget(portal);
    channel.send(
        rows == null ? new WireWriter(256) : rows,
        new ServerMessage.Complete(portal.id(), portal.rowsSent(), WireTypes.notices(rest)));
  }

  /// Forgets a statement or closes a portal; unknown ids are ignored.
  void close(int id) {
    statements.remove(id);
    Portal portal = portals.get(id);
    if (portal != null) {
      forget(portal);
    }
  }

  private void forget(Portal portal) {
    portals.remove(portal.id());
    turns.remove(portal);
    portal.close();
  }

  /// Cancels a portal, or all for 0. Returns whether there was one. For any thread.
  boolean cancel(int id) {
    if (id == 0) {
      portals.values().forEach(Portal::cancel);
      return !portals.isEmpty();
    }
    Portal portal = portals.get(id);
    if (portal != null) {
      portal.cancel();
    }
    return portal != null;
  }

  boolean isBusy() {
    return !portals.isEmpty();
  }

  /// Closes everything.
  void close() {
    statements.clear();
    List.copyOf(portals.values()).forEach(this::forget);
  }

  private void requireUnused(int id) {
    if (id == 0 || statements.containsKey(id) || portals.containsKey(id)) {
      throw new ThermoclineException(
          ErrorCode.PROTOCOL_VIOLATION,
          "id " + Integer.toUnsignedString(id) + " is 0 or in use already");
    }
  }

  private static void requireNotCancelled(BooleanSupplier cancelled) {
    if (cancelled.getAsBoolean()) {
      throw new ThermoclineException(ErrorCode.CANCELLED, "the statement was cancelled");
    }
  }

  private Prepared statement(int id) {
    Prepared prepared = statements.get(id);
    if (prepared == null) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_STATEMENT,
          "there is no prepared statement " + Integer.toUnsignedString(id));
    }
    return prepared;
  }

  private void guarded(int id, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      fail(id, StatementFailure.of(e, context));
    }
  }

  /// Closes the portal of that id, if there is one, and tells the client. A statement that was
  /// described stays.
  private void fail(int id, StatementFailure failure) {
    Portal portal = portals.get(id);
    if (portal != null) {
      forget(portal);
    }
    channel.send(
        new ServerMessage.Failure(
            id,
            failure.code().sqlState(),
            failure.message(),
            failure.detail(),
            "",
            failure.code().retryable()));
  }
}
