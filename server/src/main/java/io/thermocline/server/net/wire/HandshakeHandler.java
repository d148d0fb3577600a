package io.thermocline.server.net.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.auth.ScramClient;
import io.thermocline.protocol.auth.ScramException;
import io.thermocline.protocol.auth.ScramServer;
import io.thermocline.protocol.codec.MessageEncoder;
import io.thermocline.server.query.SessionContext;
import io.thermocline.server.session.Session;
import io.thermocline.server.session.SessionRegistry;
import io.thermocline.spi.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state machine before a session exists: Hello, Authenticate, AuthenticateContinue; or one
/// CancelRequest. Anything out of order ends the connection. When authentication succeeds, it
/// starts the session's virtual thread and leaves the pipeline.
final class HandshakeHandler extends SimpleChannelInboundHandler<ClientMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(HandshakeHandler.class);

  /// Said for a wrong password and for an unknown user alike.
  private static final String REFUSED = "the user name or the password is wrong";

  private sealed interface State {
    record AwaitHello() implements State {}

    record AwaitUser() implements State {}

    record AwaitProof(ClientMessage.Authenticate request, ScramServer scram) implements State {}

    record Over() implements State {}
  }

  private final WireConnections connections;
  private State state = new State.AwaitHello();
  private @Nullable Future<?> timeout;

  HandshakeHandler(WireConnections connections) {
    super(ClientMessage.class);
    this.connections = connections;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    long millis = connections.settings().handshakeTimeout().toMillis();
    timeout = context.executor().schedule(() -> timedOut(context), millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  private void timedOut(ChannelHandlerContext context) {
    state = new State.Over();
    Failures.close(
        context, ErrorCode.AUTHENTICATION_FAILED, "the client did not authenticate in time");
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ClientMessage message) {
    switch (state) {
      case State.AwaitHello s -> {
        switch (message) {
          case ClientMessage.Hello hello -> hello(context, hello);
          case ClientMessage.CancelRequest request -> cancel(context, request);
          default -> throw unexpected(message);
        }
      }
      case State.AwaitUser s -> {
        if (!(message instanceof ClientMessage.Authenticate authenticate)) {
          throw unexpected(message);
        }
        authenticate(context, authenticate);
      }
      case State.AwaitProof proof -> {
        if (!(message instanceof ClientMessage.AuthenticateContinue answer)) {
          throw unexpected(message);
        }
        finish(context, proof, answer);
      }
      case State.Over s -> {
        // the connection is closing
      }
    }
  }

  private static ProtocolException unexpected(ClientMessage message) {
    return new ProtocolException(message.type() + " is out of place during the handshake");
  }

  private void hello(ChannelHandlerContext context, ClientMessage.Hello hello) {
    int version = Math.min(hello.maxVersion(), ProtocolLimits.MAX_VERSION);
    if (version < Math.max(hello.minVersion(), ProtocolLimits.MIN_VERSION)) {
      state = new State.Over();
      Failures.close(
          context,
          ErrorCode.PROTOCOL_VERSION,
          "the client speaks protocol versions "
              + hello.minVersion()
              + " to "
              + hello.maxVersion()
              + ", the gateway "
              + ProtocolLimits.MIN_VERSION
              + " to "
              + ProtocolLimits.MAX_VERSION
              + "; update the older side");
      return;
    }
    state = new State.AwaitUser();
    send(
        context,
        new ServerMessage.HelloReply(version, List.of(), connections.settings().serverName()));
  }

  private void cancel(ChannelHandlerContext context, ClientMessage.CancelRequest request) {
    state = new State.Over();
    connections.registry().cancel(request.sessionId(), request.secret(), request.target());
    context.close();
  }

  private void authenticate(ChannelHandlerContext context, ClientMessage.Authenticate request) {
    if (!request.mechanism().equals(ScramClient.MECHANISM)) {
      throw new ProtocolException("the only authentication mechanism is " + ScramClient.MECHANISM);
    }
    ScramServer scram =
        new ScramServer(
            request.user(),
            connections.users().verifier(request.user()),
            connections.decoy(),
            connections.random());
    try {
      byte[] challenge = scram.challenge(request.data());
      state = new State.AwaitProof(request, scram);
      send(context, new ServerMessage.AuthenticateChallenge(challenge));
    } catch (ScramException e) {
      throw new ProtocolException(String.valueOf(e.getMessage()));
    }
  }

  private void finish(
      ChannelHandlerContext context,
      State.AwaitProof proof,
      ClientMessage.AuthenticateContinue answer) {
    state = new State.Over();
    byte[] serverFinal;
    try {
      serverFinal = proof.scram().verify(answer.data());
    } catch (ScramException e) {
      LOG.info("event=authentication_failed peer={}", context.channel().remoteAddress());
      Failures.close(context, ErrorCode.AUTHENTICATION_FAILED, REFUSED);
      return;
    }
    startSession(context, proof.request(), serverFinal);
  }

  private void startSession(
      ChannelHandlerContext context, ClientMessage.Authenticate request, byte[] serverFinal) {
    SessionRegistry registry = connections.registry();
    long id = registry.newId();
    byte[] secret = registry.newSecret(ProtocolLimits.SECRET_BYTES);
    SessionContext session =
        new SessionContext(Long.toString(id), request.user(), request.catalog());
    NettyReplyChannel replies = new NettyReplyChannel(context.channel());
    Session running = connections.newSession(id, secret, session, replies);
    if (!running.initialize(request.options())) {
      return;
    }
    context.pipeline().get(FrameDecoder.class).maxFrameBytes(ProtocolLimits.MAX_FRAME_BYTES);
    context
        .pipeline()
        .addLast(
            "session", new SessionHandler(running, replies, connections.settings().idleTimeout()));
    registry.add(running);
    Map<String, String> parameters =
        Map.of("server_version", connections.settings().serverName(), "catalog", request.catalog());
    send(context, new ServerMessage.AuthenticateOk(id, secret, serverFinal, parameters));
    context.pipeline().remove(this);
    LOG.info("event=session_opened session={} peer={}", id, context.channel().remoteAddress());
    Thread.ofVirtual().name("session-" + id).start(running);
  }

  private static void send(ChannelHandlerContext context, ServerMessage message) {
    context.writeAndFlush(Unpooled.wrappedBuffer(MessageEncoder.frame(message)));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    state = new State.Over();
    Failures.close(context, cause);
  }
}
