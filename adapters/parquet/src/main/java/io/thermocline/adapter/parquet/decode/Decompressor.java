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

/// Inflates one page after the other, each in one go. Compressed bytes are copied out of the
/// mapping first: native code that meets a file cut off by somebody else would take the process
/// down. For one thread.
public final class Decompressor implements AutoCloseable {
  /// No codec without a declared size inflates further than that.
  private static final long MAXIMUM_RATIO = 1100;

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

  /// Copies stored bytes out of the mapping; the array is valid until the next call.
  byte[] stage(MemorySegment source, long from, int length) {
    if (staging.length < length) {
      staging = new byte[length + (length >> 2)];
    }
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, from, staging, 0, length);
    return staging;
  }

  /// Writes exactly `size` bytes to `target` from `offset` on.
  void inflate(
      CompressionCodecName codec,
      byte[] source,
      int from,
      int length,
      byte[] target,
      int offset,
      int size)
      throws IOException {
    int written =
        switch (codec) {
          case UNCOMPRESSED -> {
            if (length == size) {
              System.arraycopy(source, from, target, offset, size);
            }
            yield length;
          }
          case ZSTD -> zstd(source, from, length, target, offset, size);
          case SNAPPY -> snappy(source, from, length, target, offset, size);
          case LZ4_RAW -> Lz4.decompress(source, from, length, target, offset, size);
          case GZIP -> gzip(source, from, length, target, offset, size);
          default -> throw new IOException("codec " + codec);
        };
    if (written != size) {
      throw new IOException("a page of " + written + " bytes that claims " + size);
    }
  }

  /// Whether compressed bytes may have that many bytes inflated; a cheap check before much memory
  /// is taken.
  static boolean mayInflateTo(
      CompressionCodecName codec, byte[] source, int from, int length, int size)
      throws IOException {
    return switch (codec) {
      case ZSTD -> {
        long claimed = Zstd.getFrameContentSize(source, from, length, false);
        yield claimed <= 0 || claimed == size;
      }
      case SNAPPY -> Snappy.uncompressedLength(source, from, length) == size;
      case UNCOMPRESSED -> length == size;
      default -> size <= length * MAXIMUM_RATIO;
    };
  }

  private int zstd(byte[] compressed, int from, int length, byte[] target, int offset, int size) {
    ZstdDecompressCtx context = zstd;
    if (context == null) {
      context = new ZstdDecompressCtx();
      zstd = context;
    }
    return context.decompressByteArray(target, offset, size, compressed, from, length);
  }

  private static int snappy(
      byte[] compressed, int from, int length, byte[] target, int offset, int size)
      throws IOException {
    if (Snappy.uncompressedLength(compressed, from, length) != size) {
      throw new IOException("a page that does not have the " + size + " bytes it claims");
    }
    return Snappy.uncompress(compressed, from, length, target, offset);
  }

  private static int gzip(
      byte[] compressed, int from, int length, byte[] target, int offset, int size)
      throws IOException {
    try (GZIPInputStream stream =
        new GZIPInputStream(new ByteArrayInputStream(compressed, from, length))) {
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
