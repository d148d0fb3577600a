package io.thermocline.optimizer.dialect;

import io.thermocline.engine.plan.SqlText;
import io.thermocline.spi.source.BoundStatement;
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
  /// Around a parameter's number; no statement holds it otherwise.
  private static final char PLACE = '\0';

  private final Dialect dialect;
  private final List<String> fragments;
  private final List<Integer> places;
  private final Map<String, Column> columns;
  private final double expectedRows;

  private PredicateSql(
      Dialect dialect,
      List<String> fragments,
      List<Integer> places,
      Map<String, Column> columns,
      double expectedRows) {
    this.dialect = dialect;
    this.fragments = fragments;
    this.places = places;
    this.columns = columns;
    this.expectedRows = expectedRows;
  }

  /// A statement in a source's dialect.
  ///
  /// @param expectedRows the estimate of its rows
  public static SqlText of(Source source, String sql, double expectedRows) {
    Dialect dialect = Dialect.of(source);
    if (dialect == null) {
      return SqlText.fixed(sql);
    }
    List<String> fragments = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    int from = 0;
    for (int at = sql.indexOf(PLACE); at >= 0; at = sql.indexOf(PLACE, from)) {
      int end = sql.indexOf(PLACE, at + 1);
      fragments.add(sql.substring(from, at));
      places.add(Integer.valueOf(sql.substring(at + 1, end)));
      from = end + 1;
    }
    fragments.add(sql.substring(from));
    return new PredicateSql(
        dialect, List.copyOf(fragments), List.copyOf(places), Map.of(), expectedRows);
  }

  /// The place of a parameter in a statement's text.
  static String place(int index) {
    return PLACE + Integer.toString(index) + PLACE;
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
    return new PredicateSql(dialect, fragments, places, Map.copyOf(more), expectedRows);
  }

  @Override
  public String render(List<@Nullable Object> parameters, @Nullable Predicate filter) {
    if (!places.isEmpty() && parameters.isEmpty()) {
      return text();
    }
    return bind(parameters, filter).inlined();
  }

  /// The statement without values: parameters are shown as `$1`, `$2`, ….
  private String text() {
    StringBuilder sql = new StringBuilder(fragments.getFirst());
    for (int i = 0; i < places.size(); i++) {
      sql.append('$').append(places.get(i) + 1).append(fragments.get(i + 1));
    }
    return sql.toString();
  }

  @Override
  public BoundStatement bind(List<@Nullable Object> parameters, @Nullable Predicate filter) {
    List<BoundStatement.Value> values = new ArrayList<>();
    for (int place : places) {
      values.add(value(parameters.get(place)));
    }
    return new BoundStatement(filtered(filter), values, expectedRows);
  }

  private BoundStatement.Value value(@Nullable Object value) {
    return value == null
        ? new BoundStatement.Value("NULL", null)
        : new BoundStatement.Value(dialect.literal(value, ScalarType.TEXT), dialect.text(value));
  }

  private List<String> filtered(@Nullable Predicate filter) {
    if (filter == null) {
      return fragments;
    }
    String end;
    try {
      end = ") AS filtered WHERE " + condition(filter);
    } catch (NotExact e) {
      return fragments;
    }
    List<String> whole = new ArrayList<>(fragments);
    whole.set(0, "SELECT * FROM (" + whole.getFirst());
    whole.set(whole.size() - 1, whole.getLast() + end);
    return whole;
  }

  @Override
  public boolean accepts(List<? extends @Nullable Object> parameters) {
    try {
      for (int place : places) {
        value(parameters.get(place));
      }
      return true;
    } catch (NotExact e) {
      return false;
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
