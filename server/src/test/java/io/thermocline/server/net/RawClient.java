package io.thermocline.server.net;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.Message;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.auth.ScramClient;
import io.thermocline.protocol.auth.ScramException;
import io.thermocline.protocol.codec.MessageDecoder;
import io.thermocline.protocol.codec.MessageEncoder;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A client that can send anything.
final class RawClient implements AutoCloseable {
  final Socket socket;
  private final DataInputStream in;

  RawClient(WireFixture fixture) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), fixture.server.port());
    socket.setSoTimeout(20_000);
    in = new DataInputStream(socket.getInputStream());
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(Message message) throws IOException {
    send(MessageEncoder.frame(message));
  }

  /// The next message, or null when the server has closed the connection.
  @Nullable Message read() throws IOException {
    try {
      byte[] body =
          new byte
              [MessageDecoder.bodyBytes(
                  Integer.reverseBytes(in.readInt()), ProtocolLimits.MAX_FRAME_BYTES)];
      int code = in.readUnsignedByte();
      int id = Integer.reverseBytes(in.readInt());
      in.readFully(body);
      return MessageDecoder.decode(code, id, body);
    } catch (EOFException | SocketException e) {
      return null;
    }
  }

  ServerMessage.Failure readFailure() throws IOException {
    return (ServerMessage.Failure)
        Objects.requireNonNull(read(), "the connection closed without a failure");
  }

  static ClientMessage.Hello hello() {
    return new ClientMessage.Hello(1, 1, List.of(), "raw");
  }

  ServerMessage.AuthenticateOk login() throws IOException {
    try {
      send(hello());
      read();
      ScramClient scram =
          new ScramClient(WireFixture.USER, WireFixture.PASSWORD.toCharArray(), new SecureRandom());
      send(
          new ClientMessage.Authenticate(
              WireFixture.USER, "", ScramClient.MECHANISM, scram.first(), Map.of()));
      Message challenge = read();
      if (!(challenge instanceof ServerMessage.AuthenticateChallenge c)) {
        throw new AssertionError(String.valueOf(challenge));
      }
      send(new ClientMessage.AuthenticateContinue(scram.answer(c.data())));
      ServerMessage.AuthenticateOk ok =
          (ServerMessage.AuthenticateOk) Objects.requireNonNull(read());
      scram.verify(ok.data());
      return ok;
    } catch (ScramException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
