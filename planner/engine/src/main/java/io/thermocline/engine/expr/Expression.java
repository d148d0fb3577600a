package io.thermocline.engine.expr;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scalar expression over the columns of one row. Every node carries its result type, which the
/// planner has decided; the engine converts operands itself where PostgreSQL has an implicit cast
/// (numbers among each other, date to timestamp, timestamp to timestamp with time zone), so that a
/// planner need not write those casts. Anything else needs a [Cast].
///
/// Null in a strict function gives null. Errors are raised only for rows that are evaluated: a
/// [Case] branch, the later operands of COALESCE and the rows that a filter dropped are not.
public sealed interface Expression {
  /// The type of the result.
  DataType type();

  /// A column of the input, from 0. For a join's residual condition the columns of the left input
  /// come first.
  record ColumnReference(int index, DataType type) implements Expression {}

  /// A constant; `value` has the class that [io.thermocline.spi.batch.Values] gives for the type,
  /// null is SQL's null.
  record Literal(DataType type, @Nullable Object value) implements Expression {}

  /// A parameter of the statement, from 0; its value is given at execution.
  record Parameter(int index, DataType type) implements Expression {}

  /// A function or operator applied to arguments; see [FunctionId] for what each takes.
  record Call(FunctionId function, List<Expression> arguments, DataType type)
      implements Expression {
    /// Copies the list.
    public Call {
      arguments = List.copyOf(arguments);
    }

    /// A call with these arguments.
    public static Call of(FunctionId function, DataType type, Expression... arguments) {
      return new Call(function, List.of(arguments), type);
    }
  }

  /// A conversion as PostgreSQL's `CAST`; numbers round half away from zero. With `safe`, a value
  /// that cannot be converted gives null instead of an error.
  record Cast(Expression operand, DataType type, boolean safe) implements Expression {}

  /// `CASE WHEN … THEN … ELSE … END`: the first branch whose condition is true; without `otherwise`
  /// null.
  record Case(List<Branch> branches, @Nullable Expression otherwise, DataType type)
      implements Expression {
    /// Copies the list.
    public Case {
      branches = List.copyOf(branches);
    }
  }

  /// A condition and the result when it is true.
  record Branch(Expression condition, Expression result) {}

  /// `operand IN (values)` or, when negated, `NOT IN`, in three-valued logic. Values are literals,
  /// parameters or other expressions without columns.
  record InList(Expression operand, List<Expression> values, boolean negated)
      implements Expression {
    /// Copies the list.
    public InList {
      values = List.copyOf(values);
    }

    @Override
    public DataType type() {
      return ScalarType.BOOLEAN;
    }
  }
}
