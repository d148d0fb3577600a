package io.thermocline.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.protocol.auth.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserStoreTest {
  private static ScramVerifier verifier(int iterations) {
    return ScramVerifier.of(
        "p".toCharArray(), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII), iterations);
  }

  @Test
  void usualIterationsAreThoseOfMostUsers() {
    assertThat(UserStore.of(Map.of()).usualIterations())
        .isEqualTo(ScramVerifier.DEFAULT_ITERATIONS);
    assertThat(
            UserStore.of(Map.of("a", verifier(4096), "b", verifier(5000), "c", verifier(4096)))
                .usualIterations())
        .isEqualTo(4096);
  }

  @Test
  void hashedPasswordIsReadBack() {
    String hash = UserStore.hash("secret".toCharArray());
    UserStore users = UserStore.parse(Map.of("ada", hash));
    assertThat(users.verifier("ada").map(ScramVerifier::encode)).contains(hash);
    assertThat(users.verifier("eve")).isEmpty();
    assertThatThrownBy(() -> UserStore.parse(Map.of("eve", "plain")))
        .hasMessageContaining("eve")
        .hasMessageNotContaining("plain");
  }
}
