package io.thermocline.nl.decode;

import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.sketch.Grammar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Beam search over the grammar: all beams take a step at once, and no beam ever leaves what
/// [Masks] allows. Deterministic.
public final class BeamSearch {
  private static final Comparator<Choice> BEST_FIRST =
      Comparator.comparingDouble((Choice choice) -> -choice.score)
          .thenComparingInt(choice -> choice.row)
          .thenComparingInt(choice -> choice.actionId);

  /// A difference of log probabilities above which a sketch is no rival.
  private static final double FAR = 10;

  /// So far behind the best, a beam is given up; the steps are the cheaper the fewer there are.
  private static final double BEHIND = 7;

  private final Grammar grammar;
  private final int width;
  private final int maxActions;

  /// A search of `width` beams and sequences of at most `maxActions` actions.
  public BeamSearch(Grammar grammar, int width, int maxActions) {
    this.grammar = grammar;
    this.width = width;
    this.maxActions = maxActions;
  }

  private record Choice(int row, int actionId, double score) {}

  /// The finished sequences, most likely first.
  ///
  /// @param nodes what the actions after the grammar's tokens point to
  public List<Candidate> search(
      ActionScorer scorer,
      List<Action.Pointer> nodes,
      SchemaView schema,
      Turns turns,
      ValueChecks checks) {
    Masks masks = new Masks(grammar, schema, turns, nodes, checks);
    Action start = new Action.Token("START");
    List<Beam> beams =
        List.of(
            new Beam(null, 0, grammar.symbol("START"), start, 0, grammar.startStack(), null, null));
    List<Candidate> done = new ArrayList<>();
    for (int position = 0; position < maxActions && !beams.isEmpty(); position++) {
      int[] parents = beams.stream().mapToInt(Beam::row).toArray();
      int[] last = beams.stream().mapToInt(Beam::actionId).toArray();
      List<Beam> following = new ArrayList<>();
      int finished = 0;
      for (Choice choice : choices(masks, beams, scorer.step(parents, last))) {
        if (following.size() + finished == width) {
          break;
        }
        Beam beam = masks.advance(beams.get(choice.row), choice.row, choice.actionId, choice.score);
        if (beam.repeatsItem()) {
          continue;
        }
        if (beam.stack() != null) {
          following.add(beam);
        } else {
          finished++;
          done.add(new Candidate(beam.actions(), beam.score(), beam.weakest()));
        }
      }
      done.sort(Comparator.comparingDouble(candidate -> -candidate.logProbability()));
      if (!following.isEmpty() && isOver(done, following.getFirst().score())) {
        break;
      }
      beams = contenders(following);
    }
    return List.copyOf(done);
  }

  /// The beams, most likely first, without those that are far behind.
  private static List<Beam> contenders(List<Beam> beams) {
    double best = beams.isEmpty() ? 0 : beams.getFirst().score();
    return beams.stream().filter(beam -> beam.score() > best - BEHIND).toList();
  }

  /// Whether no unfinished beam can matter: enough better ones are finished, or the best is better
  /// by far. That the schema cannot answer counts for nothing here, so that the best reading is
  /// found beside it.
  private boolean isOver(List<Candidate> all, double best) {
    List<Candidate> done = all.stream().filter(candidate -> !candidate.isNone()).toList();
    return done.size() >= width && best < done.get(width - 1).logProbability()
        || !done.isEmpty() && best < done.getFirst().logProbability() - FAR;
  }

  /// The best next actions of each beam, best first.
  private List<Choice> choices(Masks masks, List<Beam> beams, float[][] scores) {
    List<Choice> choices = new ArrayList<>();
    for (int row = 0; row < beams.size(); row++) {
      List<Choice> own = new ArrayList<>();
      for (int actionId : masks.allowed(beams.get(row))) {
        own.add(new Choice(row, actionId, beams.get(row).score() + scores[row][actionId]));
      }
      own.sort(BEST_FIRST);
      choices.addAll(own.subList(0, Math.min(width, own.size())));
    }
    choices.sort(BEST_FIRST);
    return choices;
  }
}
