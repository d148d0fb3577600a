package io.thermocline.server.net.pgwire;

import io.thermocline.protocol.auth.ScramClient;
import io.thermocline.protocol.auth.ScramException;
import io.thermocline.server.net.PostgresFixture;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A client of PostgreSQL's protocol that can send anything.
final class RawPostgres implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  RawPostgres(PostgresFixture fixture) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), fixture.server.port());
    socket.setSoTimeout(60_000);
    in = new DataInputStream(socket.getInputStream());
  }

  /// What the server said: a type and a body.
  record Reply(char type, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    int int32(int at) {
      return (body[at] & 0xff) << 24
          | (body[at + 1] & 0xff) << 16
          | (body[at + 2] & 0xff) << 8
          | body[at + 3] & 0xff;
    }

    /// A field of an error or a notice; empty when there is none.
    String field(char code) {
      int at = 0;
      while (at < body.length && body[at] != 0) {
        int end = at + 1;
        while (body[end] != 0) {
          end++;
        }
        if (body[at] == code) {
          return new String(body, at + 1, end - at - 1, StandardCharsets.UTF_8);
        }
        at = end + 1;
      }
      return "";
    }
  }

  /// Writes the parts of a message body.
  @FunctionalInterface
  interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  static void string(DataOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.writeByte(0);
  }

  /// Gathers a message; type 0 is for the messages before the start.
  RawPostgres add(int type, Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    body.write(new DataOutputStream(bytes));
    DataOutputStream out = new DataOutputStream(sent);
    if (type != 0) {
      out.writeByte(type);
    }
    out.writeInt(4 + bytes.size());
    out.write(bytes.toByteArray());
    return this;
  }

  RawPostgres add(int type) throws IOException {
    return add(type, out -> {});
  }

  RawPostgres query(String text) throws IOException {
    return add('Q', out -> string(out, text));
  }

  RawPostgres parse(String name, String text) throws IOException {
    return add(
        'P',
        out -> {
          string(out, name);
          string(out, text);
          out.writeShort(0);
        });
  }

  /// Binds without parameters.
  RawPostgres bind(String portal, String statement) throws IOException {
    return add(
        'B',
        out -> {
          string(out, portal);
          string(out, statement);
          out.writeShort(0);
          out.writeShort(0);
          out.writeShort(0);
        });
  }

  RawPostgres execute(String portal, int rows) throws IOException {
    return add(
        'E',
        out -> {
          string(out, portal);
          out.writeInt(rows);
        });
  }

  /// Sends what was gathered, at once.
  RawPostgres send() throws IOException {
    socket.getOutputStream().write(sent.toByteArray());
    sent.reset();
    return this;
  }

  void sendRaw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  int readByte() throws IOException {
    return in.read();
  }

  /// The next message, or null when the server has closed the connection.
  @Nullable Reply read() throws IOException {
    try {
      char type = (char) in.readUnsignedByte();
      byte[] body = new byte[in.readInt() - 4];
      in.readFully(body);
      return new Reply(type, body);
    } catch (EOFException | SocketException e) {
      return null;
    }
  }

  /// The next message of a type; others are left out.
  Reply read(char type) throws IOException {
    for (Reply reply = read(); reply != null; reply = read()) {
      if (reply.type() == type) {
        return reply;
      }
    }
    throw new AssertionError("the connection closed before a message " + type);
  }

  /// The types of all messages up to ReadyForQuery, rows as one.
  String typesUntilReady() throws IOException {
    StringBuilder types = new StringBuilder();
    for (Reply reply = read(); reply != null; reply = read()) {
      if (reply.type() != 'D' || types.charAt(types.length() - 1) != 'D') {
        types.append(reply.type());
      }
      if (reply.type() == 'Z') {
        return types.append((char) reply.body()[0]).toString();
      }
    }
    return types.append(" and the connection closed").toString();
  }

  RawPostgres startup(int minor, String... parameters) throws IOException {
    return add(
        0,
        out -> {
          out.writeShort(3);
          out.writeShort(minor);
          for (String parameter : parameters) {
            string(out, parameter);
          }
          out.writeByte(0);
        });
  }

  /// Logs in; answers the key that cancel requests need: process and secret.
  Reply login() throws IOException {
    startup(0, "user", PostgresFixture.USER, "database", "shop").send();
    authenticate();
    Reply key = read('K');
    read('Z');
    return key;
  }

  /// Answers the server's request for SCRAM.
  void authenticate() throws IOException {
    try {
      read('R');
      ScramClient scram =
          new ScramClient(
              PostgresFixture.USER, PostgresFixture.PASSWORD.toCharArray(), new SecureRandom());
      byte[] first = scram.first();
      add(
              'p',
              out -> {
                string(out, ScramClient.MECHANISM);
                out.writeInt(first.length);
                out.write(first);
              })
          .send();
      byte[] challenge = read('R').body();
      byte[] proof = scram.answer(Arrays.copyOfRange(challenge, 4, challenge.length));
      add('p', out -> out.write(proof)).send();
      byte[] last = read('R').body();
      scram.verify(Arrays.copyOfRange(last, 4, last.length));
    } catch (ScramException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
