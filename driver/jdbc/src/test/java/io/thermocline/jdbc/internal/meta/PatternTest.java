package io.thermocline.jdbc.internal.meta;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatternTest {
  @Test
  void plainNamesBecomeEqualities() {
    assertThat(Pattern.of("orders").condition("t")).isEqualTo(" AND \"t\" = 'orders'");
    assertThat(Pattern.of("order\\_items\\%").condition("t"))
        .isEqualTo(" AND \"t\" = 'order_items%'");
    assertThat(Pattern.of("it's").condition("t")).isEqualTo(" AND \"t\" = 'it''s'");
    assertThat(Pattern.exactly("a_b%").condition("t")).isEqualTo(" AND \"t\" = 'a_b%'");
    assertThat(Pattern.of("").condition("t")).isEqualTo(" AND \"t\" = ''");
    assertThat(Pattern.of("a\\").condition("t")).isEqualTo(" AND \"t\" = 'a\\'");
  }

  @Test
  void wildcardsBecomeLike() {
    assertThat(Pattern.of("a\\_b_%").condition("t"))
        .isEqualTo(" AND \"t\" LIKE 'a\\_b_%' ESCAPE '\\'");
  }

  @Test
  void nullAndPercentMatchEverything() {
    assertThat(Pattern.of(null).condition("t")).isEmpty();
    assertThat(Pattern.of("%").condition("t")).isEmpty();
    assertThat(Pattern.exactly(null).condition("t")).isEmpty();
  }
}
