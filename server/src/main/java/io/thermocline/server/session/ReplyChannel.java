package io.thermocline.server.session;

import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.codec.WireWriter;

/// The way back to a session's client. Sending blocks while the client's socket is congested; after
/// the connection has closed it does nothing.
public interface ReplyChannel {
  /// Sends a message.
  void send(ServerMessage message);

  /// Sends a frame that is encoded already; takes the array over.
  ///
  /// @param length the bytes of the array that belong to the frame
  void sendFrame(byte[] frame, int length);

  /// Sends frames that are encoded already, taking them over, and a message behind them in one
  /// piece.
  void send(WireWriter frames, ServerMessage last);

  /// Lets the connection deliver messages again after [Session#offer] asked for a pause.
  void resumeReading();

  /// Closes the connection once everything sent before has left, or after a second. Waits for that,
  /// except on an event loop.
  void close();
}
