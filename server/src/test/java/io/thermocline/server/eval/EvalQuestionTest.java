package io.thermocline.server.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalQuestionTest {
  @Test
  void dialoguesStayTogetherInTheOrderOfTheirTurns(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("q.jsonl");
    Files.writeString(
        file,
        """
        {"id": "a", "db_id": "d", "question": "one?", "dialogue": null, "turn": null, "gold_sql": "select 1"}
        {"id": "c", "db_id": "d", "question": "their names?", "dialogue": "x", "turn": 2}

        {"id": "b", "db_id": "d", "question": "who?", "dialogue": "x", "turn": 1}
        {"id": "e", "db_id": "other", "question": "who?", "dialogue": "x", "turn": 1}
        """);
    List<EvalQuestion> questions = EvalQuestion.read(file);

    assertThat(questions.getFirst()).isEqualTo(new EvalQuestion("a", "d", "one?", "", 0));
    assertThat(EvalQuestion.sessions(questions))
        .extracting(session -> session.stream().map(EvalQuestion::id).toList())
        .containsExactly(List.of("a"), List.of("b", "c"), List.of("e"));
  }

  @Test
  void predictionsAreLinesOfJson(@TempDir Path folder) throws Exception {
    Prediction prediction =
        new Prediction(
            "a",
            Prediction.Status.ANSWERED,
            List.of("n", "t"),
            List.of(
                Arrays.asList(new BigDecimal("1.50"), "Zürich"),
                Arrays.asList(7L, null),
                Arrays.asList(Double.NaN, true)),
            OptionalDouble.of(.75),
            Map.of("margin", 1.5),
            12.3456,
            "");
    assertThat(prediction.json())
        .isEqualTo(
            "{\"id\":\"a\",\"status\":\"answered\",\"columns\":[\"n\",\"t\"],"
                + "\"rows\":[[1.50,\"Zürich\"],[7,null],[\"NaN\",true]],\"confidence\":0.75,\"features\":{\"margin\":1.5},\"latency_ms\":12.35}");

    Path file = folder.resolve("p.jsonl");
    Files.writeString(file, prediction.json() + "\n{\"id\": \"b\", \"sta");
    assertThat(Prediction.resume(file)).containsExactly("a");
    assertThat(file).hasContent(prediction.json() + "\n");
    Files.writeString(file, prediction.json());
    assertThat(Prediction.resume(file)).containsExactly("a");
    assertThat(file).hasContent(prediction.json() + "\n");
  }

  @Test
  void outcomesFollowFromSqlstates() {
    assertThat(Prediction.Status.ofState("TQ001")).isEqualTo(Prediction.Status.AMBIGUOUS);
    assertThat(Prediction.Status.ofState("TQ002")).isEqualTo(Prediction.Status.REFUSED);
    assertThat(Prediction.Status.ofState("57014")).isEqualTo(Prediction.Status.ERROR);
    assertThat(Prediction.Status.ofState(null)).isEqualTo(Prediction.Status.ERROR);
  }

  @Test
  void percentilesTakeTheNextHigherValue() {
    EvalSummary summary = new EvalSummary();
    assertThat(summary.percentile(.5)).isZero();
    for (int i = 1; i <= 10; i++) {
      summary.add(
          new Prediction(
              "q",
              Prediction.Status.ANSWERED,
              List.of(),
              List.of(),
              OptionalDouble.empty(),
              Map.of(),
              i,
              ""));
    }
    assertThat(summary.percentile(.5)).isEqualTo(5);
    assertThat(summary.percentile(.95)).isEqualTo(10);
    assertThat(summary.line())
        .isEqualTo(
            "10 questions, 10 answered, 0 ambiguous, 0 refused, 0 error; p50 5.0 ms, p95 10.0 ms");
  }
}
