package io.thermocline.protocol.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The server's side of one exchange: {@link #challenge}, then {@link #verify}. For an unknown user
 * the same steps run with a verifier of the decoy, so that neither the answers nor their timing
 * tell who exists. For one thread.
 */
public final class ScramServer {
  private final ScramVerifier verifier;
  private final boolean known;
  private final String serverNonce;
  private String authMessage = "";
  private String expectedNonce = "";

  /**
   * A new exchange.
   *
   * @param user the name that the client gave
   * @param verifier of that user, if there is one
   * @param decoy what takes its place if there is none
   */
  public ScramServer(
      String user, Optional<ScramVerifier> verifier, ScramDecoy decoy, SecureRandom random) {
    this(user, verifier, decoy, ScramClient.nonce(random));
  }

  ScramServer(String user, Optional<ScramVerifier> verifier, ScramDecoy decoy, String serverNonce) {
    ScramVerifier fake = decoy.verifier(user);
    this.known = verifier.isPresent();
    this.verifier = verifier.orElse(fake);
    this.serverNonce = serverNonce;
  }

  /** The server's first message, in answer to the client's first. */
  public byte[] challenge(byte[] clientFirst) throws ScramException {
    String text = new String(clientFirst, StandardCharsets.UTF_8);
    if (!text.startsWith("n,,") && !text.startsWith("y,,")) {
      throw new ScramException("channel binding and authorisation identities are not supported");
    }
    String firstBare = text.substring(3);
    ScramAttributes attributes = new ScramAttributes(firstBare);
    attributes.next('n');
    expectedNonce = attributes.next('r') + serverNonce;
    String challenge =
        "r="
            + expectedNonce
            + ",s="
            + ScramAttributes.base64(verifier.salt())
            + ",i="
            + verifier.iterations();
    authMessage = firstBare + "," + challenge + ",";
    return challenge.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The server's final message, in answer to the client's final.
   *
   * @throws ScramException when the proof is wrong or the user unknown, with the same message for
   *     both
   */
  public byte[] verify(byte[] clientFinal) throws ScramException {
    String text = new String(clientFinal, StandardCharsets.UTF_8);
    ScramAttributes attributes = new ScramAttributes(text);
    String binding = attributes.next('c');
    String nonce = attributes.next('r');
    byte[] proof = ScramAttributes.base64(attributes.next('p'));
    int proofAt = text.lastIndexOf(",p=");
    if (authMessage.isEmpty()
        || proof.length != ScramCrypto.KEY_BYTES
        || !isBinding(binding)
        || !nonce.equals(expectedNonce)) {
      throw new ScramException("a SCRAM message does not fit the exchange");
    }
    String fullMessage = authMessage + text.substring(0, proofAt);
    byte[] storedKey = verifier.storedKey();
    byte[] clientKey = ScramCrypto.xor(proof, ScramCrypto.hmac(storedKey, fullMessage));
    boolean right = MessageDigest.isEqual(ScramCrypto.sha256(clientKey), storedKey);
    byte[] signature = ScramCrypto.hmac(verifier.serverKey(), fullMessage);
    if (!(right & known)) {
      throw new ScramException("the user name or the password is wrong");
    }
    return ("v=" + ScramAttributes.base64(signature)).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isBinding(String value) {
    return value.equals("biws") || value.equals("eSws");
  }
}
