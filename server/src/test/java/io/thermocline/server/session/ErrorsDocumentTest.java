package io.thermocline.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.server.query.Notice;
import io.thermocline.spi.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// docs/reference/errors.md has a row for every public error, and no other.
class ErrorsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "reference", "errors.md");

  @Test
  void everyErrorIsARow() throws IOException {
    String document = Files.readString(DOCUMENT);
    List<String> expected = new ArrayList<>();
    for (ErrorCode code : ErrorCode.values()) {
      String exception =
          SqlErrors.of(code.sqlState(), "", code.retryable(), null).getClass().getSimpleName();
      expected.add(
          "| `%s` | `%s` | %s | %s | `%s` |"
              .formatted(
                  code,
                  code.sqlState(),
                  code.category(),
                  code.retryable() ? "yes" : "no",
                  exception));
    }
    assertThat(document).contains(expected);
    assertThat(document.lines().filter(line -> line.matches("\\| `[A-Z_]+` \\|.*")).count())
        .isEqualTo(expected.size());
  }

  @Test
  void everyWarningIsARow() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (Notice.Kind kind : Notice.Kind.values()) {
      assertThat(document).contains("| `" + kind.sqlState() + "` |");
    }
  }
}
