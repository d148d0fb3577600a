package io.thermocline.server.net.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.server.net.PostgresFixture;
import io.thermocline.server.net.WireServerSettings;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// PostgreSQL's protocol byte for byte.
class PostgresProtocolTest {
  private static final int SSL_REQUEST = 80_877_103;
  private static final int GSS_REQUEST = 80_877_104;
  private static final int CANCEL_REQUEST = 80_877_102;
  private static PostgresFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new PostgresFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static RawPostgres loggedIn() throws IOException {
    RawPostgres client = new RawPostgres(fixture);
    client.login();
    return client;
  }

  @Test
  void encryptionIsDeclinedAndTheStartGoesOn() throws IOException {
    try (RawPostgres client = new RawPostgres(fixture)) {
      client.add(0, out -> out.writeInt(GSS_REQUEST)).send();
      assertThat(client.readByte()).isEqualTo('N');
      client.add(0, out -> out.writeInt(SSL_REQUEST)).send();
      assertThat(client.readByte()).isEqualTo('N');
      client.login();
      client.query("numbers 1").send();
      assertThat(client.typesUntilReady()).isEqualTo("TDCZI");
    }
  }

  @Test
  void newerMinorVersionsAndUnknownExtensionsAreNegotiatedDown() throws IOException {
    try (RawPostgres client = new RawPostgres(fixture)) {
      client
          .startup(2, "user", PostgresFixture.USER, "database", "shop", "_pq_.future", "on")
          .send();
      RawPostgres.Reply answer = client.read('v');
      assertThat(answer.int32(0)).isZero();
      assertThat(answer.int32(4)).isEqualTo(1);
      assertThat(answer.text()).contains("_pq_.future");
      client.authenticate();
      client.read('Z');
    }
  }

  @Test
  void theStartTellsTheServersSettings() throws IOException {
    try (RawPostgres client = new RawPostgres(fixture)) {
      client
          .startup(
              0,
              "user",
              PostgresFixture.USER,
              "database",
              "shop",
              "options",
              "-c TimeZone=Asia/Tokyo")
          .send();
      client.authenticate();
      StringBuilder told = new StringBuilder();
      for (RawPostgres.Reply reply = client.read();
          reply != null && reply.type() != 'Z';
          reply = client.read()) {
        if (reply.type() == 'S') {
          told.append(reply.text().replace('\0', ' ')).append('\n');
        }
      }
      assertThat(told.toString())
          .contains(
              "server_encoding UTF8",
              "client_encoding UTF8",
              "DateStyle ISO, MDY",
              "TimeZone Asia/Tokyo",
              "integer_datetimes on",
              "standard_conforming_strings on")
          .containsPattern("server_version 16\\.\\d+ \\(Thermocline");
    }
  }

  @Test
  void whatIsNoStartEndsThatConnectionOnly() throws IOException {
    try (RawPostgres bystander = loggedIn()) {
      for (byte[] bytes :
          new byte[][] {
            "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            {0x16, 3, 1, 2, 0, 1},
            {0, 0, 0, 3},
            {0, 0, 0, 9, 0, 3, 0, 0, 'u'}
          }) {
        try (RawPostgres client = new RawPostgres(fixture)) {
          client.sendRaw(bytes);
          RawPostgres.Reply error = client.read('E');
          assertThat(error.field('S')).isEqualTo("FATAL");
          assertThat(error.field('C')).isEqualTo("08P01");
          assertThat(client.read()).isNull();
        }
      }
      bystander.query("numbers 1").send();
      assertThat(bystander.typesUntilReady()).isEqualTo("TDCZI");
    }
  }

  @Test
  void oversizedAndUnknownMessagesAreFatal() throws IOException {
    for (byte[] bytes :
        new byte[][] {{'Q', 0x7f, -1, -1, -1}, {'?', 0, 0, 0, 4}, {'Q', 0, 0, 0, 5, 'x'}}) {
      try (RawPostgres client = loggedIn()) {
        client.sendRaw(bytes);
        RawPostgres.Reply error = client.read('E');
        assertThat(error.field('S')).isEqualTo("FATAL");
        assertThat(error.field('C')).isEqualTo("08P01");
        assertThat(client.read()).isNull();
      }
    }
  }

  @Test
  void severalStatementsAreAnsweredInOrderUpToTheFirstError() throws IOException {
    try (RawPostgres client = loggedIn()) {
      client.query("select; numbers 2;\n;begin; /* ; */ show timezone").send();
      assertThat(client.typesUntilReady()).startsWith("E").endsWith("ZI");
      client.query("begin; show timezone; commit; -- a comment\n").send();
      assertThat(client.typesUntilReady()).isEqualTo("CTDCCZI");
      client.query("  -- nothing\n").send();
      assertThat(client.typesUntilReady()).isEqualTo("IZI");
      client.query("begin; fail SYNTAX_ERROR").send();
      assertThat(client.typesUntilReady()).isEqualTo("CEZE");
      client.query("rollback").send();
      assertThat(client.typesUntilReady()).isEqualTo("CZI");
    }
  }

  @Test
  void pipelinedMessagesAreAnsweredInOneGo() throws IOException {
    try (RawPostgres client = loggedIn()) {
      client.parse("s", "numbers 3").bind("a", "s").bind("b", "s");
      client.execute("a", 2).execute("b", 0).execute("a", 2).add('S').send();
      assertThat(client.typesUntilReady()).isEqualTo("122DsDCDCZI");
    }
  }

  @Test
  void afterAnErrorEverythingUpToSyncIsSkipped() throws IOException {
    try (RawPostgres client = loggedIn()) {
      client.parse("", "fail UNDEFINED_TABLE").bind("", "").execute("", 0).add('S');
      client.parse("", "numbers 1").bind("", "").execute("", 0).add('S').send();
      assertThat(client.typesUntilReady()).isEqualTo("EZI");
      assertThat(client.typesUntilReady()).isEqualTo("12DCZI");
    }
  }

  @Test
  void namesOfStatementsAndPortalsAreChecked() throws IOException {
    try (RawPostgres client = loggedIn()) {
      client.parse("s", "numbers 1").parse("s", "numbers 1").add('S').send();
      assertThat(client.read('E').field('C')).isEqualTo("42P05");
      client.read('Z');
      client.bind("", "none").add('S').send();
      assertThat(client.read('E').field('C')).isEqualTo("26000");
      client.read('Z');
      client.execute("none", 0).add('S').send();
      assertThat(client.read('E').field('C')).isEqualTo("34000");
      client.read('Z');
      client.add('H').send();
      client.parse("", "echo int32 $1").bind("", "").add('S').send();
      assertThat(client.read('E').field('C')).isEqualTo("08P01");
      client.read('Z');
    }
  }

  @Test
  void flushSendsWhatSyncWouldWithoutEndingTheRequest() throws IOException {
    try (RawPostgres client = loggedIn()) {
      client.parse("", "numbers 1").add('H').send();
      assertThat(Objects.requireNonNull(client.read()).type()).isEqualTo('1');
      client.bind("", "").execute("", 0).add('S').send();
      assertThat(client.typesUntilReady()).isEqualTo("2DCZI");
    }
  }

  @Test
  void aCancelRequestNeedsTheSecret() throws IOException {
    try (RawPostgres client = new RawPostgres(fixture)) {
      RawPostgres.Reply key = client.login();
      int before = fixture.queries.openCursors();
      client.query("wait-long").send();
      while (fixture.queries.openCursors() == before) {
        Thread.onSpinWait();
      }
      cancel(key.int32(0), key.int32(4) + 1);
      cancel(key.int32(0) + 1000, key.int32(4));
      assertThat(fixture.queries.openCursors()).isEqualTo(before + 1);
      cancel(key.int32(0), key.int32(4));
      assertThat(client.read('E').field('C')).isEqualTo("57014");
      client.read('Z');
      client.query("numbers 1").send();
      assertThat(client.typesUntilReady()).isEqualTo("TDCZI");
    }
  }

  private static void cancel(int process, int secret) throws IOException {
    try (RawPostgres client = new RawPostgres(fixture)) {
      client
          .add(
              0,
              out -> {
                out.writeInt(CANCEL_REQUEST);
                out.writeInt(process);
                out.writeInt(secret);
              })
          .send();
      assertThat(client.readByte()).isEqualTo(-1);
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsOnlyAFewChunks() throws IOException {
    try (RawPostgres client = loggedIn()) {
      int before = fixture.queries.batchesMade();
      client.query("numbers 100000000").send();
      client.read('D');
      int made = 0;
      for (int calm = 0; calm < 50; calm++) {
        int now = fixture.queries.batchesMade() - before;
        calm = now == made ? calm : 0;
        made = now;
        java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
      }
      // The sockets' own buffers hold the most of these.
      assertThat(made).isBetween(1, 200);
    }
    while (fixture.queries.openCursors() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void tooManyConnectionsAreTurnedAway() throws IOException {
    try (PostgresFixture small =
            new PostgresFixture(WireServerSettings.DEFAULT.withMaxConnections(1));
        RawPostgres first = new RawPostgres(small)) {
      first.login();
      try (RawPostgres second = new RawPostgres(small)) {
        second.startup(0, "user", PostgresFixture.USER, "database", "shop").send();
        assertThat(second.read('E').field('C')).isEqualTo("53300");
      }
    }
  }
}
