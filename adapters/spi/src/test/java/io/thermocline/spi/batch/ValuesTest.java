package io.thermocline.spi.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1_000_001, -1, 0, 1, Long.MAX_VALUE})
  void microsecondsSurviveTheWayToAnInstantAndBack(long micros) {
    assertThat(Values.micros(Values.instant(micros))).isEqualTo(micros);
  }

  @Test
  void anInstantBeyondMicrosecondsIsRefused() {
    assertThatThrownBy(() -> Values.micros(Instant.MIN)).isInstanceOf(ArithmeticException.class);
  }
}
