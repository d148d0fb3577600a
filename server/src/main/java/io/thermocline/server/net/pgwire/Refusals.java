package io.thermocline.server.net.pgwire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a connection with a fatal error.
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private Refusals() {}

  static void close(ChannelHandlerContext context, ErrorCode code, String message) {
    BackendWriter out = new BackendWriter(256).begin('E');
    out.int8('S').string(Severity.FATAL.name()).int8('V').string(Severity.FATAL.name());
    out.int8('C').string(code.sqlState()).int8('M').string(message).int8(0).end();
    context
        .writeAndFlush(Unpooled.wrappedBuffer(out.array(), 0, out.size()))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /// Ends a connection because of an exception in its pipeline.
  static void close(ChannelHandlerContext context, Throwable exception) {
    Throwable cause = exception.getCause() instanceof ProtocolException inner ? inner : exception;
    switch (cause) {
      case ProtocolException e -> {
        LOG.info(
            "event=protocol_violation protocol=postgres peer={} reason=\"{}\"",
            context.channel().remoteAddress(),
            e.getMessage());
        close(context, ErrorCode.PROTOCOL_VIOLATION, String.valueOf(e.getMessage()));
      }
      case ThermoclineException e -> close(context, e.code(), String.valueOf(e.getMessage()));
      case IOException e -> context.close();
      default -> {
        LOG.error(
            "event=connection_failed protocol=postgres peer={}",
            context.channel().remoteAddress(),
            cause);
        close(
            context,
            ErrorCode.INTERNAL,
            "a defect of the gateway: " + cause.getClass().getSimpleName());
      }
    }
  }
}
