package io.thermocline.nl.sketch;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a complete sequence of actions, `END` included, into a sketch. For one sequence.
public final class SketchReader {
  private static final Set<String> CONSTANTS = Set.of("ZERO", "ONE", "TWO", "TRUE", "FALSE");

  private final List<? extends Action> actions;
  private final SchemaView schema;
  private final SpanText spans;
  private int at;

  private SketchReader(List<? extends Action> actions, SchemaView schema, SpanText spans) {
    this.actions = actions;
    this.schema = schema;
    this.spans = spans;
  }

  /// Where the text of a span comes from.
  interface SpanText {
    Sketch.Span span(Action.WordNode first, Action.WordNode last);
  }

  /// Reads a sequence over a view and the turns that its words point to.
  ///
  /// @throws IllegalArgumentException when the sequence does not follow the grammar
  public static Sketch read(List<? extends Action> actions, SchemaView schema, Turns turns) {
    return read(actions, schema, (first, last) -> span(turns, first, last));
  }

  static Sketch read(List<? extends Action> actions, SchemaView schema, SpanText spans) {
    SketchReader reader = new SketchReader(actions, schema, spans);
    Sketch sketch = reader.take("NONE") ? new Sketch.None() : reader.query();
    reader.expect("END");
    if (reader.at != actions.size()) {
      throw new IllegalArgumentException("actions after END");
    }
    return sketch;
  }

  private static Sketch.Span span(Turns turns, Action.WordNode first, Action.WordNode last) {
    if (first.turn() != last.turn() || last.word() < first.word()) {
      throw new IllegalArgumentException("a span from " + first + " to " + last);
    }
    return new Sketch.Span(
        turns.text(first.turn(), first.word(), last.word()), first.turn(), first.word());
  }

  private Sketch.Query query() {
    Sketch.Block first = block();
    List<Sketch.Branch> branches = new ArrayList<>();
    while (true) {
      String token = peek();
      if (!token.equals("UNION") && !token.equals("INTERSECT") && !token.equals("EXCEPT")) {
        return new Sketch.Query(first, branches);
      }
      at++;
      branches.add(new Sketch.Branch(Sketch.SetOperator.valueOf(token), block()));
    }
  }

  private Sketch.Block block() {
    expect("SELECT");
    boolean distinct = take("DISTINCT");
    List<Sketch.Expr> items = exprs();
    Sketch.Cond where = take("WHERE") ? cond() : null;
    List<Sketch.Expr> group = take("GROUP") ? exprs() : List.of();
    Sketch.Cond having = take("HAVING") ? cond() : null;
    List<Sketch.OrderKey> order = new ArrayList<>();
    while (peek().equals("ASC") || peek().equals("DESC")) {
      boolean descending = take("DESC");
      if (!descending) {
        expect("ASC");
      }
      order.add(new Sketch.OrderKey(expr(), descending));
    }
    Sketch.Limit limit = limit();
    expect("FROM");
    List<Sketch.TableUse> tables = new ArrayList<>();
    List<Sketch.On> on = new ArrayList<>();
    tables.add(table(false));
    while (true) {
      if (peekAction() instanceof Action.TableNode) {
        tables.add(table(false));
      } else if (take("LEFT")) {
        tables.add(table(true));
      } else if (take("ON")) {
        on.add(new Sketch.On(column(), column()));
      } else {
        Sketch.Block block =
            new Sketch.Block(distinct, items, where, group, having, order, limit, tables, on);
        return block.withTables(
            JoinTree.complete(schema, tables, on, SketchWalk.ownColumns(block)));
      }
    }
  }

  private Sketch.@Nullable Limit limit() {
    boolean one = take("LIMIT_ONE");
    if (!one && !take("LIMIT")) {
      return null;
    }
    Sketch.Value count = one ? Sketch.Constant.ONE : value();
    return new Sketch.Limit(count, one, take("PER") ? expr() : null);
  }

  private List<Sketch.Expr> exprs() {
    List<Sketch.Expr> exprs = new ArrayList<>();
    do {
      exprs.add(expr());
    } while (startsExpr());
    return exprs;
  }

  private boolean startsExpr() {
    return switch (peekAction()) {
      case Action.ColumnNode c -> true;
      case Action.Pointer p -> false;
      case Action.Token t ->
          switch (t.name()) {
            case "WHERE", "GROUP", "HAVING", "ASC", "DESC", "LIMIT_ONE", "LIMIT", "FROM", "END" ->
                false;
            default -> true;
          };
    };
  }

  private Sketch.Expr expr() {
    if (peekAction() instanceof Action.ColumnNode) {
      return new Sketch.Column(column());
    }
    String token = token();
    return switch (token) {
      case "STAR" -> new Sketch.Star();
      case "COUNT", "SUM", "AVG", "MIN", "MAX" ->
          new Sketch.Aggregate(Sketch.AggregateFunction.valueOf(token), take("D"), expr());
      case "MEDIAN", "STDDEV" ->
          new Sketch.Aggregate(Sketch.AggregateFunction.valueOf(token), false, expr());
      case "PLUS", "MINUS", "TIMES", "DIVIDE" ->
          new Sketch.Arithmetic(Sketch.ArithmeticOperator.valueOf(token), expr(), expr());
      case "SHARE" -> new Sketch.Share(expr());
      case "FRACTION" -> new Sketch.Fraction(cond());
      case "NUMBER" -> new Sketch.NumberLiteral(value());
      case "QUERY" -> new Sketch.Scalar(query());
      case "CHANGE", "GROWTH" -> change(Sketch.ChangeKind.valueOf(token));
      case "RUNNING" -> new Sketch.Running(expr());
      case "MOVING" -> new Sketch.Moving(value(), expr());
      case "RANK" -> new Sketch.Rank(expr());
      default -> {
        if (token.startsWith("PRIOR_")) {
          yield new Sketch.Prior(Sketch.Step.valueOf(token.substring(6)), expr());
        }
        if (token.startsWith("BUCKET_")) {
          yield new Sketch.Bucket(Sketch.DateUnit.valueOf(token.substring(7)), column());
        }
        if (token.startsWith("PART_")) {
          yield new Sketch.DatePart(Sketch.DateUnit.valueOf(token.substring(5)), column());
        }
        throw new IllegalArgumentException("an expression was expected, not " + token);
      }
    };
  }

  private Sketch.Change change(Sketch.ChangeKind kind) {
    if (expr() instanceof Sketch.Prior prior) {
      return new Sketch.Change(kind, prior);
    }
    throw new IllegalArgumentException(kind + " takes what was a period earlier, nothing else");
  }

  private Sketch.Cond cond() {
    String token = token();
    return switch (token) {
      case "AND" -> new Sketch.And(cond(), cond());
      case "OR" -> new Sketch.Or(cond(), cond());
      case "NOT" -> new Sketch.Not(cond());
      case "EQ", "NE", "LT", "LE", "GT", "GE" ->
          new Sketch.Compare(Sketch.Comparison.valueOf(token), expr(), operand());
      case "BETWEEN" -> new Sketch.Between(expr(), operand(), operand());
      case "CONTAINS", "STARTS", "ENDS" ->
          new Sketch.Like(Sketch.LikeKind.valueOf(token), expr(), value());
      case "IN", "NOT_IN" -> new Sketch.In(expr(), query(), token.equals("NOT_IN"));
      case "IS_NULL", "NOT_NULL" -> new Sketch.IsNull(expr(), token.equals("NOT_NULL"));
      case "DURING" -> new Sketch.During(expr(), span());
      default -> throw new IllegalArgumentException("a condition was expected, not " + token);
    };
  }

  private Sketch.Operand operand() {
    return startsValue() ? value() : expr();
  }

  private boolean startsValue() {
    return switch (peekAction()) {
      case Action.WordNode w -> true;
      case Action.Pointer p -> false;
      case Action.Token t -> CONSTANTS.contains(t.name());
    };
  }

  private Sketch.Value value() {
    if (peekAction() instanceof Action.WordNode) {
      return span();
    }
    return Sketch.Constant.valueOf(token().toUpperCase(Locale.ROOT));
  }

  private Sketch.Span span() {
    if (next() instanceof Action.WordNode first && next() instanceof Action.WordNode last) {
      return spans.span(first, last);
    }
    throw new IllegalArgumentException("two words were expected");
  }

  private Sketch.TableUse table(boolean left) {
    if (next() instanceof Action.TableNode table) {
      return new Sketch.TableUse(schema.tables().get(table.table()), left);
    }
    throw new IllegalArgumentException("a table was expected");
  }

  private ColumnView column() {
    if (next() instanceof Action.ColumnNode column) {
      return schema.columns().get(column.column());
    }
    throw new IllegalArgumentException("a column was expected");
  }

  private String token() {
    if (next() instanceof Action.Token token) {
      return token.name();
    }
    throw new IllegalArgumentException("a token was expected");
  }

  private void expect(String token) {
    if (!take(token)) {
      throw new IllegalArgumentException(token + " was expected");
    }
  }

  private boolean take(String token) {
    if (peek().equals(token)) {
      at++;
      return true;
    }
    return false;
  }

  private String peek() {
    return peekAction() instanceof Action.Token token ? token.name() : "";
  }

  private Action peekAction() {
    if (at >= actions.size()) {
      throw new IllegalArgumentException("the sketch is not complete");
    }
    return actions.get(at);
  }

  private Action next() {
    Action action = peekAction();
    at++;
    return action;
  }
}
