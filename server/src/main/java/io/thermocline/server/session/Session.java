package io.thermocline.server.session;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.server.query.QueryService;
import io.thermocline.server.query.SessionContext;
import io.thermocline.server.query.SessionSettings;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's session: takes messages in order and lets open portals send rows in turn between
/// them. [#run] belongs on the session's own virtual thread; [#offer], [#cancel], [#disconnect] and
/// [#stop] may be called by any thread and do not block.
public final class Session implements ClientSession {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final long id;
  private final byte[] secret;
  private final SessionContext context;
  private final ReplyChannel channel;
  private final SessionRegistry registry;
  private final Mailbox<ClientMessage> mailbox;
  private final SessionStatements statements;
  private final CountDownLatch ended = new CountDownLatch(1);

  /// Guards [#current] and [#cancelled] against [#cancel].
  private final ReentrantLock cancelLock = new ReentrantLock();

  private final Set<Integer> cancelled = new HashSet<>();
  private int current;
  private volatile boolean disconnected;
  private volatile boolean stopping;

  /// A session that was authenticated.
  public Session(
      long id,
      byte[] secret,
      SessionContext context,
      QueryService queries,
      ReplyChannel channel,
      SessionRegistry registry,
      SessionLimits limits) {
    this.id = id;
    this.secret = secret;
    this.context = context;
    this.channel = channel;
    this.registry = registry;
    this.mailbox = new Mailbox<>(limits.mailboxMessages());
    this.statements = new SessionStatements(context, queries, channel, limits);
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public byte[] secret() {
    return secret;
  }

  /// Sets the options that came with authentication, before the session runs. Returns false when
  /// one is wrong; the client has been told then and the connection closes.
  public boolean initialize(Map<String, String> options) {
    try {
      options.forEach((name, value) -> SessionSettings.set(context, name, value));
      return true;
    } catch (ThermoclineException e) {
      channel.send(
          new ServerMessage.Failure(
              0,
              e.code().sqlState(),
              String.valueOf(e.getMessage()),
              "",
              "",
              e.code().retryable()));
      channel.close();
      return false;
    }
  }

  /// Takes a message over. Returns false when the connection should stop reading until
  /// [ReplyChannel#resumeReading].
  public boolean offer(ClientMessage message) {
    if (message instanceof ClientMessage.Cancel) {
      cancel(message.id());
    } else if (message instanceof ClientMessage.Close && message.id() != 0) {
      statements.cancel(message.id());
    }
    return mailbox.put(message);
  }

  /// Stops a portal, or what is being prepared or waits to run under that id; 0 stops everything.
  /// Unknown ids are ignored.
  @Override
  public void cancel(int target) {
    cancelLock.lock();
    try {
      if (statements.cancel(target)) {
        mailbox.wake();
      } else if (target != 0
          && (current == target || mailbox.holds(message -> message.id() == target))) {
        cancelled.add(target);
      }
      if (target == 0 && current != 0) {
        cancelled.add(current);
      }
    } finally {
      cancelLock.unlock();
    }
  }

  @Override
  public void disconnect() {
    disconnected = true;
    statements.cancel(0);
    mailbox.close();
  }

  @Override
  public void stop() {
    stopping = true;
    mailbox.wake();
  }

  @Override
  public boolean isBusy() {
    return statements.isBusy();
  }

  @Override
  public boolean awaitEnd(long timeoutNanos) throws InterruptedException {
    return ended.await(timeoutNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void run() {
    try {
      while (!disconnected && step()) {
        // until the client or the server ends it
      }
    } finally {
      statements.close();
      registry.remove(this);
      mailbox.close();
      channel.close();
      LOG.info("event=session_closed session={}", id);
      ended.countDown();
    }
  }

  private boolean step() {
    ClientMessage message = mailbox.poll();
    if (message == null) {
      if (statements.advanceNext()) {
        return true;
      }
      if (stopping && !statements.isBusy()) {
        channel.send(
            new ServerMessage.Failure(
                0,
                ErrorCode.SHUTTING_DOWN.sqlState(),
                "the gateway is stopping",
                "",
                "connect again later",
                true));
        return false;
      }
      message = mailbox.take();
    }
    if (mailbox.shouldResume()) {
      channel.resumeReading();
    }
    return message == null || handle(message);
  }

  private boolean handle(ClientMessage message) {
    if (message instanceof ClientMessage.Terminate) {
      return false;
    }
    begin(message.id());
    try {
      dispatch(message);
    } finally {
      end(message.id());
    }
    return true;
  }

  private void dispatch(ClientMessage message) {
    switch (message) {
      case ClientMessage.Prepare m -> statements.prepare(m, () -> isCancelled(m.id()));
      case ClientMessage.Describe m -> statements.describe(m);
      case ClientMessage.Execute m -> statements.execute(m, () -> isCancelled(m.id()));
      case ClientMessage.Credit m -> statements.credit(m);
      case ClientMessage.Cancel m -> {
        // took effect when it arrived
      }
      case ClientMessage.Close m -> {
        statements.close(m.id());
        channel.send(new ServerMessage.Done(m.id()));
      }
      case ClientMessage.SetOption m -> statements.setOption(m);
      case ClientMessage.Ping m -> channel.send(new ServerMessage.Done(m.id()));
      case ClientMessage.Terminate m -> throw new IllegalStateException("ends the session before");
      case ClientMessage.Hello m -> throw outOfPlace(m);
      case ClientMessage.CancelRequest m -> throw outOfPlace(m);
      case ClientMessage.Authenticate m -> throw outOfPlace(m);
      case ClientMessage.AuthenticateContinue m -> throw outOfPlace(m);
    }
  }

  private static IllegalStateException outOfPlace(ClientMessage message) {
    return new IllegalStateException(message.type() + " must not reach an open session");
  }

  private void begin(int messageId) {
    cancelLock.lock();
    try {
      current = messageId;
    } finally {
      cancelLock.unlock();
    }
  }

  private void end(int messageId) {
    cancelLock.lock();
    try {
      current = 0;
      if (!mailbox.holds(message -> message.id() == messageId)) {
        cancelled.remove(messageId);
      }
    } finally {
      cancelLock.unlock();
    }
  }

  private boolean isCancelled(int messageId) {
    cancelLock.lock();
    try {
      return disconnected || cancelled.contains(messageId);
    } finally {
      cancelLock.unlock();
    }
  }
}
