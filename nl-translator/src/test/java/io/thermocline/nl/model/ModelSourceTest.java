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
  void confidenceIsLinearBetweenThePoints() {
    ModelCard card =
        new ModelCard(
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            0,
            0,
            Map.of(),
            List.of(
                new ModelCard.CalibrationPoint(0.5, 0.2), new ModelCard.CalibrationPoint(1, 0.8)));
    assertThat(card.confidence(0.25)).isCloseTo(0.1, within(1e-9));
    assertThat(card.confidence(0.75)).isCloseTo(0.5, within(1e-9));
    assertThat(card.confidence(1)).isCloseTo(0.8, within(1e-9));
  }
}
