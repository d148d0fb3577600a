package io.thermocline.optimizer;

import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
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
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A source that holds rows in memory and does exactly what its capabilities say, slowly and
/// plainly.
final class MemorySource implements Source {
  private final String name;
  private final Set<Capability> capabilities;
  private final java.util.function.Predicate<ScanRequest> answered;
  private final Map<RelationName, Table> tables = new LinkedHashMap<>();

  MemorySource(String name, Set<Capability> capabilities) {
    this(name, capabilities, request -> capabilities.contains(Capability.AGGREGATE));
  }

  /// @param answered which aggregations it answers
  MemorySource(
      String name,
      Set<Capability> capabilities,
      java.util.function.Predicate<ScanRequest> answered) {
    this.answered = answered;
    this.name = name;
    this.capabilities = Set.copyOf(capabilities);
  }

  private record Table(Schema schema, List<List<@Nullable Object>> rows) {}

  void add(RelationName relation, Schema schema, List<List<@Nullable Object>> rows) {
    tables.put(relation, new Table(schema, rows));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return "memory";
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public List<Relation> discover() {
    return tables.entrySet().stream()
        .map(e -> Relation.of(e.getKey(), e.getValue().schema()))
        .toList();
  }

  @Override
  public RelationStatistics statistics(RelationName relation) {
    return new RelationStatistics(tables.get(relation).rows().size(), -1, Map.of());
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}

  @Override
  public boolean aggregates(ScanRequest request) {
    return answered.test(request);
  }

  private void require(Capability capability) {
    if (!capabilities.contains(capability)) {
      throw new ThermoclineException(ErrorCode.CAPABILITY_MISSING, name + " lacks " + capability);
    }
  }

  @Override
  public Scan scan(ScanRequest request) {
    Table table = tables.get(request.relation());
    if (table == null) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_TABLE, "no " + request.relation() + " in " + name);
    }
    if (request.filter() != null) {
      require(Capability.FILTER);
    }
    if (request.aggregation() != null && !aggregates(request)) {
      require(Capability.AGGREGATE);
    }
    if (request.limit() >= 0) {
      require(Capability.LIMIT);
    }
    return new MemoryScan(table, request);
  }

  private static final class MemoryScan implements Scan {
    private final Table table;
    private final ScanRequest request;
    private final Schema schema;

    MemoryScan(Table table, ScanRequest request) {
      this.table = table;
      this.request = request;
      this.schema = schemaOf();
    }

    private Schema schemaOf() {
      List<Field> fields = new ArrayList<>();
      Aggregation aggregation = request.aggregation();
      for (String column : aggregation == null ? request.columns() : aggregation.keys()) {
        fields.add(field(column));
      }
      if (aggregation != null) {
        for (Aggregation.Call call : aggregation.calls()) {
          DataType type = call.column() == null ? ScalarType.INT64 : field(call.column()).type();
          fields.add(Field.nullable("a", callType(call.function(), type)));
        }
      }
      return new Schema(fields);
    }

    private static DataType callType(Aggregation.Function function, DataType type) {
      return switch (function) {
        case COUNT -> ScalarType.INT64;
        case MIN, MAX -> type;
        case SUM ->
            type instanceof DecimalType d
                ? new DecimalType(38, d.scale())
                : type == ScalarType.INT64
                    ? new DecimalType(38, 0)
                    : type == ScalarType.FLOAT64 ? ScalarType.FLOAT64 : ScalarType.INT64;
      };
    }

    private Field field(String column) {
      return table.schema().field(table.schema().indexOf(column));
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public int partitions() {
      return 1;
    }

    @Override
    public String describe() {
      return "columns "
          + request.columns()
          + (request.filter() == null ? "" : ", where " + request.filter())
          + (request.aggregation() == null ? "" : ", " + request.aggregation())
          + (request.limit() < 0 ? "" : ", at most " + request.limit());
    }

    @Override
    public BatchReader open(int partition, ScanContext context) {
      List<List<@Nullable Object>> kept = new ArrayList<>();
      for (List<@Nullable Object> row : table.rows()) {
        if (request.filter() == null || Boolean.TRUE.equals(test(request.filter(), row))) {
          kept.add(row);
        }
      }
      List<List<@Nullable Object>> result =
          request.aggregation() == null ? project(kept) : aggregate(request.aggregation(), kept);
      if (request.limit() >= 0 && result.size() > request.limit()) {
        result = result.subList(0, (int) request.limit());
      }
      return BatchReaders.of(schema, List.of(BatchReaders.batch(schema, result)));
    }

    private List<List<@Nullable Object>> project(List<List<@Nullable Object>> rows) {
      int[] positions = request.columns().stream().mapToInt(table.schema()::indexOf).toArray();
      List<List<@Nullable Object>> result = new ArrayList<>();
      for (List<@Nullable Object> row : rows) {
        List<@Nullable Object> projected = new ArrayList<>();
        for (int position : positions) {
          projected.add(row.get(position));
        }
        result.add(projected);
      }
      return result;
    }

    private List<List<@Nullable Object>> aggregate(
        Aggregation aggregation, List<List<@Nullable Object>> rows) {
      Map<List<@Nullable Object>, List<List<@Nullable Object>>> groups = new LinkedHashMap<>();
      if (aggregation.keys().isEmpty()) {
        groups.put(List.of(), new ArrayList<>());
      }
      for (List<@Nullable Object> row : rows) {
        List<@Nullable Object> key = new ArrayList<>();
        aggregation.keys().forEach(k -> key.add(row.get(table.schema().indexOf(k))));
        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
      }
      List<List<@Nullable Object>> result = new ArrayList<>();
      groups.forEach((key, members) -> {
        List<@Nullable Object> row = new ArrayList<>(key);
        aggregation.calls().forEach(call -> row.add(value(call, members)));
        result.add(row);
      });
      return result;
    }

    private @Nullable Object value(Aggregation.Call call, List<List<@Nullable Object>> rows) {
      if (call.column() == null) {
        return (long) rows.size();
      }
      int column = table.schema().indexOf(call.column());
      List<Object> values = new ArrayList<>();
      for (List<@Nullable Object> row : rows) {
        Object value = row.get(column);
        if (value != null) {
          values.add(value);
        }
      }
      if (call.distinct()) {
        values = new ArrayList<>(new LinkedHashSet<>(values));
      }
      return switch (call.function()) {
        case COUNT -> (long) values.size();
        case MIN -> values.stream().min(MemorySource::order).orElse(null);
        case MAX -> values.stream().max(MemorySource::order).orElse(null);
        case SUM -> sum(values, call);
      };
    }

    private @Nullable Object sum(List<Object> values, Aggregation.Call call) {
      if (values.isEmpty()) {
        return null;
      }
      if (values.get(0) instanceof Double) {
        return values.stream().mapToDouble(v -> (Double) v).sum();
      }
      BigDecimal sum = BigDecimal.ZERO;
      for (Object value : values) {
        sum = sum.add(new BigDecimal(value.toString()));
      }
      return callType(call.function(), field(call.column()).type()) == ScalarType.INT64
          ? (Object) sum.longValueExact()
          : sum;
    }

    private @Nullable Boolean test(Predicate predicate, List<@Nullable Object> row) {
      return switch (predicate) {
        case Predicate.And and -> {
          Boolean result = true;
          for (Predicate operand : and.operands()) {
            Boolean one = test(operand, row);
            if (Boolean.FALSE.equals(one)) {
              yield false;
            }
            result = one == null ? null : result;
          }
          yield result;
        }
        case Predicate.Or or -> {
          Boolean result = false;
          for (Predicate operand : or.operands()) {
            Boolean one = test(operand, row);
            if (Boolean.TRUE.equals(one)) {
              yield true;
            }
            result = one == null ? null : result;
          }
          yield result;
        }
        case Predicate.Not not -> {
          Boolean one = test(not.operand(), row);
          yield one == null ? null : !one;
        }
        case Predicate.Compare compare -> {
          Object value = row.get(table.schema().indexOf(compare.column()));
          yield value == null ? null : compare(compare.operator(), order(value, compare.value()));
        }
        case Predicate.In in -> {
          Object value = row.get(table.schema().indexOf(in.column()));
          yield value == null ? null : in.values().stream().anyMatch(v -> order(value, v) == 0);
        }
        case Predicate.IsNull isNull -> row.get(table.schema().indexOf(isNull.column())) == null;
        case Predicate.Like like -> {
          Object value = row.get(table.schema().indexOf(like.column()));
          yield value == null ? null : like((String) value, like);
        }
      };
    }

    private static boolean compare(Predicate.Operator operator, int order) {
      return switch (operator) {
        case EQ -> order == 0;
        case NE -> order != 0;
        case LT -> order < 0;
        case LE -> order <= 0;
        case GT -> order > 0;
        case GE -> order >= 0;
      };
    }

    private static boolean like(String value, Predicate.Like like) {
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < like.pattern().length(); i++) {
        char c = like.pattern().charAt(i);
        regex.append(
            c == '%'
                ? ".*"
                : c == '_'
                    ? "."
                    : Pattern.quote(String.valueOf(c == '\\' ? like.pattern().charAt(++i) : c)));
      }
      int flags =
          Pattern.DOTALL
              | (like.ignoreCase() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
      return Pattern.compile(regex.toString(), flags).matcher(value).matches();
    }
  }

  @SuppressWarnings("unchecked")
  private static int order(Object left, Object right) {
    if (left instanceof String l && right instanceof String r) {
      return Arrays.compareUnsigned(
          l.getBytes(StandardCharsets.UTF_8), r.getBytes(StandardCharsets.UTF_8));
    }
    if (left.getClass() != right.getClass()) {
      throw new IllegalArgumentException(left.getClass() + " compared with " + right.getClass());
    }
    return ((Comparable<Object>) left).compareTo(right);
  }
}
