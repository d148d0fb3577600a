package io.thermocline.server.session;

/// The way back to a session's client, for bytes that are encoded already. Sending blocks while the
/// client's socket is congested; after the connection has closed it does nothing.
public interface FrameChannel {
  /// Sends a frame; takes the array over.
  ///
  /// @param length the bytes of the array that belong to the frame
  void sendFrame(byte[] frame, int length);

  /// Lets the connection deliver messages again after a session asked for a pause.
  void resumeReading();

  /// Closes the connection once everything sent before has left, or after a second. Waits for that,
  /// except on an event loop.
  void close();
}
