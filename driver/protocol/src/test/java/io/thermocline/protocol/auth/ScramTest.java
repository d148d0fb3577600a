package io.thermocline.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScramTest {
  private static final ScramDecoy FAKE =
      new ScramDecoy(new byte[32], ScramVerifier.DEFAULT_ITERATIONS);

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The exchange printed in RFC 7677, section 3. */
  @Test
  void exchangeOfRfc7677() throws ScramException {
    ScramVerifier verifier =
        ScramVerifier.of(
            "pencil".toCharArray(), Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
    ScramClient client = new ScramClient("user", "pencil".toCharArray(), "rOprNGfwEbeRWgbNEkqO");
    ScramServer server =
        new ScramServer("user", Optional.of(verifier), FAKE, "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    assertThat(text(client.first())).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    byte[] challenge = server.challenge(client.first());
    assertThat(text(challenge))
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    byte[] answer = client.answer(challenge);
    assertThat(text(answer))
        .isEqualTo(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    byte[] last = server.verify(answer);
    assertThat(text(last)).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    client.verify(last);
  }

  @Test
  void wrongPasswordAndUnknownUserFailAlike() throws ScramException {
    SecureRandom random = new SecureRandom();
    ScramVerifier verifier = ScramVerifier.of("right".toCharArray(), random);
    String known = failure(Optional.of(verifier), "wrong");
    String unknown = failure(Optional.empty(), "right");
    assertThat(known).isEqualTo(unknown);
  }

  private static String failure(Optional<ScramVerifier> verifier, String password)
      throws ScramException {
    SecureRandom random = new SecureRandom();
    ScramClient client = new ScramClient("ada", password.toCharArray(), random);
    ScramServer server = new ScramServer("ada", verifier, FAKE, random);
    byte[] challenge = server.challenge(client.first());
    assertThat(text(challenge)).contains(",i=" + ScramVerifier.DEFAULT_ITERATIONS);
    byte[] answer = client.answer(challenge);
    try {
      server.verify(answer);
      throw new AssertionError("must fail");
    } catch (ScramException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void unknownUserGetsTheSameSaltEachTime() throws ScramException {
    SecureRandom random = new SecureRandom();
    byte[] secret = random.generateSeed(32);
    String first = salt(secret, "eve", random);
    assertThat(salt(secret, "eve", random)).isEqualTo(first);
    assertThat(salt(secret, "bob", random)).isNotEqualTo(first);
    assertThat(Base64.getDecoder().decode(first)).hasSize(16);
  }

  private static String salt(byte[] secret, String user, SecureRandom random)
      throws ScramException {
    ScramServer server =
        new ScramServer(user, Optional.empty(), new ScramDecoy(secret, 4096), random);
    return text(server.challenge(new ScramClient(user, new char[0], random).first()))
        .split(",")[1]
        .substring(2);
  }

  @Test
  void alteredMessagesAreRefused() throws ScramException {
    SecureRandom random = new SecureRandom();
    ScramVerifier verifier = ScramVerifier.of("p".toCharArray(), random);
    ScramClient client = new ScramClient("a,b=c", "p".toCharArray(), random);
    assertThat(text(client.first())).startsWith("n,,n=a=2Cb=3Dc,r=");
    ScramServer server = new ScramServer("a,b=c", Optional.of(verifier), FAKE, random);
    String challenge = text(server.challenge(client.first()));
    assertThatThrownBy(() -> client.answer(bytes(challenge.replaceFirst("i=\\d+", "i=1000"))))
        .hasMessageContaining("1000 iterations");
    assertThatThrownBy(() -> client.answer(bytes("r=other,s=AAAA,i=4096")))
        .hasMessageContaining("nonce");
    String answer = text(client.answer(bytes(challenge)));
    assertThatThrownBy(() -> server.verify(bytes(answer.replace("c=biws", "c=AAAA"))))
        .isInstanceOf(ScramException.class);
    assertThatThrownBy(() -> server.verify(bytes(answer.replace(",r=", ",r=x"))))
        .isInstanceOf(ScramException.class);
    assertThatThrownBy(() -> server.verify(bytes("p="))).isInstanceOf(ScramException.class);
    assertThatThrownBy(() -> server.challenge(bytes("p=tls-unique,,n=a,r=b")))
        .isInstanceOf(ScramException.class);
    byte[] last = server.verify(bytes(answer));
    assertThatThrownBy(() -> client.verify(bytes("v=AAAA"))).isInstanceOf(ScramException.class);
    client.verify(last);
  }

  @Test
  void verifierKeepsItsTextForm() {
    ScramVerifier verifier = ScramVerifier.of("secret".toCharArray(), new SecureRandom());
    String text = verifier.encode();
    assertThat(text).startsWith("SCRAM-SHA-256$15000:");
    assertThat(ScramVerifier.parse(text).encode()).isEqualTo(text);
    assertThat(verifier.toString()).doesNotContain(text.substring(30));
    for (String wrong :
        new String[] {"", "md5abc", "SCRAM-SHA-256$1:a$b:c", "SCRAM-SHA-256$x:AAAA$AAAA:AAAA"}) {
      assertThatThrownBy(() -> ScramVerifier.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
