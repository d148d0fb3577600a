package io.thermocline.protocol.codec;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ColumnInfo;
import io.thermocline.protocol.Message;
import io.thermocline.protocol.MessageType;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.StatementKind;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.TypedValue;
import io.thermocline.protocol.WireInterval;
import io.thermocline.protocol.WireNotice;
import io.thermocline.protocol.WireType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One message of each kind, and one value of each type. */
final class TestMessages {
  static final byte[] SECRET = new byte[32];

  static {
    for (int i = 0; i < SECRET.length; i++) {
      SECRET[i] = (byte) (200 + i);
    }
  }

  static final List<TypedValue> VALUES =
      List.of(
          new TypedValue(WireType.of(TypeCode.BOOLEAN), true),
          new TypedValue(WireType.of(TypeCode.INT16), (short) -2),
          new TypedValue(WireType.of(TypeCode.INT32), Integer.MIN_VALUE),
          new TypedValue(WireType.of(TypeCode.INT64), Long.MAX_VALUE),
          new TypedValue(WireType.of(TypeCode.FLOAT32), Float.NaN),
          new TypedValue(WireType.of(TypeCode.FLOAT64), -0.0),
          new TypedValue(WireType.decimal(5, 2), new BigDecimal("-999.99")),
          new TypedValue(
              WireType.decimal(38, 0), new BigDecimal("-99999999999999999999999999999999999999")),
          new TypedValue(WireType.of(TypeCode.TEXT), "Grüße, 世界 🌍"),
          new TypedValue(WireType.of(TypeCode.BYTES), new byte[] {0, -1}),
          new TypedValue(WireType.of(TypeCode.DATE), LocalDate.of(-1, 2, 28)),
          new TypedValue(WireType.of(TypeCode.TIME), LocalTime.of(23, 59, 59, 999_999_000)),
          new TypedValue(
              WireType.of(TypeCode.TIMESTAMP), LocalDateTime.of(1900, 1, 1, 0, 0, 0, 1000)),
          new TypedValue(
              WireType.of(TypeCode.TIMESTAMP_TZ), Instant.parse("2026-01-31T12:00:00.5Z")),
          new TypedValue(WireType.of(TypeCode.INTERVAL), new WireInterval(-1, Long.MAX_VALUE)),
          new TypedValue(WireType.of(TypeCode.UUID), new UUID(-1, 2)),
          new TypedValue(WireType.of(TypeCode.JSON), "{}"),
          new TypedValue(
              WireType.array(WireType.array(WireType.of(TypeCode.INT32))),
              List.of(Arrays.asList(1, null), List.of())),
          new TypedValue(WireType.of(TypeCode.TEXT), null));

  private TestMessages() {}

  static List<Message> all() {
    List<WireNotice> notices =
        List.of(new WireNotice("01T02", "confidence 0.9", "0.9"), new WireNotice("01000", "x", ""));
    List<ColumnInfo> columns =
        List.of(
            new ColumnInfo("a", WireType.decimal(12, 2), true),
            new ColumnInfo("", WireType.array(WireType.of(TypeCode.TEXT)), false));
    return List.of(
        new ClientMessage.Hello(1, 3, List.of("tls", "zstd"), "test 1.0"),
        new ClientMessage.CancelRequest(-5, SECRET, 7),
        new ClientMessage.Authenticate(
            "ada", "shop", "SCRAM-SHA-256", new byte[] {1, 2}, Map.of("a", "b", "c", "")),
        new ClientMessage.AuthenticateContinue(new byte[] {3}),
        new ClientMessage.Prepare(1, "how many orders?", 1000),
        new ClientMessage.Describe(2),
        new ClientMessage.Execute(3, 1, 1 << 20, 100, Long.MAX_VALUE, 0, VALUES),
        new ClientMessage.Credit(4, 65_536),
        new ClientMessage.Cancel(5),
        new ClientMessage.Close(-6),
        new ClientMessage.SetOption(7, "time_zone", "UTC"),
        new ClientMessage.Ping(8),
        new ClientMessage.Terminate(),
        new ServerMessage.HelloReply(1, List.of(), "Thermocline 0.1"),
        new ServerMessage.AuthenticateChallenge("r=x".getBytes(StandardCharsets.US_ASCII)),
        new ServerMessage.AuthenticateOk(9, SECRET, new byte[0], Map.of("server_version", "0.1")),
        new ServerMessage.Prepared(
            1, StatementKind.QUESTION, columns, List.of(WireType.of(TypeCode.DATE)), notices),
        rows(),
        new ServerMessage.Complete(3, 12_345_678_901L, notices),
        new ServerMessage.Warning(3, notices.get(0)),
        new ServerMessage.Failure(3, "42601", "message", "detail", "", true),
        new ServerMessage.Done(8));
  }

  /**
   * A batch of three rows: integers with a null, a constant text, a dictionary of texts, arrays.
   */
  static ServerMessage.Rows rows() {
    WireWriter out = new WireWriter(16);
    out.beginFrame(MessageType.ROWS, 3);
    VectorWriter.batch(out, 3, 4);
    WireType integer = WireType.of(TypeCode.INT32);
    WireType text = WireType.of(TypeCode.TEXT);
    VectorWriter.flat(out, integer);
    VectorWriter.longs(out, integer, new long[] {7, 0, -1}, new long[] {2}, 0, 3);
    VectorWriter.constant(out, text);
    VectorWriter.bytes(out, ascii("kg"), new int[] {0, 2}, null, 0, 1);
    VectorWriter.dictionary(out, text, 2, new int[] {1, 0, 1}, 0, 3);
    VectorWriter.bytes(out, ascii("redblue"), new int[] {0, 3, 7}, null, 0, 2);
    VectorWriter.flat(out, WireType.array(WireType.of(TypeCode.FLOAT64)));
    VectorWriter.lists(out, new int[] {0, 1, 1, 2}, new long[] {2}, 0, 3);
    VectorWriter.doubles(out, WireType.of(TypeCode.FLOAT64), new double[] {0.5, -1}, null, 0, 2);
    out.endFrame();
    byte[] body = Arrays.copyOfRange(out.array(), WireWriter.HEADER_BYTES, out.size());
    return (ServerMessage.Rows) MessageDecoder.decode(MessageType.ROWS.code(), 3, body);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static List<byte[]> frames() {
    List<byte[]> frames = new ArrayList<>();
    all().forEach(message -> frames.add(MessageEncoder.frame(message)));
    return frames;
  }
}
