package io.thermocline.nl.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 grand | 2000
          1.5k | 1500
          3 mio | 3000000
          half a million | 500000
          half million | 500000
          a million | 1000000
          a thousand | 1000
          0.5 million | 500000
          €20 | 20
          20 euros | 20
          EUR 20 | 20
          $1.2m | 1200000
          20 percent | 20
          20% | 20
          1,200.50 | 1200.50
          two hundred and five | 205
          minus 3 | -3
          5 bn | 5000000000
          2 lakh | 200000
          """)
  void numbersAreWrittenInManyWays(String text, BigDecimal expected) {
    assertThat(NumberWords.parse(text)).as(text).isPresent();
    assertThat(NumberWords.parse(text).orElseThrow()).isEqualByComparingTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "half", "half a", "percent", "euros", "a dozen", "1 2", "k", "m"})
  void otherWordsAreNoNumbers(String text) {
    assertThat(NumberWords.parse(text)).isEmpty();
  }
}
