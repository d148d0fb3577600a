package io.thermocline.adapter.parquet.decode;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/// Inflates one page after the other, each in one go. Compressed bytes are copied out of the mapping first: native code that
/// meets a file cut off by somebody else would take the process down. For one thread.
public final class Decompressor implements AutoCloseable {
  private @Nullable ZstdDecompressCtx zstd;
  private byte[] staging = new byte[0];

  /// Without any buffers yet.
  public Decompressor() {}

  /// Whether pages of this codec can be read.
  public static boolean supports(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED, ZSTD, SNAPPY, GZIP, LZ4_RAW -> true;
      default -> false;
    };
  }

  /// Writes exactly `size` bytes to `target` from `offset` on.
  void inflate(
      CompressionCodecName codec, MemorySegment source, long from, int length, byte[] target, int offset, int size)
      throws IOException {
    if (codec == CompressionCodecName.UNCOMPRESSED) {
      if (length != size) {
        throw new IOException("an uncompressed page of " + length + " bytes that claims " + size);
      }
      MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, target, offset, size);
      return;
    }
    byte[] compressed = stage(source, from, length);
    int written =
        switch (codec) {
          case ZSTD -> zstd(compressed, length, target, offset, size);
          case SNAPPY -> snappy(compressed, length, target, offset, size);
          case LZ4_RAW -> Lz4.decompress(compressed, 0, length, target, offset, size);
          case GZIP -> gzip(compressed, length, target, offset, size);
          default -> throw new IOException("codec " + codec);
        };
    if (written != size) {
      throw new IOException("a page of " + written + " bytes that claims " + size);
    }
  }

  private byte[] stage(MemorySegment source, long from, int length) {
    if (staging.length < length) {
      staging = new byte[length + (length >> 2)];
    }
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, staging, 0, length);
    return staging;
  }

  /// The size that compressed bytes claim to have, or -1 when the codec does not tell; a cheap check before memory is taken.
  long claimedSize(CompressionCodecName codec, MemorySegment source, long from, int length) throws IOException {
    return switch (codec) {
      case ZSTD -> {
        byte[] compressed = stage(source, from, length);
        yield Zstd.getFrameContentSize(compressed, 0, length, false);
      }
      case SNAPPY -> {
        byte[] compressed = stage(source, from, length);
        yield Snappy.uncompressedLength(compressed, 0, length);
      }
      case UNCOMPRESSED -> length;
      default -> -1;
    };
  }

  private int zstd(byte[] compressed, int length, byte[] target, int offset, int size) {
    ZstdDecompressCtx context = zstd;
    if (context == null) {
      context = new ZstdDecompressCtx();
      zstd = context;
    }
    return context.decompressByteArray(target, offset, size, compressed, 0, length);
  }

  private static int snappy(byte[] compressed, int length, byte[] target, int offset, int size) throws IOException {
    if (Snappy.uncompressedLength(compressed, 0, length) != size) {
      throw new IOException("a page that does not have the " + size + " bytes it claims");
    }
    return Snappy.uncompress(compressed, 0, length, target, offset);
  }

  private static int gzip(byte[] compressed, int length, byte[] target, int offset, int size) throws IOException {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(compressed, 0, length))) {
      int read = stream.readNBytes(target, offset, size);
      return stream.read() >= 0 ? size + 1 : read;
    }
  }

  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
      zstd = null;
    }
    staging = new byte[0];
  }
}
