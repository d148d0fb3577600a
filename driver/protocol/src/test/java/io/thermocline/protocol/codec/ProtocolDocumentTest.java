package io.thermocline.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ColumnInfo;
import io.thermocline.protocol.Message;
import io.thermocline.protocol.MessageType;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.StatementKind;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireNotice;
import io.thermocline.protocol.WireType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/reference/protocol.md says what the code does. */
class ProtocolDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "..", "docs", "reference", "protocol.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("```hex (\\w+)\\n(.*?)\\n```", Pattern.DOTALL);
  private static final int COMMENT_COLUMN = 48;

  private static String document() throws IOException {
    return Files.readString(DOCUMENT);
  }

  private static Map<String, Message> examples() {
    Map<String, Message> examples = new LinkedHashMap<>();
    examples.put("hello", new ClientMessage.Hello(1, 1, List.of(), "example 1.0"));
    examples.put("prepare", new ClientMessage.Prepare(1, "how many orders?", 5000));
    examples.put(
        "prepared",
        new ServerMessage.Prepared(
            1,
            StatementKind.QUESTION,
            List.of(new ColumnInfo("count", WireType.of(TypeCode.INT64), false)),
            List.of(),
            List.of(new WireNotice(WireNotice.CONFIDENCE, "confidence 0.93", "0.93"))));
    examples.put("execute", new ClientMessage.Execute(2, 1, 65_536, 0, 0, 5000, List.of()));
    ServerMessage.Rows rows = rows();
    examples.put("rows", rows);
    examples.put("credit", new ClientMessage.Credit(2, MessageEncoder.frame(rows).length));
    examples.put(
        "complete",
        new ServerMessage.Complete(
            2, 3, List.of(new WireNotice(WireNotice.TIERS, "read hot", "hot"))));
    examples.put("close", new ClientMessage.Close(1));
    examples.put(
        "failure",
        new ServerMessage.Failure(
            1, "42P01", "there is no table ordres", "", "did you mean orders?", false));
    return examples;
  }

  private static ServerMessage.Rows rows() {
    WireType integer = WireType.of(TypeCode.INT32);
    WireType text = WireType.of(TypeCode.TEXT);
    WireWriter out = new WireWriter(64);
    out.beginFrame(MessageType.ROWS, 2);
    VectorWriter.batch(out, 3, 3);
    VectorWriter.flat(out, integer);
    VectorWriter.longs(out, integer, new long[] {7, 0, -1}, new long[] {2}, 0, 3);
    VectorWriter.constant(out, text);
    VectorWriter.bytes(out, "kg".getBytes(StandardCharsets.US_ASCII), new int[] {0, 2}, null, 0, 1);
    VectorWriter.dictionary(out, text, 2, new int[] {1, 0, 1}, 0, 3);
    VectorWriter.bytes(
        out, "redblue".getBytes(StandardCharsets.US_ASCII), new int[] {0, 3, 7}, null, 0, 2);
    byte[] body = Arrays.copyOfRange(out.array(), WireWriter.HEADER_BYTES, out.size());
    return (ServerMessage.Rows) MessageDecoder.decode(MessageType.ROWS.code(), 2, body);
  }

  private static byte[] bytes(String block) {
    StringBuilder hex = new StringBuilder();
    block.lines().forEach(line -> hex.append(line, 0, Math.min(COMMENT_COLUMN, line.length())));
    return HexFormat.of().parseHex(hex.toString().replace(" ", ""));
  }

  @Test
  void workedExampleIsWhatTheEncoderWrites() throws IOException {
    Map<String, Message> examples = examples();
    Matcher block = EXAMPLE.matcher(document());
    while (block.find()) {
      Message message = examples.remove(block.group(1));
      assertThat(message).as("an example of that name: %s", block.group(1)).isNotNull();
      assertThat(HexFormat.ofDelimiter(" ").formatHex(bytes(block.group(2))))
          .as(block.group(1))
          .isEqualTo(HexFormat.ofDelimiter(" ").formatHex(MessageEncoder.frame(message)));
    }
    assertThat(examples).isEmpty();
  }

  @Test
  void tablesNameEveryMessageAndType() throws IOException {
    String document = document();
    for (MessageType type : MessageType.values()) {
      StringBuilder name = new StringBuilder();
      for (String word : type.name().split("_")) {
        name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
      }
      assertThat(document).contains("| %02x | %s |".formatted(type.code(), name));
    }
    for (TypeCode code : TypeCode.values()) {
      assertThat(document)
          .containsPattern("\\| " + code.code() + " \\| " + code.sqlName() + "[ :]");
    }
  }
}
