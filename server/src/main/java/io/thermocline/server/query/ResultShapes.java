package io.thermocline.server.query;

import io.thermocline.nl.Translation;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchWalk;
import io.thermocline.server.insight.ResultShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out from an answer's sketch what its columns are.
final class ResultShapes {
  private ResultShapes() {}

  /// The shape of a grouped answer; empty for all others.
  static Optional<ResultShape> of(Translation.Answer answer) {
    Sketch.Query query = answer.sketch();
    Sketch.Block block = query.first();
    if (!query.branches().isEmpty()
        || block.group().isEmpty()
        || block.items().size() != answer.columnNames().size()
        || block.items().contains(new Sketch.Star())) {
      return Optional.empty();
    }
    List<ResultShape.Role> roles = new ArrayList<>();
    block.items().forEach(item -> roles.add(role(item)));
    int orderedBy =
        block.order().isEmpty() ? -1 : block.items().indexOf(block.order().getFirst().expr());
    boolean complete = block.limit() == null && block.having() == null && !block.distinct();
    return Optional.of(new ResultShape(roles, complete, orderedBy));
  }

  private static ResultShape.Role role(Sketch.Expr item) {
    if (item instanceof Sketch.Aggregate aggregate) {
      boolean metric =
          aggregate.argument() instanceof Sketch.Column column && column.column().metric();
      boolean additive =
          switch (aggregate.function()) {
            case COUNT, SUM -> !aggregate.distinct() && !metric;
            case AVG, MIN, MAX, MEDIAN, STDDEV -> false;
          };
      return additive ? ResultShape.Role.ADDITIVE : ResultShape.Role.MEASURE;
    }
    boolean[] computed = new boolean[1];
    SketchWalk.shallow(
        item,
        part ->
            computed[0] |=
                part instanceof Sketch.Aggregate
                    || part instanceof Sketch.Share
                    || part instanceof Sketch.Fraction
                    || part instanceof Sketch.Running
                    || part instanceof Sketch.Moving
                    || part instanceof Sketch.Rank
                    || part instanceof Sketch.Scalar);
    return computed[0] ? ResultShape.Role.MEASURE : ResultShape.Role.KEY;
  }
}
