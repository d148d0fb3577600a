package io.thermocline.protocol.auth;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a server keeps of a password. Its text form is PostgreSQL's: {@code
 * SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>}, base64 each.
 */
public final class ScramVerifier {
  /** The fewest iterations that RFC 7677 allows. */
  public static final int MIN_ITERATIONS = 4096;

  /** The most iterations that a peer may ask of us. */
  public static final int MAX_ITERATIONS = 1_000_000;

  /** The iterations of new verifiers. */
  public static final int DEFAULT_ITERATIONS = 15_000;

  private static final String PREFIX = "SCRAM-SHA-256$";
  private static final int SALT_BYTES = 16;

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  /** Copies the arrays. */
  public ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
      throw new IllegalArgumentException(
          "a SCRAM verifier has "
              + MIN_ITERATIONS
              + " to "
              + MAX_ITERATIONS
              + " iterations, not "
              + iterations);
    }
    if (salt.length == 0
        || storedKey.length != ScramCrypto.KEY_BYTES
        || serverKey.length != ScramCrypto.KEY_BYTES) {
      throw new IllegalArgumentException(
          "a SCRAM-SHA-256 verifier has a salt and two keys of 32 bytes");
    }
    this.iterations = iterations;
    this.salt = salt.clone();
    this.storedKey = storedKey.clone();
    this.serverKey = serverKey.clone();
  }

  /** The verifier of a password with a fresh salt. */
  public static ScramVerifier of(char[] password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return of(password, salt, DEFAULT_ITERATIONS);
  }

  /** The verifier of a password with a given salt. */
  public static ScramVerifier of(char[] password, byte[] salt, int iterations) {
    byte[] salted = ScramCrypto.saltedPassword(password, salt, iterations);
    byte[] storedKey = ScramCrypto.sha256(ScramCrypto.hmac(salted, "Client Key"));
    byte[] serverKey = ScramCrypto.hmac(salted, "Server Key");
    Arrays.fill(salted, (byte) 0);
    return new ScramVerifier(iterations, salt, storedKey, serverKey);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is malformed; the message does not repeat it
   */
  public static ScramVerifier parse(String text) {
    String[] parts =
        text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("[:$]", -1) : new String[0];
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "a verifier reads SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    try {
      return new ScramVerifier(
          Integer.parseInt(parts[0]),
          base64.decode(parts[1]),
          base64.decode(parts[2]),
          base64.decode(parts[3]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a verifier's iteration count is not a number", e);
    }
  }

  /** The text form, to be kept like a password. */
  public String encode() {
    Base64.Encoder base64 = Base64.getEncoder();
    return PREFIX
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(storedKey)
        + ":"
        + base64.encodeToString(serverKey);
  }

  /** How often the hash was applied. */
  public int iterations() {
    return iterations;
  }

  byte[] salt() {
    return salt.clone();
  }

  byte[] storedKey() {
    return storedKey.clone();
  }

  byte[] serverKey() {
    return serverKey.clone();
  }

  @Override
  public String toString() {
    return PREFIX + iterations + ":***";
  }
}
