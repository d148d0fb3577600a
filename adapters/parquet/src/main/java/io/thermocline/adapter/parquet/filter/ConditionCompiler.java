package io.thermocline.adapter.parquet.filter;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Predicate.Operator;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Resolves a predicate against the columns of a relation.
public final class ConditionCompiler {
  private final String relation;
  private final Schema columns;

  /// For one relation; its name is used in errors.
  public ConditionCompiler(String relation, Schema columns) {
    this.relation = relation;
    this.columns = columns;
  }

  /// Conditions that must all hold, the cheapest first; empty for no predicate.
  ///
  /// @throws ThermoclineException UNDEFINED_COLUMN, INVALID_PARAMETER, CAPABILITY_MISSING
  public List<Condition> compile(@Nullable Predicate predicate) {
    if (predicate == null) {
      return List.of();
    }
    Condition condition = resolve(predicate, false);
    List<Condition> conjuncts =
        condition instanceof Condition.All all ? all.operands() : List.of(condition);
    return conjuncts.stream().sorted(Comparator.comparingInt(Condition::cost)).toList();
  }

  private Condition resolve(Predicate predicate, boolean negated) {
    return switch (predicate) {
      case Predicate.And and -> combine(and.operands(), negated, !negated);
      case Predicate.Or or -> combine(or.operands(), negated, negated);
      case Predicate.Not not -> resolve(not.operand(), !negated);
      case Predicate.Compare c ->
          compare(c.column(), negated ? negate(c.operator()) : c.operator(), c.value());
      case Predicate.In in -> in(in, negated);
      case Predicate.IsNull n ->
          new Condition.Leaf(column(n.column()), new ValueTest.Null(!negated));
      case Predicate.Like like -> like(like, negated);
    };
  }

  private Condition combine(List<Predicate> operands, boolean negated, boolean all) {
    List<Condition> resolved = new ArrayList<>();
    for (Predicate operand : operands) {
      Condition condition = resolve(operand, negated);
      switch (condition) {
        case Condition.All nested when all -> resolved.addAll(nested.operands());
        case Condition.Any nested when !all -> resolved.addAll(nested.operands());
        default -> resolved.add(condition);
      }
    }
    return all
        ? new Condition.All(List.copyOf(resolved))
        : new Condition.Any(List.copyOf(resolved));
  }

  private static Operator negate(Operator operator) {
    return switch (operator) {
      case EQ -> Operator.NE;
      case NE -> Operator.EQ;
      case LT -> Operator.GE;
      case LE -> Operator.GT;
      case GT -> Operator.LE;
      case GE -> Operator.LT;
    };
  }

  private int column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_COLUMN,
          "relation \"" + relation + "\" has no column \"" + name + "\"; refresh the catalog");
    }
    return index;
  }

  private Condition compare(String name, Operator operator, Object value) {
    int index = column(name);
    DataType type = columns.field(index).type();
    if (type instanceof ArrayType) {
      throw new ThermoclineException(
          ErrorCode.CAPABILITY_MISSING,
          "column \"" + name + "\" is an array, which this source does not compare");
    }
    ValueTest test =
        Literals.isExact(type)
            ? Literals.compareExact(type, operator, value)
            : Comparisons.of(operator, Literals.of(type, value), type);
    return new Condition.Leaf(index, test);
  }

  private Condition in(Predicate.In in, boolean negated) {
    int index = column(in.column());
    DataType type = columns.field(index).type();
    if (in.values().isEmpty()) {
      // Nothing equals one of no values, not even null: false, not unknown.
      return negated ? new Condition.All(List.of()) : new Condition.Any(List.of());
    }
    List<Object> literals = new ArrayList<>();
    for (Object value : in.values()) {
      if (!Literals.isExact(type)) {
        literals.add(Literals.of(type, value));
        continue;
      }
      Literals.Exact number = Literals.exact(type, value);
      boolean narrow = type.layout() == Layout.LONG;
      if (number != null && number.exact() && number.floor().bitLength() <= (narrow ? 63 : 127)) {
        literals.add(narrow ? (Object) number.floor().longValueExact() : number.floor());
      }
    }
    ValueTest test =
        literals.isEmpty() ? new ValueTest.Fixed(negated) : Memberships.of(literals, negated, type);
    return new Condition.Leaf(index, test);
  }

  private Condition like(Predicate.Like like, boolean negated) {
    int index = column(like.column());
    DataType type = columns.field(index).type();
    if (type != ScalarType.TEXT && type != ScalarType.JSON) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "LIKE needs a text column; \"" + like.column() + "\" is " + type.sqlName());
    }
    return new Condition.Leaf(index, new LikePattern(like.pattern(), like.ignoreCase(), negated));
  }
}
