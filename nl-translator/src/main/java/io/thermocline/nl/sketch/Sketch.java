package io.thermocline.nl.sketch;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.TableView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a question asks for: a query, or nothing that the schema has. A query is a typed tree over
/// the tables and columns of a schema view. Joins are not in it but for `ON` pairs: [JoinTree]
/// finds them on the keys. A column belongs to the block in which it is written, and that block's
/// tables are complete.
public sealed interface Sketch {

  /// The schema cannot answer the question.
  record None() implements Sketch {}

  /// Blocks joined by set operations, applied from left to right.
  record Query(Block first, List<Branch> branches) implements Sketch, Part {
    /// Copies the list.
    public Query {
      branches = List.copyOf(branches);
    }
  }

  /// A set operation with a further block.
  record Branch(SetOperator operator, Block block) implements Part {}

  /// One SELECT.
  ///
  /// @param group empty when rows are not grouped
  /// @param limit null for all rows
  record Block(
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
  record TableUse(TableView table, boolean left) {}

  /// A join condition that the keys do not give.
  record On(ColumnView left, ColumnView right) {}

  /// A sort key.
  record OrderKey(Expr expr, boolean descending) {}

  /// The most rows: `LIMIT_ONE` has [Constant#ONE] and `one` set.
  ///
  /// @param per the limit holds for each value of it; null for the whole result
  record Limit(Value count, boolean one, @Nullable Expr per) {}

  /// Any part of the tree that has parts of its own.
  sealed interface Part permits Query, Branch, Block, Expr, Cond {}

  /// The right side of a comparison.
  sealed interface Operand permits Value, Expr {}

  /// A literal.
  sealed interface Value extends Operand permits Span, Constant {}

  /// Words of a turn that mean a literal.
  ///
  /// @param turn 0 for the question
  /// @param first the first word's place in its turn, -1 when unknown
  record Span(String text, int turn, int first) implements Value {}

  /// A literal that no word says.
  enum Constant implements Value {
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
  sealed interface Expr extends Part, Operand {}

  /// All columns, or all rows below COUNT.
  record Star() implements Expr {}

  /// A column.
  record Column(ColumnView column) implements Expr {}

  /// An aggregate call.
  record Aggregate(AggregateFunction function, boolean distinct, Expr argument) implements Expr {}

  /// Arithmetic; division is never integer division.
  record Arithmetic(ArithmeticOperator operator, Expr left, Expr right) implements Expr {}

  /// A date or timestamp cut to the start of a unit.
  record Bucket(DateUnit unit, ColumnView column) implements Expr {}

  /// A part of a date or timestamp as an integer.
  record DatePart(DateUnit unit, ColumnView column) implements Expr {}

  /// An expression divided by its sum over all groups.
  record Share(Expr of) implements Expr {}

  /// The share of rows for which a condition holds.
  record Fraction(Cond condition) implements Expr {}

  /// A number as operand of arithmetic.
  record NumberLiteral(Value value) implements Expr {}

  /// A scalar subquery.
  record Scalar(Query query) implements Expr {}

  /// An expression over aggregates as it was a period earlier.
  record Prior(Step step, Expr of) implements Expr {}

  /// How an expression over aggregates differs from what it was a period earlier.
  record Change(ChangeKind kind, Prior prior) implements Expr {}

  /// The sum of an expression over the groups up to this one.
  record Running(Expr of) implements Expr {}

  /// The mean of an expression over this group and those before it, `count` in all.
  record Moving(Value count, Expr of) implements Expr {}

  /// The place of a row when the largest value comes first; equal values share it.
  record Rank(Expr of) implements Expr {}

  /// A condition.
  sealed interface Cond extends Part {}

  /// Both.
  record And(Cond left, Cond right) implements Cond {}

  /// At least one.
  record Or(Cond left, Cond right) implements Cond {}

  /// Not.
  record Not(Cond condition) implements Cond {}

  /// A comparison.
  record Compare(Comparison operator, Expr left, Operand right) implements Cond {}

  /// Both ends included.
  record Between(Expr expr, Operand low, Operand high) implements Cond {}

  /// A text match that ignores case.
  record Like(LikeKind kind, Expr expr, Value value) implements Cond {}

  /// Membership in the first column of a query.
  record In(Expr expr, Query query, boolean negated) implements Cond {}

  /// A test for null.
  record IsNull(Expr expr, boolean negated) implements Cond {}

  /// A date in the half-open range that words name.
  record During(Expr expr, Span span) implements Cond {}

  /// Set operations.
  enum SetOperator {
    /// Rows of either, each once.
    UNION,
    /// Rows of both, each once.
    INTERSECT,
    /// Rows of the first that are not in the second, each once.
    EXCEPT
  }

  /// Aggregates.
  enum AggregateFunction {
    /// Rows or values.
    COUNT,
    /// Sum.
    SUM,
    /// Mean.
    AVG,
    /// Smallest.
    MIN,
    /// Largest.
    MAX,
    /// Middle value, between the two middle ones when their number is even.
    MEDIAN,
    /// Standard deviation of a sample.
    STDDEV
  }

  /// How much earlier.
  enum Step {
    /// A year.
    YEAR,
    /// Three months.
    QUARTER,
    /// A month.
    MONTH,
    /// Seven days.
    WEEK,
    /// A day.
    DAY,
    /// The unit of the block's bucket, or else the length of its period.
    PERIOD
  }

  /// How two values are compared.
  enum ChangeKind {
    /// Their difference.
    CHANGE,
    /// Their difference as a share of the earlier one; null when that is zero.
    GROWTH
  }

  /// Arithmetic operators.
  enum ArithmeticOperator {
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
  enum DateUnit {
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
  enum Comparison {
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
  enum LikeKind {
    /// Anywhere.
    CONTAINS,
    /// At the start.
    STARTS,
    /// At the end.
    ENDS
  }
}
