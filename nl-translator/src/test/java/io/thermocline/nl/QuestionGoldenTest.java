package io.thermocline.nl;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.sketch.SketchText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Sort;
import org.junit.jupiter.api.Test;

/// Questions with the sketches that are right for them: the model's own gives the plan of one of
/// these, in any order of rows where that one has none. `questions.missed` lists those for which it
/// does not; `-Dgolden.accept` rewrites the list.
class QuestionGoldenTest {
  private static final Path MISSED =
      Path.of("src/test/resources/io/thermocline/nl/questions.missed");

  /// What the model reached when it was last measured, less one question.
  private static final double LEAST_SHARE = 0.84;

  @Test
  void questionsAreReadAsTheirSketchesSay() throws IOException {
    List<GoldenQuestions.Item> items = GoldenQuestions.read();
    Map<String, String> misses = new LinkedHashMap<>();
    try (Translator translator =
        Translator.bundled(Shop.PATIENT, Shop.STORED, CandidateChecker.NONE)) {
      Conversation conversation = Conversation.EMPTY;
      for (GoldenQuestions.Item item : items) {
        Question question =
            new Question(
                item.question(), List.of(), item.followUp() ? conversation : Conversation.EMPTY);
        Translation outcome = translator.translate(question, Shop.CONTEXT);
        conversation =
            outcome instanceof Translation.Answer answer
                ? answer.conversation()
                : Conversation.EMPTY;
        if (Collections.disjoint(rightPlans(translator, question, item), plans(outcome))) {
          misses.put((item.followUp() ? "> " : "") + item.question(), describe(outcome));
        }
      }
    }
    if (Boolean.getBoolean("golden.accept")) {
      Files.write(MISSED, misses.keySet());
    }
    assertThat(1 - misses.size() / (double) items.size())
        .as("the share of questions that are read rightly")
        .isGreaterThanOrEqualTo(LEAST_SHARE);
    misses.keySet().removeAll(Files.readAllLines(MISSED));
    assertThat(misses).as("questions that were read rightly before").isEmpty();
  }

  private static List<String> rightPlans(
      Translator translator, Question question, GoldenQuestions.Item item) {
    List<String> plans = new ArrayList<>();
    for (String sketch : item.sketches()) {
      Translation.Answer answer = translator.read(sketch, question, Shop.CONTEXT);
      plans.add(RelOptUtil.toString(answer.rel()));
    }
    assertThat(plans).as(item.question()).isNotEmpty();
    return plans;
  }

  /// The plan of an answer, as it is and without its order; none without an answer.
  private static Set<String> plans(Translation outcome) {
    if (!(outcome instanceof Translation.Answer answer)) {
      return Set.of();
    }
    Set<String> plans = new HashSet<>();
    plans.add(RelOptUtil.toString(answer.rel()));
    if (answer.rel() instanceof Sort sort && sort.fetch == null && sort.offset == null) {
      plans.add(RelOptUtil.toString(sort.getInput()));
    }
    return plans;
  }

  private static String describe(Translation outcome) {
    return switch (outcome) {
      case Translation.Answer a -> SketchText.print(a.sketch()) + " " + a.confidence();
      case Translation.Ambiguous a -> a.readings().toString();
      case Translation.Refused r -> r.toString();
    };
  }
}
