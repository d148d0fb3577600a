package io.thermocline.adapter.parquet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.error.ThermoclineException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {
  private static boolean matches(String pattern, boolean ignoreCase, String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return new LikePattern(pattern, ignoreCase, false).matches(bytes, 1, bytes.length - 1);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "'', '', true",
        "'', a, false",
        "a, a, true",
        "a, ab, false",
        "a%, abc, true",
        "a%, b, false",
        "%c, abc, true",
        "%c, cb, false",
        "%b%, abc, true",
        "%b%, ac, false",
        "a%c, abc, true",
        "a%c, ac, true",
        "a%c, acb, false",
        "_, é, true",
        "_, '', false",
        "_, ab, false",
        "%_, '', false",
        "__, é😀, true",
        "a\\%b, a%b, true",
        "a\\%b, axb, false",
        "a\\\\b, a\\b, true",
        "%a%a%, aa, true",
        "%a%a%, a, false",
        "%ab%ab, abxab, true",
        "%ab%ab, abab, true",
        "%ab%ab, ab, false",
        "%%, x, true",
        "ab_d%f, abcdeef, true",
        "%, '', true"
      })
  void matchesWholeText(String pattern, String text, boolean expected) {
    assertThat(matches(pattern, false, text)).isEqualTo(expected);
  }

  @Test
  void ignoresCaseBeyondAscii() {
    assertThat(matches("%ÜRI_H", true, "Zürich")).isTrue();
    assertThat(matches("%ÜRI_H", false, "Zürich")).isFalse();
  }

  @Test
  void escapeAtTheEndIsRefused() {
    assertThatThrownBy(() -> new LikePattern("a\\", false, false))
        .isInstanceOf(ThermoclineException.class);
  }
}
