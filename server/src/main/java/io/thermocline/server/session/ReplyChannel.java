package io.thermocline.server.session;

import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.codec.WireWriter;

/// The way back to a client of the native protocol.
public interface ReplyChannel extends FrameChannel {
  /// Sends a message.
  void send(ServerMessage message);

  /// Sends frames that are encoded already, taking them over, and a message behind them in one
  /// piece.
  void send(WireWriter frames, ServerMessage last);
}
