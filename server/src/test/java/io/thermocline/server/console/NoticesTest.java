package io.thermocline.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoticesTest {
  @Test
  void confidenceIsTheLastNumber() {
    assertThat(Notices.number("confidence 0.93")).hasValue(0.93);
    assertThat(Notices.number("beam 5: confidence 87 %")).hasValue(0.87);
    assertThat(Notices.number("no idea")).isEmpty();
  }
}
