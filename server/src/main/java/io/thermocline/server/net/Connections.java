package io.thermocline.server.net;

import io.netty.channel.socket.SocketChannel;

/// The connections of one listener. Thread-safe.
public interface Connections {
  /// Installs the handlers of a new connection, or turns it away when there are too many.
  void initialize(SocketChannel channel);

  /// The number of open connections.
  int count();
}
