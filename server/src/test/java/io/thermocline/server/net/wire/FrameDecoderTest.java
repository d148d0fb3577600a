package io.thermocline.server.net.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.codec.MessageEncoder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private static ByteBuf buffer(byte[] bytes) {
    return PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes);
  }

  @Test
  void framesComeOutHoweverTheBytesArrive() {
    byte[] frames = new byte[0];
    for (int i = 1; i <= 50; i++) {
      frames = concat(frames, MessageEncoder.frame(new ClientMessage.Prepare(i, "x".repeat(i), i)));
    }
    long seed = 20_260_131;
    Random random = new Random(seed);
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(1 << 20));
    for (int at = 0; at < frames.length; ) {
      int length = Math.min(frames.length - at, 1 + random.nextInt(100));
      byte[] part = Arrays.copyOfRange(frames, at, at + length);
      ByteBuf buffer = buffer(part);
      channel.writeInbound(buffer);
      at += length;
      if (at == frames.length) {
        assertThat(buffer.refCnt()).isZero();
      }
    }
    for (int i = 1; i <= 50; i++) {
      ClientMessage.Prepare message = channel.readInbound();
      assertThat(message).isEqualTo(new ClientMessage.Prepare(i, "x".repeat(i), i));
    }
    assertThat(channel.finish()).isFalse();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  @Test
  void violationReleasesTheBufferAndEndsDecoding() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(100));
    ByteBuf tooLong = buffer(new byte[] {97, 0, 0, 0});
    assertThatThrownBy(() -> channel.writeInbound(tooLong))
        .isInstanceOf(DecoderException.class)
        .hasCauseInstanceOf(ProtocolException.class);
    assertThat(tooLong.refCnt()).isZero();
    ByteBuf valid = buffer(MessageEncoder.frame(new ClientMessage.Ping(1)));
    channel.writeInbound(valid);
    assertThat(valid.refCnt()).isZero();
    Object none = channel.readInbound();
    assertThat(none).isNull();
    channel.finishAndReleaseAll();
  }

  @Test
  void incompleteFrameIsReleasedWithTheChannel() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(100));
    ByteBuf part = buffer(new byte[] {50, 0, 0, 0, 0x17, 1});
    channel.writeInbound(part);
    Object none = channel.readInbound();
    assertThat(none).isNull();
    channel.finishAndReleaseAll();
    assertThat(part.refCnt()).isZero();
  }
}
