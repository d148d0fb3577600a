package io.thermocline.nl.sketch;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.TableView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a question asks for, as a typed tree over the tables and columns of a schema view. Joins
/// are not in it but for `ON` pairs: [JoinTree] finds them on the keys. A column belongs to the
/// block in which it is written, and that block's tables are complete.
public record Sketch(Query query) {

  /// Blocks joined by set operations, applied from left to right.
  public record Query(Block first, List<Branch> branches) implements Part {
    /// Copies the list.
    public Query {
      branches = List.copyOf(branches);
    }
  }

  /// A set operation with a further block.
  public record Branch(SetOperator operator, Block block) implements Part {}

  /// One SELECT.
  ///
  /// @param group empty when rows are not grouped
  /// @param limit null for all rows
  public record Block(
      boolean distinct,
      List<Expr> items,
      @Nullable Cond where,
      List<Expr> group,
      @Nullable Cond having,
      List<OrderKey> order,
      @Nullable Limit limit,
      List<TableUse> tables,
      List<On> on)
      implements Part {
    /// Copies the lists.
    public Block {
      items = List.copyOf(items);
      group = List.copyOf(group);
      order = List.copyOf(order);
      tables = List.copyOf(tables);
      on = List.copyOf(on);
    }

    /// The same block over other tables.
    public Block withTables(List<TableUse> newTables) {
      return new Block(distinct, items, where, group, having, order, limit, newTables, on);
    }
  }

  /// A table after FROM; `left` keeps the rows before it that have no partner.
  public record TableUse(TableView table, boolean left) {}

  /// A join condition that the keys do not give.
  public record On(ColumnView left, ColumnView right) {}

  /// A sort key.
  public record OrderKey(Expr expr, boolean descending) {}

  /// The most rows: `LIMIT_ONE` has [Constant#ONE] and `one` set.
  public record Limit(Value count, boolean one) {}

  /// Any part of the tree that has parts of its own.
  public sealed interface Part permits Query, Branch, Block, Expr, Cond {}

  /// The right side of a comparison.
  public sealed interface Operand permits Value, Expr {}

  /// A literal.
  public sealed interface Value extends Operand permits Span, Constant {}

  /// Words of a turn that mean a literal.
  ///
  /// @param turn 0 for the question
  /// @param first the first word's place in its turn, -1 when unknown
  public record Span(String text, int turn, int first) implements Value {}

  /// A literal that no word says.
  public enum Constant implements Value {
    /// 0.
    ZERO,
    /// 1.
    ONE,
    /// 2.
    TWO,
    /// Yes.
    TRUE,
    /// No.
    FALSE
  }

  /// An expression.
  public sealed interface Expr extends Part, Operand {}

  /// All columns, or all rows below COUNT.
  public record Star() implements Expr {}

  /// A column.
  public record Column(ColumnView column) implements Expr {}

  /// An aggregate call.
  public record Aggregate(AggregateFunction function, boolean distinct, Expr argument)
      implements Expr {}

  /// Arithmetic; division is never integer division.
  public record Arithmetic(ArithmeticOperator operator, Expr left, Expr right) implements Expr {}

  /// A date or timestamp cut to the start of a unit.
  public record Bucket(DateUnit unit, ColumnView column) implements Expr {}

  /// A part of a date or timestamp as an integer.
  public record DatePart(DateUnit unit, ColumnView column) implements Expr {}

  /// An expression divided by its sum over all groups.
  public record Share(Expr of) implements Expr {}

  /// The share of rows for which a condition holds.
  public record Fraction(Cond condition) implements Expr {}

  /// A number as operand of arithmetic.
  public record NumberLiteral(Value value) implements Expr {}

  /// A scalar subquery.
  public record Scalar(Query query) implements Expr {}

  /// A condition.
  public sealed interface Cond extends Part {}

  /// Both.
  public record And(Cond left, Cond right) implements Cond {}

  /// At least one.
  public record Or(Cond left, Cond right) implements Cond {}

  /// Not.
  public record Not(Cond condition) implements Cond {}

  /// A comparison.
  public record Compare(Comparison operator, Expr left, Operand right) implements Cond {}

  /// Both ends included.
  public record Between(Expr expr, Operand low, Operand high) implements Cond {}

  /// A text match that ignores case.
  public record Like(LikeKind kind, Expr expr, Value value) implements Cond {}

  /// Membership in the first column of a query.
  public record In(Expr expr, Query query, boolean negated) implements Cond {}

  /// A test for null.
  public record IsNull(Expr expr, boolean negated) implements Cond {}

  /// A date in the half-open range that words name.
  public record During(Expr expr, Span span) implements Cond {}

  /// Set operations.
  public enum SetOperator {
    /// Rows of either, each once.
    UNION,
    /// Rows of both, each once.
    INTERSECT,
    /// Rows of the first that are not in the second, each once.
    EXCEPT
  }

  /// Aggregates.
  public enum AggregateFunction {
    /// Rows or values.
    COUNT,
    /// Sum.
    SUM,
    /// Mean.
    AVG,
    /// Smallest.
    MIN,
    /// Largest.
    MAX
  }

  /// Arithmetic operators.
  public enum ArithmeticOperator {
    /// +
    PLUS,
    /// -
    MINUS,
    /// ×
    TIMES,
    /// ÷
    DIVIDE
  }

  /// Units of buckets and parts; not every unit goes with both.
  public enum DateUnit {
    /// Year.
    YEAR,
    /// Quarter.
    QUARTER,
    /// Month.
    MONTH,
    /// Week, from Monday.
    WEEK,
    /// Day, of the month when it is a part.
    DAY,
    /// Hour.
    HOUR,
    /// Day of the week, 0 = Sunday.
    DOW
  }

  /// Comparisons.
  public enum Comparison {
    /// Equal.
    EQ,
    /// Not equal.
    NE,
    /// Less.
    LT,
    /// Less or equal.
    LE,
    /// Greater.
    GT,
    /// Greater or equal.
    GE
  }

  /// Where the text must be.
  public enum LikeKind {
    /// Anywhere.
    CONTAINS,
    /// At the start.
    STARTS,
    /// At the end.
    ENDS
  }
}
