package io.thermocline.tck.contract;

import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The gateway's definition of predicates and aggregates, row by row: slow and plain.
final class Oracle {
  private final Schema schema;

  Oracle(Schema schema) {
    this.schema = schema;
  }

  /// True, false, or null for unknown.
  @Nullable Boolean test(Predicate predicate, List<? extends @Nullable Object> row) {
    return switch (predicate) {
      case Predicate.And and -> {
        Boolean result = true;
        for (Predicate operand : and.operands()) {
          Boolean value = test(operand, row);
          if (Boolean.FALSE.equals(value)) {
            yield false;
          }
          result = value == null ? null : result;
        }
        yield result;
      }
      case Predicate.Or or -> {
        Boolean result = false;
        for (Predicate operand : or.operands()) {
          Boolean value = test(operand, row);
          if (Boolean.TRUE.equals(value)) {
            yield true;
          }
          result = value == null ? null : result;
        }
        yield result;
      }
      case Predicate.Not not -> {
        Boolean value = test(not.operand(), row);
        yield value == null ? null : !value;
      }
      case Predicate.IsNull isNull -> value(isNull.column(), row) == null;
      case Predicate.Compare compare -> {
        Object value = value(compare.column(), row);
        yield value == null ? null : holds(compare.operator(), compare(value, compare.value()));
      }
      case Predicate.In in -> {
        Object value = value(in.column(), row);
        yield in.values().isEmpty()
            ? Boolean.FALSE
            : value == null
                ? null
                : in.values().stream().anyMatch(other -> compare(value, other) == 0);
      }
      case Predicate.Like like -> {
        Object value = value(like.column(), row);
        yield value == null
            ? null
            : like(like.pattern(), like.ignoreCase()).matcher((String) value).matches();
      }
    };
  }

  private @Nullable Object value(String column, List<? extends @Nullable Object> row) {
    return row.get(schema.indexOf(column));
  }

  private static boolean holds(Predicate.Operator operator, int comparison) {
    return switch (operator) {
      case EQ -> comparison == 0;
      case NE -> comparison != 0;
      case LT -> comparison < 0;
      case LE -> comparison <= 0;
      case GT -> comparison > 0;
      case GE -> comparison >= 0;
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static int compare(Object left, Object right) {
    return switch (left) {
      case String s ->
          Arrays.compareUnsigned(
              s.getBytes(StandardCharsets.UTF_8),
              ((String) right).getBytes(StandardCharsets.UTF_8));
      case byte[] b -> Arrays.compareUnsigned(b, (byte[]) right);
      case UUID u -> {
        UUID v = (UUID) right;
        int high = Long.compareUnsigned(u.getMostSignificantBits(), v.getMostSignificantBits());
        yield high != 0
            ? high
            : Long.compareUnsigned(u.getLeastSignificantBits(), v.getLeastSignificantBits());
      }
      default -> ((Comparable) left).compareTo(right);
    };
  }

  private static Pattern like(String pattern, boolean ignoreCase) {
    StringBuilder regex = new StringBuilder();
    int[] points = pattern.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      switch (points[i]) {
        case '%' -> regex.append(".*");
        case '_' -> regex.append('.');
        case '\\' -> {
          i++;
          regex.append(Pattern.quote(Character.toString(points[i])));
        }
        default -> regex.append(Pattern.quote(Character.toString(points[i])));
      }
    }
    int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
  }

  /// The rows of an aggregation, in no particular order.
  List<List<@Nullable Object>> aggregate(
      Aggregation aggregation, List<? extends List<? extends @Nullable Object>> rows) {
    Map<List<@Nullable Object>, List<List<? extends @Nullable Object>>> groups =
        new LinkedHashMap<>();
    if (aggregation.keys().isEmpty()) {
      groups.put(List.of(), new ArrayList<>());
    }
    for (List<? extends @Nullable Object> row : rows) {
      List<@Nullable Object> key = new ArrayList<>();
      aggregation.keys().forEach(column -> key.add(value(column, row)));
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    List<List<@Nullable Object>> result = new ArrayList<>();
    groups.forEach((key, members) -> {
      List<@Nullable Object> row = new ArrayList<>(key);
      aggregation.calls().forEach(call -> row.add(call(call, members)));
      result.add(row);
    });
    return result;
  }

  private @Nullable Object call(
      Aggregation.Call call, List<List<? extends @Nullable Object>> rows) {
    String column = call.column();
    if (column == null) {
      return (long) rows.size();
    }
    List<Object> values = new ArrayList<>();
    rows.forEach(row -> {
      Object value = value(column, row);
      if (value != null) {
        values.add(value);
      }
    });
    List<Object> counted = call.distinct() ? new ArrayList<>(new LinkedHashSet<>(values)) : values;
    return switch (call.function()) {
      case COUNT -> (long) counted.size();
      case MIN -> counted.stream().min(Oracle::compare).orElse(null);
      case MAX -> counted.stream().max(Oracle::compare).orElse(null);
      case SUM ->
          counted.isEmpty() ? null : sum(schema.field(schema.indexOf(column)).type(), counted);
    };
  }

  private static Object sum(DataType type, List<Object> values) {
    if (type == ScalarType.FLOAT64 || type == ScalarType.FLOAT32) {
      return values.stream().mapToDouble(value -> ((Number) value).doubleValue()).sum();
    }
    BigDecimal sum =
        values.stream()
            .map(value ->
                value instanceof BigDecimal d
                    ? d
                    : BigDecimal.valueOf(((Number) value).longValue()))
            .reduce(BigDecimal::add)
            .orElseThrow();
    return type == ScalarType.INT16 || type == ScalarType.INT32
        ? (Object) sum.longValueExact()
        : sum;
  }

  /// The type of a call's result.
  static DataType type(Aggregation.Call call, @Nullable DataType argument) {
    return switch (call.function()) {
      case COUNT -> ScalarType.INT64;
      case MIN, MAX -> Objects.requireNonNull(argument);
      case SUM ->
          switch (Objects.requireNonNull(argument)) {
            case DecimalType d -> new DecimalType(DecimalType.MAX_PRECISION, d.scale());
            case ScalarType s ->
                switch (s) {
                  case INT16, INT32 -> ScalarType.INT64;
                  case INT64 -> new DecimalType(DecimalType.MAX_PRECISION, 0);
                  default -> ScalarType.FLOAT64;
                };
            default -> throw new IllegalArgumentException("no sum of " + argument);
          };
    };
  }
}
