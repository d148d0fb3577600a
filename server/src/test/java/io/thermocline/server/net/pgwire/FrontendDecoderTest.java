package io.thermocline.server.net.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.thermocline.protocol.ProtocolException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontendDecoderTest {
  /// A start-up message of the user "a", and a Parse with two types.
  private static final byte[] BYTES =
      HexFormat.of()
          .parseHex("0000001000030000757365720061000050000000127300710000020000001700000019");

  private static ByteBuf buffer(byte... bytes) {
    return PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes);
  }

  @Test
  void messagesComeOutHoweverTheBytesArrive() {
    for (int split = 0; split <= BYTES.length; split++) {
      EmbeddedChannel channel = new EmbeddedChannel(new FrontendDecoder());
      ByteBuf first = buffer(Arrays.copyOf(BYTES, split));
      ByteBuf second = buffer(Arrays.copyOfRange(BYTES, split, BYTES.length));
      channel.writeInbound(first);
      channel.writeInbound(second);
      FrontendMessage startup = channel.readInbound();
      FrontendMessage parse = channel.readInbound();
      assertThat(startup).isEqualTo(new FrontendMessage.Startup(3, 0, Map.of("user", "a")));
      assertThat(parse).isEqualTo(new FrontendMessage.Parse("s", "q", List.of(23, 25)));
      channel.finishAndReleaseAll();
      assertThat(first.refCnt()).isZero();
      assertThat(second.refCnt()).isZero();
    }
  }

  @Test
  void aViolationReleasesTheBufferAndEndsDecoding() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrontendDecoder());
    ByteBuf tooLong = buffer((byte) 0x7f, (byte) -1, (byte) -1, (byte) -1);
    assertThatThrownBy(() -> channel.writeInbound(tooLong))
        .isInstanceOf(DecoderException.class)
        .hasCauseInstanceOf(ProtocolException.class);
    assertThat(tooLong.refCnt()).isZero();
    ByteBuf valid = buffer(BYTES);
    channel.writeInbound(valid);
    assertThat(valid.refCnt()).isZero();
    Object none = channel.readInbound();
    assertThat(none).isNull();
    channel.finishAndReleaseAll();
  }

  @Test
  void anIncompleteMessageIsReleasedWithTheChannel() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrontendDecoder());
    ByteBuf part = buffer(Arrays.copyOf(BYTES, BYTES.length - 1));
    channel.writeInbound(part);
    channel.finishAndReleaseAll();
    assertThat(part.refCnt()).isZero();
  }
}
