package io.thermocline.server.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The runner over any JDBC driver; an embedded database stands for the gateway, and SQL for
/// questions.
class EvalRunnerTest {
  private final List<String> opened = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final List<Prediction> heard = new ArrayList<>();

  private static EvalQuestion question(String id, String text, String dialogue, int turn) {
    return new EvalQuestion(id, "zoo", text, dialogue, turn);
  }

  private void run(Set<String> done, EvalQuestion... questions) throws IOException {
    EvalRunner runner =
        new EvalRunner(
            database -> {
              opened.add(database);
              return DriverManager.getConnection("jdbc:duckdb:");
            },
            Duration.ofSeconds(10),
            3,
            false,
            () -> 0L);
    runner.run(EvalQuestion.sessions(List.of(questions)), done, out, heard::add);
  }

  @Test
  void answersAreWrittenInJsonTypes() throws Exception {
    run(
        Set.of(),
        question(
            "a",
            "select 1 as i, 2.50::decimal(5,2) as d, 'Zürich' as t, true as b, null as n,"
                + " timestamp '2020-01-02 03:04:05' as s, date '2020-01-02' as day",
            "",
            0));
    assertThat(out.toString())
        .isEqualTo(
            "{\"id\":\"a\",\"status\":\"answered\",\"columns\":[\"i\",\"d\",\"t\",\"b\",\"n\",\"s\",\"day\"],"
                + "\"rows\":[[1,2.50,\"Zürich\",true,null,\"2020-01-02 03:04:05\",\"2020-01-02\"]],"
                + "\"latency_ms\":0.0}\n");
  }

  @Test
  void errorsAreOutcomes() throws Exception {
    run(Set.of(), question("a", "select nonsense", "", 0), question("b", "select 1", "", 0));
    assertThat(heard)
        .extracting(Prediction::status)
        .containsExactly(Prediction.Status.ERROR, Prediction.Status.ANSWERED);
  }

  @Test
  void aDialogueSharesASessionAndOthersDoNot() throws Exception {
    run(
        Set.of(),
        question("a", "create table t as select 7 as x", "d", 1),
        question("b", "select x from t", "d", 2),
        question("c", "select x from t", "", 0));
    assertThat(opened).hasSize(2);
    assertThat(heard)
        .extracting(Prediction::status)
        .endsWith(Prediction.Status.ANSWERED, Prediction.Status.ERROR);
  }

  @Test
  void earlierTurnsAreAskedAgainButNotWrittenAgain() throws Exception {
    run(
        Set.of("a", "c"),
        question("a", "create table t as select 7 as x", "d", 1),
        question("b", "select x from t", "d", 2),
        question("c", "select 1", "", 0));
    assertThat(heard).extracting(Prediction::id).containsExactly("b");
    assertThat(heard.getFirst().status()).isEqualTo(Prediction.Status.ANSWERED);
    assertThat(opened).hasSize(1);
  }

  @Test
  void rowsBeyondTheLimitAreLeftOut() throws Exception {
    run(Set.of(), question("a", "select * from range(10)", "", 0));
    assertThat(heard.getFirst().rows()).hasSize(3);
  }
}
