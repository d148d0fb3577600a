package io.thermocline.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.Message;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.auth.ScramClient;
import io.thermocline.protocol.codec.MessageEncoder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Peers that break the protocol, vanish or are too many: each costs its own connection and nothing
/// else.
@Timeout(60)
class WireRobustnessTest {
  private static WireFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new WireFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static void assertViolation(RawClient client, String about) throws IOException {
    ServerMessage.Failure failure = client.readFailure();
    assertThat(failure.sqlState()).isEqualTo("08P01");
    assertThat(failure.id()).isZero();
    assertThat(failure.message()).contains(about);
    assertThat(client.read()).isNull();
  }

  private static byte[] header(int length, int type, int id) {
    return ByteBuffer.allocate(9)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(length)
        .put((byte) type)
        .putInt(id)
        .array();
  }

  @Test
  void foreignProtocolsAreTurnedAway() throws IOException {
    for (String text :
        List.of(
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "\0\0\0\10\4\322\26/",
            "SSH-2.0-OpenSSH_9.6\r\n")) {
      try (RawClient client = new RawClient(fixture)) {
        client.send(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(client.readFailure().sqlState()).isEqualTo("08P01");
        assertThat(client.read()).isNull();
      }
    }
  }

  @Test
  void oversizedFrameIsRefusedBeforeItArrives() throws IOException {
    try (RawClient client = new RawClient(fixture)) {
      client.send(header(ProtocolLimits.MAX_HANDSHAKE_FRAME_BYTES, 0x01, 0));
      assertViolation(client, "outside the limits");
    }
    try (RawClient client = new RawClient(fixture)) {
      client.login();
      client.send(header(-1, 0x10, 1));
      assertViolation(client, "4294967299 bytes");
    }
    try (RawClient client = new RawClient(fixture)) {
      client.send(header(4, 0x01, 0));
      assertViolation(client, "outside the limits");
    }
  }

  @Test
  void malformedMessagesEndTheConnection() throws IOException {
    byte[] prepare = MessageEncoder.frame(new ClientMessage.Prepare(1, "numbers 1", 0));
    byte[] tooShort = prepare.clone();
    tooShort[13] = 100;
    byte[] trailing = prepare.clone();
    trailing[13] = 3;
    byte[] unknownType = prepare.clone();
    unknownType[4] = 0x7f;
    byte[] fromServer = MessageEncoder.frame(new ServerMessage.Done(1));
    byte[] latin = prepare.clone();
    latin[17] = (byte) 0xff;
    Map<byte[], String> cases =
        Map.of(
            tooShort,
            "announced",
            trailing,
            "follow",
            unknownType,
            "0x7f",
            fromServer,
            "of the server",
            latin,
            "UTF-8",
            MessageEncoder.frame(RawClient.hello()),
            "out of place");
    for (Map.Entry<byte[], String> one : cases.entrySet()) {
      try (RawClient client = new RawClient(fixture)) {
        client.login();
        client.send(one.getKey());
        assertViolation(client, one.getValue());
      }
    }
  }

  @Test
  void messagesBeforeLoginAreOutOfPlace() throws IOException {
    try (RawClient client = new RawClient(fixture)) {
      client.send(new ClientMessage.Ping(1));
      assertViolation(client, "handshake");
    }
    try (RawClient client = new RawClient(fixture)) {
      client.send(RawClient.hello());
      client.read();
      client.send(new ClientMessage.Authenticate("ada", "", "PLAIN", new byte[0], Map.of()));
      assertViolation(client, "SCRAM-SHA-256");
    }
    try (RawClient client = new RawClient(fixture)) {
      client.send(RawClient.hello());
      client.read();
      byte[] rubbish = "n=ada".getBytes(StandardCharsets.US_ASCII);
      client.send(
          new ClientMessage.Authenticate("ada", "", ScramClient.MECHANISM, rubbish, Map.of()));
      assertViolation(client, "channel binding");
    }
  }

  @Test
  void unsharedVersionIsRefused() throws IOException {
    try (RawClient client = new RawClient(fixture)) {
      client.send(new ClientMessage.Hello(7, 9, List.of(), "future"));
      assertThat(client.readFailure().sqlState()).isEqualTo("08004");
      assertThat(client.read()).isNull();
    }
    try (RawClient client = new RawClient(fixture)) {
      client.send(new ClientMessage.Hello(1, 9, List.of("tls", "zstd"), "newer"));
      assertThat(client.read())
          .isEqualTo(new ServerMessage.HelloReply(1, List.of(), "Thermocline"));
    }
  }

  @Test
  void randomBytesNeverHurtOthers() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Connection connection = fixture.connect()) {
      for (int i = 0; i < 100; i++) {
        try (RawClient client = new RawClient(fixture)) {
          if (random.nextBoolean()) {
            client.login();
          }
          byte[] bytes = new byte[random.nextInt(200)];
          random.nextBytes(bytes);
          if (bytes.length > 5) {
            bytes[2] = 0;
            bytes[3] = 0;
          }
          client.send(bytes);
        } catch (IOException e) {
          // the server may close first
        }
      }
      assertThat(connection.isValid(10)).as("seed %d", seed).isTrue();
    }
    WireFixture.until(
        () -> fixture.server.sessionCount() == 0 && fixture.server.connectionCount() == 0);
  }

  @Test
  void framesInPiecesAreReadAsOne() throws IOException {
    try (RawClient client = new RawClient(fixture)) {
      client.login();
      client.socket.setTcpNoDelay(true);
      for (byte b : MessageEncoder.frame(new ClientMessage.Ping(7))) {
        client.send(new byte[] {b});
      }
      assertThat(client.read()).isEqualTo(new ServerMessage.Done(7));
    }
  }

  @Test
  void vanishedClientStopsItsStatement() throws IOException {
    try (RawClient client = new RawClient(fixture)) {
      client.login();
      client.send(new ClientMessage.Prepare(1, "numbers 1000000000", 0));
      client.send(new ClientMessage.Execute(2, 1, 1 << 30, 0, 0, 0, List.of()));
      assertThat(client.read()).isInstanceOf(ServerMessage.Prepared.class);
      assertThat(client.read()).isInstanceOf(ServerMessage.Rows.class);
      client.socket.setSoLinger(true, 0);
    }
    WireFixture.until(
        () -> fixture.queries.openCursors() == 0 && fixture.server.sessionCount() == 0);
  }

  @Test
  void clientThatNeverReadsIsHeldBackByItsSocketToo() throws IOException {
    try (RawClient client = new RawClient(fixture)) {
      client.login();
      client.send(new ClientMessage.Prepare(1, "numbers 1000000000", 0));
      client.send(new ClientMessage.Execute(2, 1, 1 << 30, 0, 0, 0, List.of()));
      int made = -1;
      while (made != fixture.queries.batchesMade()) {
        made = fixture.queries.batchesMade();
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
      assertThat(made).isLessThan(1000);
    }
    WireFixture.until(() -> fixture.queries.openCursors() == 0);
  }

  @Test
  void creditIsNeverExceeded() throws IOException {
    try (RawClient client = new RawClient(fixture)) {
      client.login();
      int window = 40_000;
      client.send(new ClientMessage.Prepare(1, "numbers 20000", 0));
      client.send(new ClientMessage.Execute(2, 1, window, 0, 0, 0, List.of()));
      client.send(new ClientMessage.Ping(3));
      int inFlight = 0;
      long rows = 0;
      while (true) {
        Message message = client.read();
        if (message instanceof ServerMessage.Rows batch) {
          inFlight += MessageEncoder.frame(batch).length;
          rows += batch.batch().rowCount();
          assertThat(inFlight).isLessThanOrEqualTo(window);
        } else if (message instanceof ServerMessage.Done) {
          client.send(new ClientMessage.Credit(2, inFlight == 0 ? 1 : inFlight));
          inFlight = 0;
          client.send(new ClientMessage.Ping(3));
        } else if (message instanceof ServerMessage.Complete complete) {
          assertThat(complete.rowCount()).isEqualTo(rows).isEqualTo(20_000);
          break;
        }
      }
    }
  }

  @Test
  void cancelRequestNeedsTheSecret() throws Exception {
    try (RawClient client = new RawClient(fixture)) {
      ServerMessage.AuthenticateOk ok = client.login();
      client.send(new ClientMessage.Prepare(1, "wait", 0));
      client.send(new ClientMessage.Execute(2, 1, 1000, 0, 0, 0, List.of()));
      assertThat(client.read()).isInstanceOf(ServerMessage.Prepared.class);
      WireFixture.until(() -> fixture.queries.openCursors() == 1);
      try (RawClient other = new RawClient(fixture)) {
        other.send(new ClientMessage.CancelRequest(ok.sessionId(), new byte[32], 0));
        assertThat(other.read()).isNull();
      }
      assertThat(fixture.queries.openCursors()).isEqualTo(1);
      try (RawClient other = new RawClient(fixture)) {
        other.send(new ClientMessage.CancelRequest(ok.sessionId(), ok.secret(), 2));
        assertThat(other.read()).isNull();
      }
      ServerMessage.Failure failure = client.readFailure();
      assertThat(failure.id()).isEqualTo(2);
      assertThat(failure.sqlState()).isEqualTo("57014");
    }
  }

  @Test
  void cancelReachesAStatementThatWaitsForCredit() throws IOException {
    try (RawClient client = new RawClient(fixture)) {
      client.login();
      client.send(new ClientMessage.Prepare(1, "numbers 1000000", 0));
      client.send(new ClientMessage.Execute(2, 1, 2000, 0, 0, 0, List.of()));
      assertThat(client.read()).isInstanceOf(ServerMessage.Prepared.class);
      assertThat(client.read()).isInstanceOf(ServerMessage.Rows.class);
      client.send(new ClientMessage.Cancel(2));
      Message message = client.read();
      while (message instanceof ServerMessage.Rows) {
        message = client.read();
      }
      assertThat(message).isInstanceOf(ServerMessage.Failure.class);
      client.send(new ClientMessage.Cancel(99));
      client.send(new ClientMessage.Close(2));
      assertThat(client.read()).isEqualTo(new ServerMessage.Done(2));
    }
  }

  @Test
  void limitsOfASessionFailTheRequestOnly() throws IOException {
    try (RawClient client = new RawClient(fixture)) {
      client.login();
      client.send(new ClientMessage.Execute(5, 4, 1000, 0, 0, 0, List.of()));
      assertThat(client.readFailure().sqlState()).isEqualTo("26000");
      client.send(new ClientMessage.Prepare(1, "numbers 1000000", 0));
      client.read();
      client.send(new ClientMessage.Prepare(1, "numbers 1", 0));
      assertThat(client.readFailure().message()).contains("in use");
      client.send(new ClientMessage.Execute(2, 1, 1000, 0, 0, 0, List.of()));
      int failures = 0;
      for (int i = 0; i < 100; i++) {
        client.send(new ClientMessage.Execute(100 + i, 1, 1, 0, 0, 0, List.of()));
      }
      client.send(new ClientMessage.Ping(1000));
      Message message = client.read();
      while (!(message instanceof ServerMessage.Done)) {
        if (message instanceof ServerMessage.Failure failure) {
          assertThat(failure.sqlState()).isEqualTo("53000");
          failures++;
        }
        message = client.read();
      }
      assertThat(failures).isEqualTo(37);
    }
    WireFixture.until(() -> fixture.queries.openCursors() == 0);
  }

  @Test
  void floodOfMessagesIsAnsweredInOrder() throws Exception {
    try (RawClient client = new RawClient(fixture)) {
      client.login();
      int count = 50_000;
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 1; i <= count; i++) {
                    client.send(new ClientMessage.Ping(i));
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      for (int i = 1; i <= count; i++) {
        assertThat(client.read()).isEqualTo(new ServerMessage.Done(i));
      }
      sender.join();
    }
  }

  @Test
  void silentClientIsDisconnected() throws IOException {
    WireServerSettings settings =
        WireServerSettings.DEFAULT.withTimeouts(
            Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofSeconds(1));
    try (WireFixture impatient = new WireFixture(settings)) {
      try (RawClient client = new RawClient(impatient)) {
        assertThat(client.readFailure().sqlState()).isEqualTo("28P01");
        assertThat(client.read()).isNull();
      }
      try (RawClient client = new RawClient(impatient)) {
        client.login();
        assertThat(client.readFailure().sqlState()).isEqualTo("57P01");
        assertThat(client.read()).isNull();
      }
      WireFixture.until(() -> impatient.server.sessionCount() == 0);
    }
  }

  @Test
  void connectionsBeyondTheLimitFail() throws SQLException {
    try (WireFixture small = new WireFixture(WireServerSettings.DEFAULT.withMaxConnections(2));
        Connection first = small.connect()) {
      try (Connection second = small.connect()) {
        assertThatThrownBy(small::connect)
            .isInstanceOf(SQLTransientException.class)
            .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("53300"));
        assertThat(second.isValid(5)).isTrue();
      }
      WireFixture.until(() -> small.server.connectionCount() == 1);
      try (Connection third = small.connect()) {
        assertThat(third.isValid(5)).isTrue();
      }
      assertThat(first.isValid(5)).isTrue();
    }
  }

  @Test
  void portInUseIsSaidClearly() {
    assertThatThrownBy(() ->
            WireServer.start(
                WireServerSettings.DEFAULT.withPort(fixture.server.port()),
                fixture.queries,
                UserStore.of(Map.of())))
        .isInstanceOf(ThermoclineException.class)
        .hasMessage(
            "127.0.0.1 port "
                + fixture.server.port()
                + " is in use by another process; stop that one, or choose another with `listen` in the configuration or --port of the demo")
        .satisfies(
            e -> assertThat(((ThermoclineException) e).code()).isEqualTo(ErrorCode.CONFIGURATION));
  }

  @Test
  void stoppingEndsIdleSessionsAndCancelsTheRest() throws Exception {
    WireFixture stopping = new WireFixture();
    try (Connection idle = stopping.connect();
        Connection busy = stopping.connect();
        Statement statement = busy.createStatement()) {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread runner =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  statement.executeQuery("wait");
                } catch (SQLException e) {
                  failure.set(e);
                }
              });
      WireFixture.until(() -> stopping.queries.openCursors() == 1);
      stopping.close();
      runner.join();
      assertThat(((SQLException) failure.get()).getSQLState()).isEqualTo("57014");
      assertThatThrownBy(() -> idle.createStatement().execute("numbers 1"))
          .isInstanceOf(SQLTransientConnectionException.class);
      assertThat(stopping.queries.openCursors()).isZero();
      assertThat(idle.isValid(5)).isFalse();
    }
  }

  @Test
  void manyIdleSessionsShareTheThreads() throws SQLException {
    int before = Thread.activeCount();
    List<Connection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        connections.add(fixture.connect());
      }
      assertThat(fixture.server.sessionCount()).isGreaterThanOrEqualTo(200);
      assertThat(Thread.activeCount() - before).isLessThan(20);
      for (Connection connection : connections) {
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("numbers 1")) {
          assertThat(rows.next()).isTrue();
        }
      }
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
    WireFixture.until(() -> fixture.server.sessionCount() == 0);
  }
}
