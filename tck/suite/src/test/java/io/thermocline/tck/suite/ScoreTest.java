package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// A fixed sample of development questions, asked over JDBC of all three stores, is answered right
/// as often as it was. The questions are no part of this repository: a folder has them, with their
/// databases and the program that scores answers. What was asked, answered and wrong stays in
/// `target/score`.
@Tag("score")
@EnabledIfSystemProperty(
    named = ScoreTest.FOLDER,
    matches = ".+",
    disabledReason = "no folder of questions is given; -D" + ScoreTest.FOLDER + "=DIR gives one")
class ScoreTest {
  static final String FOLDER = "thermocline.questions";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path KEPT = Path.of("target", "score");
  private static final int QUESTION_SECONDS = 30;

  private final Path folder = Path.of(System.getProperty(FOLDER)).toAbsolutePath();
  private final Floor floor = Floor.read();

  /// What must be reached, and what it was measured with.
  private record Floor(
      double percent, int questions, Set<String> without, String sample, String now) {
    static Floor read() {
      Properties properties = new Properties();
      try (InputStream stream = ScoreTest.class.getResourceAsStream("score-floor.properties")) {
        properties.load(Objects.requireNonNull(stream, "score-floor.properties"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Floor(
          Double.parseDouble(properties.getProperty("floor.percent")),
          Integer.parseInt(properties.getProperty("sample.questions")),
          Set.of(properties.getProperty("sample.without").split(" ")),
          properties.getProperty("sample.sha256"),
          properties.getProperty("now"));
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void theSampleIsAnsweredAsWellAsItWas(@TempDir Path stores) throws Exception {
    QuestionSample sample =
        QuestionSample.draw(folder.resolve("dev.jsonl"), floor.questions(), floor.without());
    assertThat(sample.ids()).hasSize(floor.questions());
    assertThat(sample.fingerprint())
        .as("the sample that the floor was measured with; measure it again with another one")
        .isEqualTo(floor.sample());
    Path asked = Files.write(Files.createDirectories(KEPT).resolve("asked.jsonl"), sample.lines());
    Path answered = KEPT.resolve("answered.jsonl");
    ask(asked, answered, stores.resolve("data"));
    assertThat(failures(answered)).as("questions that failed by no fault of their own").isEmpty();
    JsonNode report = score(asked, answered);
    assertThat(report.path("questions").asInt()).isEqualTo(floor.questions());
    assertThat(report.path("missing_predictions").asInt()).isZero();
    assertThat(100 * report.path("overall").path("accuracy").asDouble())
        .as("right answers in percent; by source: %s", report.path("by_source"))
        .isGreaterThanOrEqualTo(floor.percent());
  }

  /// Asks as `thermocline eval` does, each question of its databases in all three stores.
  private void ask(Path questions, Path out, Path data) {
    try (ServerProcess eval =
        ServerProcess.start(
            data,
            "eval",
            "--db",
            folder.resolve("db").toString(),
            "--questions",
            questions.toString(),
            "--out",
            out.toString(),
            "--data",
            data.toString(),
            "--tiers",
            "mixed",
            "--now",
            floor.now(),
            "--timeout",
            Integer.toString(QUESTION_SECONDS))) {
      int status = eval.awaitExit();
      assertThat(status).as("the exit status; it said: %s", eval.errors()).isZero();
    }
  }

  /// Errors but those of a text that is no right statement, class 42, or of the data, class 22:
  /// what is internal, took too long, or broke the connection.
  private static List<String> failures(Path answered) throws IOException {
    List<String> failures = new ArrayList<>();
    for (String line : Files.readAllLines(answered)) {
      JsonNode prediction = MAPPER.readTree(line);
      String error = prediction.path("error").asText();
      if (prediction.path("status").asText().equals("error") && !error.matches("(?s)(42|22).*")) {
        failures.add(prediction.path("id").asText() + " " + error);
      }
    }
    return failures;
  }

  /// What the folder's own program says of the answers.
  private JsonNode score(Path asked, Path answered) throws IOException, InterruptedException {
    Path report = KEPT.resolve("score.json");
    ProcessBuilder program =
        new ProcessBuilder(
                "python3",
                folder.resolve("score.py").toString(),
                asked.toString(),
                answered.toString(),
                "--json",
                "--errors",
                KEPT.resolve("wrong.jsonl").toString())
            .redirectOutput(report.toFile())
            .redirectError(KEPT.resolve("score.log").toFile());
    Process process;
    try {
      process = program.start();
    } catch (IOException e) {
      return abort("answers are compared by a Python program, and there is no python3: " + e);
    }
    assertThat(process.waitFor()).as("the exit status of %s", program.command()).isZero();
    return MAPPER.readTree(report.toFile());
  }
}
