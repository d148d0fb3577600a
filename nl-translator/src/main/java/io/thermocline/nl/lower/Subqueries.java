package io.thermocline.nl.lower;

import io.thermocline.nl.sketch.Sketch;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/// Queries inside expressions.
final class Subqueries {
  private final RelBuilder builder;
  private final Function<Sketch.Query, RelNode> queries;

  /// @param queries lowers a query and takes it off the builder's stack
  Subqueries(RelBuilder builder, Function<Sketch.Query, RelNode> queries) {
    this.builder = builder;
    this.queries = queries;
  }

  /// The value of a query of one column; of its first row when it can have several.
  RexNode scalar(Sketch.Query query) {
    RelNode rel = queries.apply(query);
    requireOneColumn(rel);
    if (!givesOneRow(query)) {
      rel = builder.push(rel).limit(0, 1).build();
    }
    RelNode value = rel;
    return builder.scalarQuery(b -> value);
  }

  /// Membership in the first column of a query. Negated, the query's nulls do not count.
  RexNode in(RexNode left, Sketch.Query query, boolean negated) {
    RelNode rel = queries.apply(query);
    builder.push(rel);
    List<RexNode> sides = Typing.comparable(builder, left, builder.field(0));
    if (rel.getRowType().getFieldCount() > 1 || sides.get(1) != builder.field(0)) {
      builder.project(List.of(sides.get(1)));
    }
    if (negated && builder.field(0).getType().isNullable()) {
      builder.filter(builder.isNotNull(builder.field(0)));
    }
    RelNode members = builder.build();
    RexNode in = builder.in(sides.get(0), b -> members);
    return negated ? builder.not(in) : in;
  }

  private static void requireOneColumn(RelNode rel) {
    if (rel.getRowType().getFieldCount() != 1) {
      throw Notes.invalid("a sub-query of several columns is used as a value");
    }
  }

  /// Whether a query has at most one row whatever the data: aggregates without groups, or a limit
  /// of one.
  boolean givesOneRow(Sketch.Query query) {
    Sketch.Block block = query.first();
    if (!query.branches().isEmpty()) {
      return false;
    }
    Sketch.Limit limit = block.limit();
    boolean one = limit != null && limit.one() && limit.per() == null;
    return one || block.group().isEmpty() && block.items().stream().anyMatch(Aggregates::has);
  }
}
