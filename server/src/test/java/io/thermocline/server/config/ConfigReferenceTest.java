package io.thermocline.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `-Dgolden.accept` writes the page anew.
class ConfigReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/configuration.md");

  @Test
  void thePageListsEveryKey() throws Exception {
    if (System.getProperty("golden.accept") != null) {
      Files.writeString(PAGE, ConfigReference.markdown());
    }
    assertThat(PAGE).content().isEqualTo(ConfigReference.markdown());
  }

  @Test
  void keysAreWrittenInOneStyle() {
    for (ConfigKey key : ConfigKeys.ALL) {
      assertThat(key.path()).matches("[a-z]+(-[a-z]+)*((\\[]|\\{})?\\.[a-z]+(-[a-z]+)*)*");
      assertThat(key.doc()).as(key.path()).endsWith(".");
    }
  }

  @Test
  void nearNamesAreFound() {
    assertThat(ConfigKeys.nearest("limits", "conections")).contains("connections");
    assertThat(ConfigKeys.nearest("limits", "memory_per_query")).contains("memory-per-query");
    assertThat(ConfigKeys.nearest("limits", "wombat")).isEmpty();
    assertThat(ConfigKeys.distance("abcd", "acbd")).isEqualTo(1);
    assertThat(ConfigKeys.distance("", "abc")).isEqualTo(3);
  }
}
