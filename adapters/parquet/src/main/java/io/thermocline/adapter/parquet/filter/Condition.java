package io.thermocline.adapter.parquet.filter;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A predicate whose columns and literals are resolved and whose negations are pushed into the
/// leaves.
public sealed interface Condition {
  /// All of them.
  record All(List<Condition> operands) implements Condition {}

  /// At least one of them.
  record Any(List<Condition> operands) implements Condition {}

  /// A condition on the column at a position of the relation.
  final class Leaf implements Condition {
    private final int column;
    private final ValueTest test;

    Leaf(int column, ValueTest test) {
      this.column = column;
      this.test = test;
    }

    /// The position of the column.
    public int column() {
      return column;
    }

    ValueTest test() {
      return test;
    }
  }

  /// The positions of the columns that it reads.
  default Set<Integer> columns() {
    Set<Integer> columns = new TreeSet<>();
    collect(this, columns);
    return columns;
  }

  private static void collect(Condition condition, Set<Integer> columns) {
    switch (condition) {
      case All all -> all.operands.forEach(operand -> collect(operand, columns));
      case Any any -> any.operands.forEach(operand -> collect(operand, columns));
      case Leaf leaf -> columns.add(leaf.column);
    }
  }

  /// A rough cost of a row.
  default int cost() {
    return switch (this) {
      case All all -> all.operands.stream().mapToInt(Condition::cost).sum();
      case Any any -> any.operands.stream().mapToInt(Condition::cost).sum();
      case Leaf leaf -> leaf.test.cost();
    };
  }

  /// True only when every row of a run of rows with these ranges qualifies.
  default boolean mustHold(java.util.function.IntFunction<ColumnRange> ranges) {
    return switch (this) {
      case All all -> all.operands.stream().allMatch(operand -> operand.mustHold(ranges));
      case Any any -> any.operands.stream().anyMatch(operand -> operand.mustHold(ranges));
      case Leaf leaf -> leaf.test.mustHold(ranges.apply(leaf.column));
    };
  }

  /// False only when no row of a run of rows with these ranges can qualify.
  default boolean mayHold(java.util.function.IntFunction<ColumnRange> ranges) {
    return switch (this) {
      case All all -> all.operands.stream().allMatch(operand -> operand.mayHold(ranges));
      case Any any -> any.operands.stream().anyMatch(operand -> operand.mayHold(ranges));
      case Leaf leaf -> leaf.test.mayHold(ranges.apply(leaf.column));
    };
  }
}
