package io.thermocline.server.net.pgwire;

import io.thermocline.server.pgcatalog.PgSettings;
import io.thermocline.server.query.QueryService;
import io.thermocline.server.query.SessionContext;
import io.thermocline.server.session.ClientSession;
import io.thermocline.server.session.FrameChannel;
import io.thermocline.server.session.Mailbox;
import io.thermocline.server.session.SessionLimits;
import io.thermocline.server.session.SessionRegistry;
import io.thermocline.server.session.StatementFailure;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's session: takes messages in order and answers them. After an error in the extended
/// protocol everything up to the next Sync is skipped.
final class PgSession implements ClientSession {
  private static final Logger LOG = LoggerFactory.getLogger(PgSession.class);

  private final long id;
  private final byte[] secret;
  private final SessionContext context;
  private final FrameChannel channel;
  private final SessionRegistry registry;
  private final Mailbox<FrontendMessage> mailbox;
  private final Replies replies;
  private final RunningStatement running = new RunningStatement();
  private final PgStatements statements;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Map<String, String> reported = Map.of();
  private boolean skipping;
  private volatile boolean disconnected;
  private volatile boolean stopping;

  PgSession(
      long id,
      byte[] secret,
      SessionContext context,
      QueryService queries,
      FrameChannel channel,
      SessionRegistry registry,
      SessionLimits limits) {
    this.id = id;
    this.secret = secret;
    this.context = context;
    this.channel = channel;
    this.registry = registry;
    this.mailbox = new Mailbox<>(limits.mailboxMessages());
    this.replies = new Replies(channel);
    this.statements = new PgStatements(context, queries, replies, running, limits);
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public byte[] secret() {
    return secret;
  }

  /// Takes a message over. Returns false when the connection should stop reading.
  boolean offer(FrontendMessage message) {
    return mailbox.put(message);
  }

  @Override
  public void cancel(int target) {
    running.cancel();
  }

  @Override
  public void disconnect() {
    disconnected = true;
    running.cancelForGood();
    mailbox.close();
  }

  @Override
  public void stop() {
    stopping = true;
    mailbox.wake();
  }

  @Override
  public boolean isBusy() {
    return running.isRunning();
  }

  @Override
  public boolean awaitEnd(long timeoutNanos) throws InterruptedException {
    return ended.await(timeoutNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void run() {
    try {
      greet();
      while (!disconnected && step()) {
        // until the client or the server ends it
      }
    } finally {
      statements.close();
      registry.remove(this);
      mailbox.close();
      channel.close();
      LOG.info("event=session_closed protocol=postgres session={}", id);
      ended.countDown();
    }
  }

  private void greet() {
    reportChanges();
    replies.key((int) id, secret);
    replies.ready(TransactionState.IDLE);
  }

  /// Tells the client of the settings that have changed.
  private void reportChanges() {
    Map<String, String> now = PgSettings.reported(context);
    now.forEach((name, value) -> {
      if (!value.equals(reported.get(name))) {
        replies.parameter(name, value);
      }
    });
    reported = now;
  }

  private boolean step() {
    FrontendMessage message = mailbox.poll();
    if (message == null) {
      if (stopping) {
        replies.error(
            Severity.FATAL,
            new StatementFailure(
                ErrorCode.SHUTTING_DOWN, "the gateway is stopping; connect again later", "", 0));
        replies.flush();
        return false;
      }
      message = mailbox.take();
    }
    if (mailbox.shouldResume()) {
      channel.resumeReading();
    }
    if (message == null) {
      return true;
    }
    if (message instanceof FrontendMessage.Terminate) {
      return false;
    }
    if (message instanceof FrontendMessage.Sync) {
      skipping = false;
      statements.endImplicitTransaction();
      ready();
    } else if (!skipping || message instanceof FrontendMessage.Query) {
      handle(message);
    }
    return true;
  }

  private void ready() {
    reportChanges();
    replies.ready(statements.transaction());
  }

  private void handle(FrontendMessage message) {
    running.begin();
    try {
      dispatch(message);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      statements.fail();
      replies.error(Severity.ERROR, StatementFailure.of(e, context));
      skipping = !(message instanceof FrontendMessage.Query);
    } finally {
      running.end();
    }
    if (message instanceof FrontendMessage.Query) {
      skipping = false;
      statements.endImplicitTransaction();
      ready();
    }
  }

  private void dispatch(FrontendMessage message) {
    switch (message) {
      case FrontendMessage.Query m -> simple(m.text());
      case FrontendMessage.Parse m -> statements.parse(m);
      case FrontendMessage.Bind m -> statements.bind(m);
      case FrontendMessage.Describe m -> statements.describe(m);
      case FrontendMessage.Execute m -> statements.execute(m);
      case FrontendMessage.Close m -> statements.close(m);
      case FrontendMessage.Flush m -> replies.flush();
      case FrontendMessage.FunctionCall m ->
          throw new ThermoclineException(
              ErrorCode.UNSUPPORTED,
              "functions are not called by their identifiers here; call them in a SELECT");
      case FrontendMessage.CopyPart m -> {
        // no copy towards the gateway ever begins, so these come too late and mean nothing
      }
      case FrontendMessage.Sync m -> throw outOfPlace(m);
      case FrontendMessage.Terminate m -> throw outOfPlace(m);
      case FrontendMessage.SslRequest m -> throw outOfPlace(m);
      case FrontendMessage.GssRequest m -> throw outOfPlace(m);
      case FrontendMessage.CancelRequest m -> throw outOfPlace(m);
      case FrontendMessage.Startup m -> throw outOfPlace(m);
      case FrontendMessage.Authentication m -> throw outOfPlace(m);
    }
  }

  private static ThermoclineException outOfPlace(FrontendMessage message) {
    return new ThermoclineException(
        ErrorCode.PROTOCOL_VIOLATION,
        message.getClass().getSimpleName() + " is out of place in an open session");
  }

  private void simple(String text) {
    List<String> parts = StatementSplitter.split(text);
    if (parts.isEmpty()) {
      replies.bare('I');
    }
    int searched = 0;
    for (String part : parts) {
      int offset = text.indexOf(part, searched);
      searched = offset + part.length();
      try {
        statements.simple(part);
      } catch (ThermoclineException e) {
        throw e.position() == 0 || offset == 0 ? e : moved(e, offset);
      }
    }
  }

  private static ThermoclineException moved(ThermoclineException e, int offset) {
    return new ThermoclineException(
        e.code(), String.valueOf(e.getMessage()), e.position() + offset, e);
  }
}
