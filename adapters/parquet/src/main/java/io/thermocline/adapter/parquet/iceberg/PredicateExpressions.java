package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Predicate.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SerializableFunction;
import org.jspecify.annotations.Nullable;

/// Predicates as Iceberg expressions that hold for no fewer rows. They choose files; rows are
/// tested by the predicate itself. Where the two differ (NaN is the largest number here and in no
/// bounds there; zeros are equal here and ordered there) the expression is the wider one.
final class PredicateExpressions {
  private static final Pattern BUCKET = Pattern.compile("bucket\\[(\\d+)]");

  private final Schema schema;
  private final Collection<PartitionSpec> specs;

  /// @param schema the table's columns
  /// @param specs how its files are partitioned
  PredicateExpressions(Schema schema, Collection<PartitionSpec> specs) {
    this.schema = schema;
    this.specs = specs;
  }

  /// The expression of a filter.
  Expression of(@Nullable Predicate filter) {
    return filter == null ? Expressions.alwaysTrue() : convert(filter, false);
  }

  private Expression convert(Predicate predicate, boolean negated) {
    return switch (predicate) {
      case Predicate.And and -> combine(and.operands(), negated, !negated);
      case Predicate.Or or -> combine(or.operands(), negated, negated);
      case Predicate.Not not -> convert(not.operand(), !negated);
      case Predicate.IsNull n -> {
        if (type(n.column()) == null) {
          yield Expressions.alwaysTrue();
        }
        yield negated ? Expressions.notNull(n.column()) : Expressions.isNull(n.column());
      }
      case Predicate.Compare c -> compare(c, negated ? negate(c.operator()) : c.operator());
      case Predicate.In in -> in(in, negated);
      case Predicate.Like like -> like(like, negated);
    };
  }

  private Expression combine(List<Predicate> operands, boolean negated, boolean all) {
    Expression result = all ? Expressions.alwaysTrue() : Expressions.alwaysFalse();
    for (Predicate operand : operands) {
      Expression next = convert(operand, negated);
      result = all ? Expressions.and(result, next) : Expressions.or(result, next);
    }
    return result;
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

  /// The type of a column that expressions can name, or null.
  private @Nullable Type type(String column) {
    Types.NestedField top = schema.asStruct().field(column);
    Types.NestedField named = schema.findField(column);
    boolean same = top != null && named != null && top.fieldId() == named.fieldId();
    return same && top.type().isPrimitiveType() ? top.type() : null;
  }

  private Expression compare(Predicate.Compare compare, Operator operator) {
    String column = compare.column();
    Type type = type(column);
    if (type == null) {
      return Expressions.alwaysTrue();
    }
    if (isFloating(type)) {
      return compareFloating(column, type, operator, compare.value());
    }
    Object literal = literal(type, compare.value());
    if (literal == null) {
      return Expressions.notNull(column);
    }
    if (literal instanceof UUID uuid) {
      return operator == Operator.EQ ? buckets(column, List.of(uuid)) : Expressions.notNull(column);
    }
    return Expressions.predicate(operation(operator), column, literal);
  }

  private static Expression compareFloating(
      String column, Type type, Operator operator, Object value) {
    if (!(value instanceof Number number)) {
      return Expressions.notNull(column);
    }
    double literal = number.doubleValue();
    if (Double.isNaN(literal)) {
      return switch (operator) {
        case EQ, GE -> Expressions.isNaN(column);
        case GT -> Expressions.alwaysFalse();
        case LT, LE, NE -> Expressions.notNull(column);
      };
    }
    if (type.typeId() == Type.TypeID.FLOAT && (float) literal != literal) {
      return Expressions.notNull(column);
    }
    double low = literal == 0 ? -0.0 : literal;
    double high = literal == 0 ? 0.0 : literal;
    return switch (operator) {
      case EQ ->
          Expressions.and(
              bound(type, Operator.GE, column, low), bound(type, Operator.LE, column, high));
      case LT, LE -> bound(type, operator, column, high);
      case GT, GE -> Expressions.or(bound(type, operator, column, low), Expressions.isNaN(column));
      case NE -> Expressions.notNull(column);
    };
  }

  private static Expression bound(Type type, Operator operator, String column, double value) {
    return type.typeId() == Type.TypeID.FLOAT
        ? Expressions.predicate(operation(operator), column, (float) value)
        : Expressions.predicate(operation(operator), column, value);
  }

  private Expression in(Predicate.In in, boolean negated) {
    if (in.values().isEmpty()) {
      return negated ? Expressions.alwaysTrue() : Expressions.alwaysFalse();
    }
    String column = in.column();
    Type type = type(column);
    if (type == null) {
      return Expressions.alwaysTrue();
    }
    if (negated) {
      return Expressions.notNull(column);
    }
    List<Object> literals = new ArrayList<>();
    for (Object value : in.values()) {
      Object literal = isFloating(type) ? null : literal(type, value);
      if (literal == null) {
        return Expressions.notNull(column);
      }
      literals.add(literal);
    }
    return type.typeId() == Type.TypeID.UUID
        ? buckets(column, literals)
        : Expressions.in(column, literals);
  }

  /// Identifiers are only looked for by their buckets: the library compares bounds of identifiers
  /// with signs, while files order them without.
  private Expression buckets(String column, List<?> values) {
    Expression result = Expressions.notNull(column);
    for (PartitionSpec spec : specs) {
      for (PartitionField field : spec.fields()) {
        Matcher bucket = BUCKET.matcher(field.transform().toString());
        if (field.sourceId() == schema.findField(column).fieldId() && bucket.matches()) {
          int count = Integer.parseInt(bucket.group(1));
          SerializableFunction<Object, Integer> hash =
              Transforms.<Object>bucket(count).bind(Types.UUIDType.get());
          List<Integer> hashes = values.stream().map(hash::apply).distinct().toList();
          result =
              Expressions.and(result, Expressions.in(Expressions.bucket(column, count), hashes));
        }
      }
    }
    return result;
  }

  private Expression like(Predicate.Like like, boolean negated) {
    Type type = type(like.column());
    if (type == null) {
      return Expressions.alwaysTrue();
    }
    int end = 0;
    String pattern = like.pattern();
    while (end < pattern.length() && "%_\\".indexOf(pattern.charAt(end)) < 0) {
      end++;
    }
    boolean useful = end > 0 && !negated && !like.ignoreCase();
    return useful && type.typeId() == Type.TypeID.STRING
        ? Expressions.startsWith(like.column(), pattern.substring(0, end))
        : Expressions.notNull(like.column());
  }

  private static boolean isFloating(Type type) {
    return type.typeId() == Type.TypeID.FLOAT || type.typeId() == Type.TypeID.DOUBLE;
  }

  private static Expression.Operation operation(Operator operator) {
    return switch (operator) {
      case EQ -> Expression.Operation.EQ;
      case NE -> Expression.Operation.NOT_EQ;
      case LT -> Expression.Operation.LT;
      case LE -> Expression.Operation.LT_EQ;
      case GT -> Expression.Operation.GT;
      case GE -> Expression.Operation.GT_EQ;
    };
  }

  /// The literal that equals a value exactly, or null when the type has none.
  private static @Nullable Object literal(Type type, Object value) {
    return switch (type.typeId()) {
      case BOOLEAN -> value instanceof Boolean ? value : null;
      case INTEGER -> {
        BigDecimal number = whole(value, Integer.SIZE);
        yield number == null ? null : (Object) number.intValueExact();
      }
      case LONG -> {
        BigDecimal number = whole(value, Long.SIZE);
        yield number == null ? null : (Object) number.longValueExact();
      }
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        BigDecimal number = number(value);
        yield number == null || number.stripTrailingZeros().scale() > decimal.scale()
            ? null
            : number.setScale(decimal.scale());
      }
      case DATE ->
          value instanceof LocalDate day && day.toEpochDay() == (int) day.toEpochDay()
              ? (Object) (int) day.toEpochDay()
              : null;
      case TIME -> value instanceof LocalTime time ? (Object) (time.toNanoOfDay() / 1000) : null;
      case TIMESTAMP ->
          switch (value) {
            case Instant instant -> micros(instant);
            case LocalDateTime local -> micros(local.toInstant(ZoneOffset.UTC));
            default -> null;
          };
      case STRING -> value instanceof String ? value : null;
      case UUID -> value instanceof UUID ? value : null;
      case FIXED ->
          value instanceof byte[] bytes && bytes.length == ((Types.FixedType) type).length()
              ? ByteBuffer.wrap(bytes)
              : null;
      case BINARY -> value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : null;
      default -> null;
    };
  }

  /// A whole number of so many bits, sign included, or null.
  private static @Nullable BigDecimal whole(Object value, int bits) {
    BigDecimal number = number(value);
    return number != null
            && number.stripTrailingZeros().scale() <= 0
            && number.toBigInteger().bitLength() < bits
        ? number
        : null;
  }

  private static @Nullable BigDecimal number(Object value) {
    return switch (value) {
      case BigDecimal d -> d;
      case BigInteger i -> new BigDecimal(i);
      case Double d -> Double.isFinite(d) ? new BigDecimal(d) : null;
      case Float f -> Float.isFinite(f) ? new BigDecimal(f) : null;
      case Number n -> BigDecimal.valueOf(n.longValue());
      default -> null;
    };
  }

  /// A timestamp between two microseconds equals none that is stored.
  private static @Nullable Object micros(Instant instant) {
    if (instant.getNano() % 1000 != 0) {
      return null;
    }
    try {
      return io.thermocline.spi.batch.Values.micros(instant);
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
