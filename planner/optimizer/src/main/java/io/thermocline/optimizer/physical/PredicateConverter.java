package io.thermocline.optimizer.physical;

import io.thermocline.optimizer.rel.Literals;
import io.thermocline.optimizer.rel.Rex;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/// Conditions as structured predicates for sources that take no SQL.
final class PredicateConverter {
  private final RexBuilder builder;
  private final IntFunction<@Nullable Field> columns;

  /// @param columns the stored column behind a column of the input, null when its type there is
  ///   another
  PredicateConverter(RexBuilder builder, IntFunction<@Nullable Field> columns) {
    this.builder = builder;
    this.columns = columns;
  }

  /// The predicate with the same truth value, or null when there is none.
  @Nullable Predicate convert(RexNode node) {
    return switch (node) {
      case RexInputRef ref -> {
        Field field = columns.apply(ref.getIndex());
        yield field != null && field.type() == ScalarType.BOOLEAN
            ? new Predicate.Compare(field.name(), Predicate.Operator.EQ, true)
            : null;
      }
      case RexCall call -> call(call);
      default -> null;
    };
  }

  private @Nullable Predicate call(RexCall call) {
    return switch (call.getKind()) {
      case AND -> {
        List<Predicate> operands = all(call.getOperands());
        yield operands == null ? null : new Predicate.And(operands);
      }
      case OR -> {
        List<Predicate> operands = all(call.getOperands());
        yield operands == null ? null : new Predicate.Or(operands);
      }
      case NOT -> {
        Predicate operand = convert(call.getOperands().get(0));
        yield operand == null ? null : new Predicate.Not(operand);
      }
      case IS_NULL -> isNull(call.getOperands().get(0));
      case IS_NOT_NULL -> {
        Predicate isNull = isNull(call.getOperands().get(0));
        yield isNull == null ? null : new Predicate.Not(isNull);
      }
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          compare(call);
      case SEARCH -> search(call);
      case LIKE -> like(call);
      default -> null;
    };
  }

  private @Nullable List<Predicate> all(List<RexNode> nodes) {
    List<Predicate> predicates = new ArrayList<>();
    for (RexNode node : nodes) {
      Predicate predicate = convert(node);
      if (predicate == null) {
        return null;
      }
      predicates.add(predicate);
    }
    return predicates;
  }

  private @Nullable Field column(RexNode node) {
    RexInputRef ref = Rex.column(node);
    return ref == null ? null : columns.apply(ref.getIndex());
  }

  private @Nullable Predicate isNull(RexNode node) {
    Field field = column(node);
    return field == null ? null : new Predicate.IsNull(field.name());
  }

  private @Nullable Predicate compare(RexCall call) {
    Field left = column(call.getOperands().get(0));
    SqlKind kind = left == null ? call.getKind().reverse() : call.getKind();
    Field field = left == null ? column(call.getOperands().get(1)) : left;
    RexLiteral literal = Rex.literal(call.getOperands().get(left == null ? 0 : 1));
    if (field == null || literal == null || literal.getValue() == null) {
      return null;
    }
    Object value = exact(literal, field.type());
    return value == null ? null : new Predicate.Compare(field.name(), operator(kind), value);
  }

  private static Predicate.Operator operator(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> Predicate.Operator.EQ;
      case NOT_EQUALS -> Predicate.Operator.NE;
      case LESS_THAN -> Predicate.Operator.LT;
      case LESS_THAN_OR_EQUAL -> Predicate.Operator.LE;
      case GREATER_THAN -> Predicate.Operator.GT;
      case GREATER_THAN_OR_EQUAL -> Predicate.Operator.GE;
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }

  /// A literal as a column's type when it is one without loss, else null.
  private static @Nullable Object exact(RexLiteral literal, DataType type) {
    DataType own = io.thermocline.optimizer.rel.Types.toData(literal.getType());
    if (own.equals(type)) {
      return Literals.value(literal, type);
    }
    if (!own.isNumeric() || !type.isNumeric() || type == ScalarType.FLOAT32) {
      return null;
    }
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    if (value == null || own == ScalarType.FLOAT32 || own == ScalarType.FLOAT64) {
      return null;
    }
    BigDecimal plain = value.stripTrailingZeros();
    return switch (type) {
      case DecimalType d ->
          plain.scale() <= d.scale()
                  && plain.precision() - plain.scale() <= d.precision() - d.scale()
              ? value.setScale(d.scale(), java.math.RoundingMode.UNNECESSARY)
              : null;
      case ScalarType s when s == ScalarType.FLOAT64 -> value.doubleValue();
      default -> {
        int digits = type == ScalarType.INT16 ? 4 : type == ScalarType.INT32 ? 9 : 18;
        yield plain.scale() <= 0 && plain.precision() - plain.scale() <= digits
            ? Literals.convert(value, type, false)
            : null;
      }
    };
  }

  private @Nullable Predicate search(RexCall call) {
    Field field = column(call.getOperands().get(0));
    RexLiteral literal = (RexLiteral) call.getOperands().get(1);
    Sarg<?> sarg = literal.getValueAs(Sarg.class);
    if (field == null || sarg == null) {
      return null;
    }
    boolean sameType =
        io.thermocline.optimizer.rel.Types.toData(call.getOperands().get(0).getType())
            .equals(field.type());
    if (sameType
        && sarg.nullAs == RexUnknownAs.UNKNOWN
        && (sarg.isPoints() || sarg.isComplementedPoints())) {
      Sarg<?> points = sarg.isPoints() ? sarg : sarg.negate();
      List<Object> values = new ArrayList<>();
      for (com.google.common.collect.Range<?> range : points.rangeSet.asRanges()) {
        values.add(Literals.convert(range.lowerEndpoint(), field.type(), false));
      }
      Predicate in = new Predicate.In(field.name(), values);
      return sarg.isPoints() ? in : new Predicate.Not(in);
    }
    RexNode expanded = RexUtil.expandSearch(builder, null, call);
    return expanded.getKind() == SqlKind.SEARCH ? null : convert(expanded);
  }

  private @Nullable Predicate like(RexCall call) {
    Field field = column(call.getOperands().get(0));
    boolean escape =
        call.getOperands().size() < 3
            || "\\".equals(Rex.value(call.getOperands().get(2), ScalarType.TEXT));
    if (field == null
        || field.type() != ScalarType.TEXT
        || !escape
        || !(Rex.value(call.getOperands().get(1), ScalarType.TEXT) instanceof String pattern)) {
      return null;
    }
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    Predicate like = new Predicate.Like(field.name(), pattern, name.contains("ILIKE"));
    return name.startsWith("NOT") ? new Predicate.Not(like) : like;
  }
}
