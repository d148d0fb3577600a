package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Loopback ports.
final class Ports {
  /// The loopback address that the stores listen on.
  static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /// The port asked for when it is free, or a free one for 0.
  ///
  /// @throws ThermoclineException CONFIGURATION when the port is taken
  static int choose(int wanted, String name) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), wanted));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "port "
              + wanted
              + " for "
              + name
              + " is taken on "
              + LOOPBACK
              + "; configure another, or 0 for a free one",
          e);
    }
  }
}
