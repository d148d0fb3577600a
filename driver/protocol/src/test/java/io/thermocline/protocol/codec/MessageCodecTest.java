package io.thermocline.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.Message;
import io.thermocline.protocol.MessageType;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.ResultBatch;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.TypedValue;
import io.thermocline.protocol.WireColumn;
import io.thermocline.protocol.WireType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static Message decode(byte[] frame) {
    ByteBuffer in = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    int bodyBytes = MessageDecoder.bodyBytes(in.getInt(), ProtocolLimits.MAX_FRAME_BYTES);
    int code = in.get() & 0xff;
    int id = in.getInt();
    if (in.remaining() != bodyBytes) {
      throw new ProtocolException("a piece of a frame");
    }
    return MessageDecoder.decode(
        code, id, Arrays.copyOfRange(frame, WireWriter.HEADER_BYTES, frame.length));
  }

  @Test
  void everyKindOfMessageComesBack() {
    Set<MessageType> seen = EnumSet.noneOf(MessageType.class);
    for (Message message : TestMessages.all()) {
      byte[] frame = MessageEncoder.frame(message);
      Message decoded = decode(frame);
      assertThat(decoded).hasSameClassAs(message);
      assertThat(decoded.id()).isEqualTo(message.id());
      assertThat(MessageEncoder.frame(decoded)).isEqualTo(frame);
      seen.add(message.type());
    }
    assertThat(seen).containsExactlyInAnyOrder(MessageType.values());
  }

  @Test
  void parametersOfEveryTypeComeBack() {
    ClientMessage.Execute message =
        new ClientMessage.Execute(3, 1, 1, 0, 0, 0, TestMessages.VALUES);
    ClientMessage.Execute decoded = (ClientMessage.Execute) decode(MessageEncoder.frame(message));
    Set<TypeCode> seen = EnumSet.noneOf(TypeCode.class);
    for (int i = 0; i < TestMessages.VALUES.size(); i++) {
      TypedValue wanted = TestMessages.VALUES.get(i);
      TypedValue actual = decoded.parameters().get(i);
      assertThat(actual.type()).isEqualTo(wanted.type());
      assertThat(Objects.deepEquals(actual.value(), wanted.value()))
          .as(wanted.type().sqlName())
          .isTrue();
      seen.add(actual.type().code());
    }
    assertThat(seen).containsExactlyInAnyOrder(TypeCode.values());
  }

  @Test
  void columnsOfEveryEncodingAreRead() {
    ResultBatch batch = TestMessages.rows().batch();
    assertThat(batch.rowCount()).isEqualTo(3);
    assertThat(values(batch, 0)).containsExactly(7, null, -1);
    assertThat(values(batch, 1)).containsExactly("kg", "kg", "kg");
    assertThat(values(batch, 2)).containsExactly("blue", "red", "blue");
    assertThat(values(batch, 3)).containsExactly(List.of(0.5), null, List.of(-1.0));
    assertThat(batch.column(2).codes()).containsExactly(1, 0, 1);
    assertThat(batch.column(1).encoding()).isEqualTo(WireColumn.Encoding.CONSTANT);
  }

  private static Object[] values(ResultBatch batch, int column) {
    Object[] values = new Object[batch.rowCount()];
    for (int row = 0; row < values.length; row++) {
      WireColumn cells = batch.column(column);
      values[row] = ValueCodec.value(cells.vector(), cells.position(row));
    }
    return values;
  }

  @Test
  void mutatedFramesGiveMessagesOrViolationsAndNothingElse() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    List<byte[]> frames = TestMessages.frames();
    int valid = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] frame = frames.get(random.nextInt(frames.size())).clone();
      mutate(frame, random);
      byte[] body = Arrays.copyOfRange(frame, WireWriter.HEADER_BYTES, cut(frame.length, random));
      try {
        Message message =
            MessageDecoder.decode(frame[4] & 0xff, ByteBuffer.wrap(frame, 5, 4).getInt(), body);
        touch(message);
        valid++;
      } catch (ProtocolException e) {
        assertThat(e.getMessage()).isNotBlank();
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed " + seed + " round " + i + " frame " + Arrays.toString(frame), e);
      }
    }
    assertThat(valid).as("seed %d", seed).isPositive();
  }

  private static int cut(int length, Random random) {
    return random.nextInt(4) == 0
        ? WireWriter.HEADER_BYTES + random.nextInt(length - WireWriter.HEADER_BYTES + 1)
        : length;
  }

  private static void mutate(byte[] frame, Random random) {
    for (int k = random.nextInt(4); k >= 0; k--) {
      int at = 4 + random.nextInt(frame.length - 4);
      switch (random.nextInt(4)) {
        case 0 -> frame[at] = (byte) random.nextInt();
        case 1 -> frame[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> frame[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
        default -> frame[at]++;
      }
    }
  }

  /** Reads all that a decoded message promises to hold. */
  private static void touch(Message message) {
    if (message instanceof ServerMessage.Rows rows) {
      for (WireColumn column : rows.batch().columns()) {
        for (int row = 0; row < rows.batch().rowCount(); row++) {
          ValueCodec.value(column.vector(), column.position(row));
        }
      }
    }
    MessageEncoder.frame(message);
  }

  @Test
  void lengthsOutsideTheLimitsAreRefused() {
    for (int length :
        new int[] {
          -1, 0, 4, ProtocolLimits.MAX_FRAME_BYTES - 3, Integer.MIN_VALUE, Integer.MAX_VALUE
        }) {
      assertThatThrownBy(() -> MessageDecoder.bodyBytes(length, ProtocolLimits.MAX_FRAME_BYTES))
          .isInstanceOf(ProtocolException.class);
    }
    assertThat(MessageDecoder.bodyBytes(5, ProtocolLimits.MAX_FRAME_BYTES)).isZero();
    assertThat(
            MessageDecoder.bodyBytes(
                ProtocolLimits.MAX_FRAME_BYTES - 4, ProtocolLimits.MAX_FRAME_BYTES))
        .isEqualTo(ProtocolLimits.MAX_FRAME_BYTES - 9);
  }

  @Test
  void limitsHoldForTheSenderToo() {
    String tooLong = "x".repeat(ProtocolLimits.MAX_STATEMENT_BYTES + 1);
    assertThatThrownBy(() -> MessageEncoder.frame(new ClientMessage.Prepare(1, tooLong, 0)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("1048577");
    assertThatThrownBy(() ->
            MessageEncoder.frame(
                new ClientMessage.Authenticate("x".repeat(5000), "", "", new byte[0], Map.of())))
        .isInstanceOf(ProtocolException.class);
    ServerMessage.Failure failure =
        new ServerMessage.Failure(1, "XX000", "é".repeat(40_000), "", "", false);
    ServerMessage.Failure cut = (ServerMessage.Failure) decode(MessageEncoder.frame(failure));
    assertThat(cut.message()).hasSize(ProtocolLimits.MAX_TEXT_BYTES / 2);
  }

  @Test
  void typesNestOnlySoDeep() {
    WireType type = WireType.of(TypeCode.INT32);
    for (int i = 0; i < ProtocolLimits.MAX_TYPE_DEPTH; i++) {
      type = WireType.array(type);
    }
    WireWriter out = new WireWriter(16);
    TypeCodec.write(out, type);
    assertThat(TypeCodec.read(new WireReader(out.toByteArray()))).isEqualTo(type);
    out.clear();
    TypeCodec.write(out, WireType.array(type));
    assertThatThrownBy(() -> TypeCodec.read(new WireReader(out.toByteArray())))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> WireType.decimal(39, 0)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void bitmapsKeepTheirBitsFromAnyStart() {
    Random random = new Random(5);
    long[] words = random.longs(5).toArray();
    for (int from = 0; from < 200; from++) {
      int to = from + random.nextInt(300 - from);
      WireWriter out = new WireWriter(16);
      out.putBits(words, from, to);
      assertThat(out.size()).isEqualTo((to - from + 7) / 8);
      for (int i = from; i < to; i++) {
        int bit = out.array()[(i - from) >> 3] >> ((i - from) & 7) & 1;
        assertThat(bit).isEqualTo((int) (words[i >> 6] >>> i & 1));
      }
    }
  }
}
