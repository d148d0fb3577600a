package io.thermocline.nl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSourceTest {
  @TempDir Path folder;

  private void copyModel() throws IOException {
    for (String name :
        List.of(
            "model.json",
            "grammar.json",
            "features.json",
            "vocab.txt",
            "step.onnx",
            "encoder.onnx")) {
      try (InputStream stream = ModelSource.bundled().open(name)) {
        Files.copy(stream, folder.resolve(name));
      }
    }
  }

  private void assertRefused(String part) {
    assertThatThrownBy(() -> TranslationModel.load(ModelSource.folder(folder)))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
              assertThat(e).hasMessageContaining(part);
            });
  }

  @Test
  void aMissingFileIsNamed() {
    assertRefused("model.json cannot be read");
  }

  @Test
  void aFileOfAnotherExportIsRefused() throws IOException {
    copyModel();
    Path features = folder.resolve("features.json");
    Files.writeString(features, Files.readString(features) + " ");
    assertRefused("features.json is not the file that model.json was written for");
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    copyModel();
    Path card = folder.resolve("model.json");
    Files.writeString(
        card,
        Files.readString(card).replace("\"version\": 1", "\"version\": 2"),
        StandardCharsets.UTF_8);
    assertRefused("version 2");
  }

  @Test
  void aModelInAFolderCanBeUsed() throws IOException {
    copyModel();
    try (TranslationModel model = TranslationModel.load(ModelSource.folder(folder))) {
      assertThat(model.card().layers()).isPositive();
    }
  }

  @Test
  void confidenceIsTheLogisticOfTheWeighedEvidence() {
    ModelCard.Confidence confidence =
        new ModelCard.Confidence(-1, Map.of("margin", 0.5, "doubt", -2.0));
    Evidence sure = new Evidence(-0.1, 4, -0.1, 7, -0.1, 0, 0, 0, 0, 0, 1, false, false, 2, false);
    Evidence doubtful =
        new Evidence(-0.1, 4, -0.1, 7, -0.1, 0.5, 0, 0, 0, 0, 1, false, false, 2, false);
    assertThat(confidence.of(sure.numbers())).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-9));
    assertThat(confidence.of(doubtful.numbers())).isCloseTo(0.5, within(1e-9));
  }
}
