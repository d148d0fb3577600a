package io.thermocline.optimizer.dialect;

import io.thermocline.engine.plan.SqlText;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/// A statement that takes conditions on its result's columns while it runs: the keys of a join's
/// other side.
public final class PredicateSql implements SqlText {
  private final Dialect dialect;
  private final String sql;
  private final Map<String, Column> columns;

  private PredicateSql(Dialect dialect, String sql, Map<String, Column> columns) {
    this.dialect = dialect;
    this.sql = sql;
    this.columns = columns;
  }

  /// A statement in a source's dialect.
  public static SqlText of(Source source, String sql) {
    Dialect dialect = Dialect.of(source);
    return dialect == null ? SqlText.fixed(sql) : new PredicateSql(dialect, sql, Map.of());
  }

  /// Whether values of a type can be sent.
  public static boolean canCompare(DataType type) {
    return type instanceof DecimalType
        || type == ScalarType.INT16
        || type == ScalarType.INT32
        || type == ScalarType.INT64
        || type == ScalarType.TEXT
        || type == ScalarType.DATE
        || type == ScalarType.UUID;
  }

  /// A column of the statement's result.
  private record Column(int position, DataType type) {}

  /// The same statement, whose column of that name and position may be compared with values of a
  /// type.
  public PredicateSql withColumn(String name, int position, DataType type) {
    Map<String, Column> more = new HashMap<>(columns);
    more.put(name, new Column(position, type));
    return new PredicateSql(dialect, sql, Map.copyOf(more));
  }

  @Override
  public String render(List<@Nullable Object> parameters, @Nullable Predicate filter) {
    if (filter == null) {
      return sql;
    }
    try {
      return "SELECT * FROM (" + sql + ") AS filtered WHERE " + condition(filter);
    } catch (NotExact e) {
      return sql;
    }
  }

  private String condition(Predicate predicate) {
    return switch (predicate) {
      case Predicate.And and -> all(and.operands(), " AND ", "1 = 1");
      case Predicate.Or or -> all(or.operands(), " OR ", "1 = 0");
      case Predicate.Not not -> "(NOT " + condition(not.operand()) + ")";
      case Predicate.Compare compare -> {
        DataType type = type(compare.column());
        yield dialect.comparison(
            kind(compare.operator()),
            column(compare.column()),
            dialect.literal(compare.value(), type),
            type,
            type,
            compare.value());
      }
      case Predicate.In in -> {
        DataType type = type(in.column());
        List<String> values = new ArrayList<>();
        for (Object value : in.values()) {
          values.add(dialect.literal(value, type));
        }
        yield values.isEmpty()
            ? "1 = 0"
            : column(in.column()) + " IN (" + String.join(", ", values) + ")";
      }
      case Predicate.IsNull isNull -> column(isNull.column()) + " IS NULL";
      case Predicate.Like like -> throw NotExact.INSTANCE;
    };
  }

  private String all(List<Predicate> operands, String operator, String whenEmpty) {
    return operands.isEmpty()
        ? whenEmpty
        : "(" + String.join(operator, operands.stream().map(this::condition).toList()) + ")";
  }

  private String column(String name) {
    return "filtered." + dialect.quote("c" + known(name).position());
  }

  private DataType type(String name) {
    return known(name).type();
  }

  private Column known(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw NotExact.INSTANCE;
    }
    return column;
  }

  private static SqlKind kind(Predicate.Operator operator) {
    return switch (operator) {
      case EQ -> SqlKind.EQUALS;
      case NE -> SqlKind.NOT_EQUALS;
      case LT -> SqlKind.LESS_THAN;
      case LE -> SqlKind.LESS_THAN_OR_EQUAL;
      case GT -> SqlKind.GREATER_THAN;
      case GE -> SqlKind.GREATER_THAN_OR_EQUAL;
    };
  }
}
