package io.thermocline.server.net;

import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.server.session.SessionLimits;
import java.net.InetAddress;
import java.time.Duration;

/// How the native protocol is served.
///
/// @param address to listen on
/// @param port to listen on; 0 lets the system choose
/// @param serverName name and version, for clients
/// @param maxConnections that may be open at once; further ones fail with 53300
/// @param handshakeTimeout within which a client must have authenticated
/// @param idleTimeout after which a session without messages and open results ends; zero means
///   never
/// @param stopTimeout that running statements get when the gateway stops
/// @param limits of each session
public record WireServerSettings(
    InetAddress address,
    int port,
    String serverName,
    int maxConnections,
    Duration handshakeTimeout,
    Duration idleTimeout,
    Duration stopTimeout,
    SessionLimits limits) {

  /// Loopback, the default port, 512 connections.
  public static final WireServerSettings DEFAULT =
      new WireServerSettings(
          InetAddress.getLoopbackAddress(),
          ProtocolLimits.DEFAULT_PORT,
          "Thermocline",
          512,
          Duration.ofSeconds(10),
          Duration.ZERO,
          Duration.ofSeconds(10),
          SessionLimits.DEFAULT);

  /// Checks the bounds.
  public WireServerSettings {
    if (port < 0 || port > 65_535 || maxConnections < 1) {
      throw new IllegalArgumentException(
          "a port is 0 to 65535 and there is at least one connection");
    }
    if (!handshakeTimeout.isPositive() || idleTimeout.isNegative() || stopTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "time-outs are not negative, and the handshake's is positive");
    }
  }

  /// The same on another port.
  public WireServerSettings withPort(int newPort) {
    return new WireServerSettings(
        address,
        newPort,
        serverName,
        maxConnections,
        handshakeTimeout,
        idleTimeout,
        stopTimeout,
        limits);
  }

  /// The same on another address.
  public WireServerSettings withAddress(InetAddress newAddress) {
    return new WireServerSettings(
        newAddress,
        port,
        serverName,
        maxConnections,
        handshakeTimeout,
        idleTimeout,
        stopTimeout,
        limits);
  }

  /// The same with another number of connections.
  public WireServerSettings withMaxConnections(int count) {
    return new WireServerSettings(
        address, port, serverName, count, handshakeTimeout, idleTimeout, stopTimeout, limits);
  }

  /// The same with other time-outs.
  public WireServerSettings withTimeouts(Duration handshake, Duration idle, Duration stop) {
    return new WireServerSettings(
        address, port, serverName, maxConnections, handshake, idle, stop, limits);
  }
}
