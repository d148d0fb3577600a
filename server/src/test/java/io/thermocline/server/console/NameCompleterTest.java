package io.thermocline.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameCompleterTest {
  private final NameCompleter completer =
      new NameCompleter(() -> List.of("customers", "customer_id", "orders", "ordered_at"));

  @Test
  void namesAreCompletedAnywhere() {
    assertThat(completer.suggestions("Cust", 3)).containsExactly("customers", "customer_id");
    assertThat(completer.suggestions("ord", 0)).containsExactly("orders", "ordered_at");
  }

  @Test
  void commandsAreCompletedAtTheStart() {
    assertThat(completer.suggestions("\\t", 0)).containsExactly("\\timing");
    assertThat(completer.suggestions("\\", 1)).isEmpty();
    assertThat(completer.suggestions("expl", 0)).containsExactly("explain ");
  }
}
