package io.thermocline.nl;

import io.thermocline.nl.lower.LiteralUse;
import io.thermocline.nl.sketch.Paraphrase;
import io.thermocline.nl.sketch.Sketch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says how one question was read, and makes its answer of the reading.
final class Answers {
  private final AskedQuestion asked;

  Answers(AskedQuestion asked) {
    this.asked = asked;
  }

  /// The answer with a reading.
  ///
  /// @param evidence what the confidence was made of
  /// @param assumptions what was taken for granted beside what the lowering did
  Translation.Answer answer(
      LoweredSketch reading,
      double confidence,
      Map<String, Double> evidence,
      List<String> assumptions) {
    List<String> all = new ArrayList<>(reading.lowered().assumptions());
    all.addAll(assumptions);
    if (asked.isCut()) {
      all.add("Only the first " + asked.maxWords() + " words of the question were read.");
    }
    return new Translation.Answer(
        reading.lowered().rel(),
        reading.lowered().columnNames(),
        reading.sketch(),
        words(reading),
        confidence,
        evidence,
        all,
        reading.lowered().parameterTypes(),
        asked.conversation().plus(asked.text(), reading.sketch()));
  }

  /// A reading in words.
  String words(LoweredSketch reading) {
    Map<LiteralUse, String> literals = reading.lowered().literals();
    return new Paraphrase(asked.schema().view(), (expr, value) -> literal(literals, expr, value))
        .of(reading.sketch());
  }

  private static String literal(
      Map<LiteralUse, String> literals, Sketch.@Nullable Expr expr, Sketch.Value value) {
    String words = literals.get(new LiteralUse(expr, value));
    return words != null ? words : Paraphrase.plainLiteral(expr, value);
  }
}
