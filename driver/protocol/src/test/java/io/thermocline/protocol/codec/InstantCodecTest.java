package io.thermocline.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantCodecTest {
  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1_000_001, -1, 0, 1, Long.MAX_VALUE})
  void microsecondsSurviveTheWayToAnInstantAndBack(long micros) {
    assertThat(ValueCodec.micros(ValueCodec.instant(micros))).isEqualTo(micros);
  }
}
