package io.thermocline.nl.sketch;

import io.thermocline.nl.link.ColumnView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prints sketches in their text form: the actions in order, tables and columns by name, spans as
/// `«text»` with the place of their first word after it where it is known, `«paid»:5` in the
/// question, `«paid»:1.5` in the previous turn. [SketchText#parse] reads it back.
final class SketchWriter {
  private final StringBuilder out = new StringBuilder();

  static String write(Sketch sketch) {
    SketchWriter writer = new SketchWriter();
    switch (sketch) {
      case Sketch.None n -> writer.word("NONE");
      case Sketch.Query q -> writer.query(q);
    }
    writer.word("END");
    return writer.out.toString();
  }

  private void word(String word) {
    if (!out.isEmpty()) {
      out.append(' ');
    }
    out.append(word);
  }

  private void query(Sketch.Query query) {
    block(query.first());
    for (Sketch.Branch branch : query.branches()) {
      word(branch.operator().name());
      block(branch.block());
    }
  }

  private void block(Sketch.Block block) {
    word("SELECT");
    if (block.distinct()) {
      word("DISTINCT");
    }
    block.items().forEach(this::expr);
    clause("WHERE", block.where());
    if (!block.group().isEmpty()) {
      word("GROUP");
      block.group().forEach(this::expr);
    }
    clause("HAVING", block.having());
    for (Sketch.OrderKey key : block.order()) {
      word(key.descending() ? "DESC" : "ASC");
      expr(key.expr());
    }
    if (block.limit() != null) {
      limit(block.limit());
    }
    word("FROM");
    from(block.tables(), block.on());
  }

  private void limit(Sketch.Limit limit) {
    if (limit.one()) {
      word("LIMIT_ONE");
    } else {
      word("LIMIT");
      value(limit.count());
    }
    if (limit.per() != null) {
      word("PER");
      expr(limit.per());
    }
  }

  private void from(List<Sketch.TableUse> tables, List<Sketch.On> on) {
    for (Sketch.TableUse use : tables) {
      if (use.left()) {
        word("LEFT");
      }
      word(use.table().name());
    }
    for (Sketch.On pair : on) {
      word("ON");
      column(pair.left());
      column(pair.right());
    }
  }

  private void clause(String token, Sketch.@Nullable Cond cond) {
    if (cond != null) {
      word(token);
      cond(cond);
    }
  }

  private void column(ColumnView column) {
    word(column.qualifiedName());
  }

  private void expr(Sketch.Expr expr) {
    switch (expr) {
      case Sketch.Star s -> word("STAR");
      case Sketch.Column c -> column(c.column());
      case Sketch.Aggregate a -> {
        word(a.function().name());
        if (a.distinct()) {
          word("D");
        }
        expr(a.argument());
      }
      case Sketch.Arithmetic a -> {
        word(a.operator().name());
        expr(a.left());
        expr(a.right());
      }
      case Sketch.Bucket b -> {
        word("BUCKET_" + b.unit());
        column(b.column());
      }
      case Sketch.DatePart p -> {
        word("PART_" + p.unit());
        column(p.column());
      }
      case Sketch.Share s -> {
        word("SHARE");
        expr(s.of());
      }
      case Sketch.Fraction f -> {
        word("FRACTION");
        cond(f.condition());
      }
      case Sketch.NumberLiteral n -> {
        word("NUMBER");
        value(n.value());
      }
      case Sketch.Scalar s -> {
        word("QUERY");
        query(s.query());
      }
      case Sketch.Prior p -> {
        word("PRIOR_" + p.step());
        expr(p.of());
      }
      case Sketch.Change c -> {
        word(c.kind().name());
        expr(c.prior());
      }
      case Sketch.Running r -> {
        word("RUNNING");
        expr(r.of());
      }
      case Sketch.Moving m -> {
        word("MOVING");
        value(m.count());
        expr(m.of());
      }
      case Sketch.Rank r -> {
        word("RANK");
        expr(r.of());
      }
    }
  }

  private void cond(Sketch.Cond cond) {
    switch (cond) {
      case Sketch.And a -> {
        word("AND");
        cond(a.left());
        cond(a.right());
      }
      case Sketch.Or o -> {
        word("OR");
        cond(o.left());
        cond(o.right());
      }
      case Sketch.Not n -> {
        word("NOT");
        cond(n.condition());
      }
      case Sketch.Compare c -> {
        word(c.operator().name());
        expr(c.left());
        operand(c.right());
      }
      case Sketch.Between b -> {
        word("BETWEEN");
        expr(b.expr());
        operand(b.low());
        operand(b.high());
      }
      case Sketch.Like l -> {
        word(l.kind().name());
        expr(l.expr());
        value(l.value());
      }
      case Sketch.In i -> {
        word(i.negated() ? "NOT_IN" : "IN");
        expr(i.expr());
        query(i.query());
      }
      case Sketch.IsNull n -> {
        word(n.negated() ? "NOT_NULL" : "IS_NULL");
        expr(n.expr());
      }
      case Sketch.During d -> {
        word("DURING");
        expr(d.expr());
        value(d.span());
      }
    }
  }

  private void operand(Sketch.Operand operand) {
    switch (operand) {
      case Sketch.Value v -> value(v);
      case Sketch.Expr e -> expr(e);
    }
  }

  private void value(Sketch.Value value) {
    switch (value) {
      case Sketch.Constant c -> word(c.name());
      case Sketch.Span s -> {
        word("«" + s.text().replace("»", "»»") + "»");
        if (s.first() >= 0) {
          out.append(':').append(s.turn() == 0 ? "" : s.turn() + ".").append(s.first());
        }
      }
    }
  }
}
