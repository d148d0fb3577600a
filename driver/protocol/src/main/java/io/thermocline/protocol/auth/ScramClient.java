package io.thermocline.protocol.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * The client's side of one exchange: {@link #first}, {@link #answer}, {@link #verify}, in that
 * order. For one thread.
 */
public final class ScramClient {
  /** The name of the mechanism. */
  public static final String MECHANISM = "SCRAM-SHA-256";

  private static final int NONCE_BYTES = 18;
  private static final String GS2_HEADER = "n,,";

  private final char[] password;
  private final String firstBare;
  private final String nonce;
  private byte[] expectedSignature = new byte[0];

  /** A new exchange. The password is not copied. */
  public ScramClient(String user, char[] password, SecureRandom random) {
    this(user, password, nonce(random));
  }

  ScramClient(String user, char[] password, String nonce) {
    this.password = password;
    this.nonce = nonce;
    this.firstBare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
  }

  static String nonce(SecureRandom random) {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return ScramAttributes.base64(bytes);
  }

  /** The client's first message. */
  public byte[] first() {
    return (GS2_HEADER + firstBare).getBytes(StandardCharsets.UTF_8);
  }

  /** The client's final message, in answer to the server's first. */
  public byte[] answer(byte[] serverFirst) throws ScramException {
    String challenge = new String(serverFirst, StandardCharsets.UTF_8);
    ScramAttributes attributes = new ScramAttributes(challenge);
    String fullNonce = attributes.next('r');
    byte[] salt = ScramAttributes.base64(attributes.next('s'));
    int iterations = iterations(attributes.next('i'));
    if (!fullNonce.startsWith(nonce) || fullNonce.length() == nonce.length()) {
      throw new ScramException("the server did not extend the client's nonce");
    }
    String withoutProof =
        "c="
            + ScramAttributes.base64(GS2_HEADER.getBytes(StandardCharsets.UTF_8))
            + ",r="
            + fullNonce;
    String authMessage = firstBare + "," + challenge + "," + withoutProof;
    byte[] salted = ScramCrypto.saltedPassword(password, salt, iterations);
    byte[] clientKey = ScramCrypto.hmac(salted, "Client Key");
    byte[] proof =
        ScramCrypto.xor(clientKey, ScramCrypto.hmac(ScramCrypto.sha256(clientKey), authMessage));
    expectedSignature = ScramCrypto.hmac(ScramCrypto.hmac(salted, "Server Key"), authMessage);
    return (withoutProof + ",p=" + ScramAttributes.base64(proof)).getBytes(StandardCharsets.UTF_8);
  }

  private static int iterations(String text) throws ScramException {
    int iterations;
    try {
      iterations = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ScramException("the server's iteration count is not a number");
    }
    if (iterations < ScramVerifier.MIN_ITERATIONS || iterations > ScramVerifier.MAX_ITERATIONS) {
      throw new ScramException(
          "the server asks for " + iterations + " iterations, which is out of bounds");
    }
    return iterations;
  }

  /** Checks that the server knows the verifier. */
  public void verify(byte[] serverFinal) throws ScramException {
    byte[] signature =
        ScramAttributes.base64(
            new ScramAttributes(new String(serverFinal, StandardCharsets.UTF_8)).next('v'));
    if (expectedSignature.length == 0 || !MessageDigest.isEqual(signature, expectedSignature)) {
      throw new ScramException("the server could not prove that it knows the password's verifier");
    }
  }
}
