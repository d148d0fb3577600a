package io.thermocline.server.net.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.codec.MessageEncoder;
import io.thermocline.spi.error.ErrorCode;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a connection with a failure of id 0.
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static void close(ChannelHandlerContext context, ErrorCode code, String message) {
    ServerMessage failure =
        new ServerMessage.Failure(0, code.sqlState(), message, "", "", code.retryable());
    context
        .writeAndFlush(Unpooled.wrappedBuffer(MessageEncoder.frame(failure)))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /// Ends a connection because of an exception in its pipeline.
  static void close(ChannelHandlerContext context, Throwable exception) {
    Throwable cause = exception.getCause() instanceof ProtocolException inner ? inner : exception;
    if (cause instanceof ProtocolException) {
      LOG.info(
          "event=protocol_violation peer={} reason=\"{}\"",
          context.channel().remoteAddress(),
          cause.getMessage());
      close(context, ErrorCode.PROTOCOL_VIOLATION, String.valueOf(cause.getMessage()));
    } else if (cause instanceof IOException) {
      context.close();
    } else {
      LOG.error("event=connection_failed peer={}", context.channel().remoteAddress(), cause);
      close(
          context,
          ErrorCode.INTERNAL,
          "a defect of the gateway: " + cause.getClass().getSimpleName());
    }
  }
}
