package io.thermocline.nl.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The model card is that of the bundled model.
class ModelCardTest {
  private static final Path CARD = Path.of("..", "docs", "reference", "translation-model.md");

  @Test
  void namesEveryFileByItsHashAndEveryRun() throws IOException {
    JsonNode model;
    try (InputStream stream = ModelSource.bundled().open("model.json")) {
      model = new ObjectMapper().readTree(stream);
    }
    List<String> expected = new ArrayList<>();
    model
        .get("sha256")
        .properties()
        .forEach(entry -> expected.add("`" + entry.getValue().asText() + "`"));
    assertThat(expected).hasSizeGreaterThan(4);
    expected.add("| %,d |".formatted(model.get("trainedOn").get("sequences").asLong()));
    expected.add(model.get("trainedOn").get("trainSha256").asText());
    assertThat(Files.readString(CARD)).contains(expected);
  }
}
