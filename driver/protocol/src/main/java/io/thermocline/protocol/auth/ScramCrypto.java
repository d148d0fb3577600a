package io.thermocline.protocol.auth;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The functions H, HMAC, Hi and XOR of RFC 5802 with SHA-256. */
final class ScramCrypto {
  static final int KEY_BYTES = 32;

  private static final String HMAC = "HmacSHA256";

  private ScramCrypto() {}

  static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static byte[] hmac(byte[] key, byte[] data) {
    return mac(key).doFinal(data);
  }

  static byte[] hmac(byte[] key, String data) {
    return hmac(key, data.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + HMAC, e);
    }
  }

  /**
   * Hi(password, salt, iterations): PBKDF2 with one block. The password is normalised with NFKC.
   */
  static byte[] saltedPassword(char[] password, byte[] salt, int iterations) {
    String normal = Normalizer.normalize(CharBuffer.wrap(password), Normalizer.Form.NFKC);
    byte[] key = normal.getBytes(StandardCharsets.UTF_8);
    Mac mac = mac(key.length == 0 ? new byte[1] : key);
    mac.update(salt);
    byte[] block = mac.doFinal(new byte[] {0, 0, 0, 1});
    byte[] result = block.clone();
    for (int i = 1; i < iterations; i++) {
      block = mac.doFinal(block);
      for (int k = 0; k < result.length; k++) {
        result[k] ^= block[k];
      }
    }
    return result;
  }

  static byte[] xor(byte[] a, byte[] b) {
    byte[] result = new byte[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = (byte) (a[i] ^ b[i]);
    }
    return result;
  }
}
