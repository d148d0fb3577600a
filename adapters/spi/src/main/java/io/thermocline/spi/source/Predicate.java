package io.thermocline.spi.source;

import java.util.List;

/// A condition on the columns of one relation, in SQL's three-valued logic: a row qualifies when it
/// is true. Values have the classes of [io.thermocline.spi.batch.Values] for the column's type.
public sealed interface Predicate {
  /// All of them; an empty list is true.
  record And(List<Predicate> operands) implements Predicate {
    /// Copies the list.
    public And {
      operands = List.copyOf(operands);
    }
  }

  /// At least one of them; an empty list is false.
  record Or(List<Predicate> operands) implements Predicate {
    /// Copies the list.
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /// The negation; unknown stays unknown.
  record Not(Predicate operand) implements Predicate {}

  /// A comparison of a column with a value. Text compares bytewise; NaN is the largest number.
  record Compare(String column, Operator operator, Object value) implements Predicate {}

  /// The column equals one of the values, none of which is null.
  record In(String column, List<Object> values) implements Predicate {
    /// Copies the list.
    public In {
      values = List.copyOf(values);
    }
  }

  /// The column is null.
  record IsNull(String column) implements Predicate {}

  /// The text column matches a LIKE pattern with `%`, `_` and the escape character `\`.
  record Like(String column, String pattern, boolean ignoreCase) implements Predicate {}

  /// Comparison operators.
  enum Operator {
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
}
