package io.thermocline.protocol.auth;

import java.util.Arrays;

/**
 * Makes verifiers for users that do not exist, always the same for the same name, so that an
 * exchange with them looks like any other until its end.
 */
public final class ScramDecoy {
  private static final int SALT_BYTES = 16;

  private final byte[] secret;
  private final int iterations;

  /**
   * Copies the secret.
   *
   * @param secret at least 32 random bytes that stay the same while the server runs
   * @param iterations as most real verifiers have
   */
  public ScramDecoy(byte[] secret, int iterations) {
    if (secret.length < ScramCrypto.KEY_BYTES) {
      throw new IllegalArgumentException("a decoy needs a secret of 32 bytes");
    }
    this.secret = secret.clone();
    this.iterations = iterations;
  }

  ScramVerifier verifier(String user) {
    byte[] salt = Arrays.copyOf(ScramCrypto.hmac(secret, "salt " + user), SALT_BYTES);
    byte[] storedKey = ScramCrypto.hmac(secret, "stored " + user);
    byte[] serverKey = ScramCrypto.hmac(secret, "server " + user);
    return new ScramVerifier(iterations, salt, storedKey, serverKey);
  }
}
