package io.thermocline.jdbc.internal.net;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.auth.ScramClient;
import io.thermocline.protocol.auth.ScramException;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connects and authenticates, host by host until one answers. */
final class Handshake {
  private static final String CLIENT_NAME = "thermocline-jdbc 0.1";

  private Handshake() {}

  /** A connection whose user is authenticated. */
  record Opened(
      WireConnection connection,
      ConnectionSettings.Host host,
      ServerMessage.HelloReply hello,
      ServerMessage.AuthenticateOk ok) {}

  /** Tries the hosts. A wrong password ends the search; an unreachable or full gateway does not. */
  static Opened open(ConnectionSettings settings) throws SQLException {
    List<ConnectionSettings.Host> hosts = new ArrayList<>(settings.hosts());
    if (settings.loadBalance()) {
      Collections.shuffle(hosts);
    }
    SQLException failure = null;
    for (ConnectionSettings.Host host : hosts) {
      try {
        return open(settings, host, Deadline.after(settings.connectTimeout()));
      } catch (SQLException e) {
        boolean nextMayHelp = e.getSQLState().startsWith("08") || e.getSQLState().startsWith("5");
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
        if (!nextMayHelp) {
          break;
        }
      }
    }
    throw failure == null ? SqlErrors.of("08001", "the URL names no host") : failure;
  }

  private static Opened open(
      ConnectionSettings settings, ConnectionSettings.Host host, Deadline deadline)
      throws SQLException {
    String place = host.name() + ":" + host.port();
    WireConnection connection;
    try {
      connection = WireConnection.open(host, deadline);
    } catch (IOException e) {
      throw SqlErrors.of(
          "08001",
          "cannot reach a gateway at " + place + " (" + e.getMessage() + "); is it running?",
          true,
          e);
    }
    try {
      return authenticate(settings, host, connection, deadline);
    } catch (IOException e) {
      connection.close();
      throw SqlErrors.of(
          "08001",
          "the connection to " + place + " broke while logging in: " + e.getMessage(),
          true,
          e);
    } catch (ProtocolException e) {
      connection.close();
      throw SqlErrors.of(
          "08P01",
          "what listens at " + place + " does not speak Thermocline's protocol: " + e.getMessage(),
          false,
          e);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Opened authenticate(
      ConnectionSettings settings,
      ConnectionSettings.Host host,
      WireConnection connection,
      Deadline deadline)
      throws IOException, SQLException {
    char[] password = settings.password();
    try {
      ScramClient scram = new ScramClient(settings.user(), password, new SecureRandom());
      connection.send(
          new ClientMessage.Hello(
              ProtocolLimits.MIN_VERSION, ProtocolLimits.MAX_VERSION, List.of(), CLIENT_NAME));
      ServerMessage.HelloReply hello =
          expect(ServerMessage.HelloReply.class, connection.read(deadline));
      connection.send(
          new ClientMessage.Authenticate(
              settings.user(),
              settings.catalog(),
              ScramClient.MECHANISM,
              scram.first(),
              settings.sessionOptions()));
      byte[] challenge =
          expect(ServerMessage.AuthenticateChallenge.class, connection.read(deadline)).data();
      connection.send(new ClientMessage.AuthenticateContinue(scram.answer(challenge)));
      ServerMessage.AuthenticateOk ok =
          expect(ServerMessage.AuthenticateOk.class, connection.read(deadline));
      scram.verify(ok.data());
      return new Opened(connection, host, hello, ok);
    } catch (ScramException e) {
      throw SqlErrors.of(
          "28000", e.getMessage() == null ? "authentication failed" : e.getMessage(), false, e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static <T extends ServerMessage> T expect(
      Class<T> wanted, @Nullable ServerMessage message) throws SQLException {
    if (message == null) {
      throw SqlErrors.of("08001", "the gateway did not answer within connectTimeout", true, null);
    }
    if (message instanceof ServerMessage.Failure failure) {
      throw SqlErrors.of(failure);
    }
    if (!wanted.isInstance(message)) {
      throw new ProtocolException(message.type() + " is out of place during the handshake");
    }
    return wanted.cast(message);
  }
}
