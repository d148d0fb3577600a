package io.thermocline.adapter.parquet.write;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Compresses each page in one go.
final class ZstdCompressor implements BytesInputCompressor {
  private final ZstdCompressCtx context = new ZstdCompressCtx();

  ZstdCompressor(int level) {
    context.setLevel(level);
  }

  @Override
  public BytesInput compress(BytesInput bytes) throws IOException {
    int size = Math.toIntExact(bytes.size());
    byte[] source = new byte[size];
    try (InputStream stream = bytes.toInputStream()) {
      if (stream.readNBytes(source, 0, size) != size) {
        throw new EOFException("a page shorter than it claims");
      }
    }
    byte[] target = new byte[Math.toIntExact(Zstd.compressBound(size))];
    int length = context.compressByteArray(target, 0, target.length, source, 0, size);
    return BytesInput.from(target, 0, length);
  }

  @Override
  public CompressionCodecName getCodecName() {
    return CompressionCodecName.ZSTD;
  }

  @Override
  public void release() {
    context.close();
  }
}
