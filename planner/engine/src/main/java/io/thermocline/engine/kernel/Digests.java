package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Digests of bytes as text.
final class Digests {
  private Digests() {}

  static void md5(Vector[] v, int row, VectorBuilder out) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(
          v[0].bytesData(row), v[0].bytesStart(row), v[0].bytesEnd(row) - v[0].bytesStart(row));
      Utf8.append(out, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
