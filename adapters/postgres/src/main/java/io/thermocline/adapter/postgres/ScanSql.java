package io.thermocline.adapter.postgres;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;

/// Renders a scan of one relation as a SELECT whose columns have the wire types of the result's
/// schema.
///
/// Every result column is cast to its wire type. That costs nothing while the types are the same,
/// and makes sure that the bytes are what the decoder takes them for when a column was altered
/// since discovery.
///
/// Text compares bytewise through `COLLATE "C"` wherever the column's own collation does not do so;
/// equality leaves it out, so that indexes serve it.
final class ScanSql {
  private static final int UNICODE_COLLATION_VERSION = 170_000;

  private final String source;
  private final PgRelation relation;
  private final int serverVersion;

  ScanSql(String source, PgRelation relation, int serverVersion) {
    this.source = source;
    this.relation = relation;
    this.serverVersion = serverVersion;
  }

  /// A statement and its result. Without columns the statement returns the number of rows as its
  /// one value.
  record Select(String sql, Schema schema) {}

  Select select(ScanRequest request) {
    Aggregation aggregation = request.aggregation();
    return aggregation == null ? rows(request) : groups(request, aggregation);
  }

  private Select rows(ScanRequest request) {
    List<Field> fields = new ArrayList<>();
    List<String> expressions = new ArrayList<>();
    for (String name : request.columns()) {
      PgRelation.Column column = relation.column(source, name);
      fields.add(relation.relation().columns().field(relation.relation().columns().indexOf(name)));
      expressions.add(Sql.identifier(name) + wire(column.type().type()));
    }
    String tail = from(request) + limit(request);
    String sql =
        fields.isEmpty()
            ? request.limit() < 0
                ? "SELECT count(*)" + tail
                : "SELECT count(*) FROM (SELECT" + tail + ") AS rows"
            : "SELECT " + String.join(", ", expressions) + tail;
    return new Select(sql, new Schema(fields));
  }

  private Select groups(ScanRequest request, Aggregation aggregation) {
    List<Field> fields = new ArrayList<>();
    List<String> expressions = new ArrayList<>();
    List<String> positions = new ArrayList<>();
    for (String key : aggregation.keys()) {
      PgRelation.Column column = relation.column(source, key);
      fields.add(relation.relation().columns().field(relation.relation().columns().indexOf(key)));
      expressions.add("(" + equatable(column) + ")" + wire(column.type().type()));
      positions.add(Integer.toString(expressions.size()));
    }
    for (Aggregation.Call call : aggregation.calls()) {
      expressions.add(call(call, fields));
    }
    if (expressions.isEmpty()) {
      return new Select(
          "SELECT count(*) FROM (SELECT 1" + limit(request) + ") AS rows", new Schema(fields));
    }
    String sql = "SELECT " + String.join(", ", expressions) + from(request);
    if (!positions.isEmpty()) {
      sql += " GROUP BY " + String.join(", ", positions);
    }
    return new Select(sql + limit(request), new Schema(fields));
  }

  /// Adds the call's column to the result and returns its expression.
  private String call(Aggregation.Call call, List<Field> fields) {
    String name = call.column();
    if (name == null) {
      if (call.function() != Aggregation.Function.COUNT || call.distinct()) {
        throw new ThermoclineException(
            ErrorCode.INVALID_PARAMETER,
            "only count(*) has no column; name the column of " + call.function());
      }
      fields.add(Field.required("count", ScalarType.INT64));
      return "count(*)";
    }
    PgRelation.Column column = relation.column(source, name);
    String argument = (call.distinct() ? "DISTINCT " : "") + collated(column);
    DataType type = column.type().type();
    return switch (call.function()) {
      case COUNT -> {
        fields.add(Field.required("count", ScalarType.INT64));
        yield "count(" + argument + ")";
      }
      case MIN, MAX -> {
        fields.add(
            Field.nullable(call.function() == Aggregation.Function.MIN ? "min" : "max", type));
        yield extreme(call.function() == Aggregation.Function.MIN, column) + wire(type);
      }
      case SUM -> {
        DataType result = sumType(type, name);
        fields.add(Field.nullable("sum", result));
        String widened = type == ScalarType.FLOAT32 ? argument + "::float8" : argument;
        yield "sum(" + widened + ")" + wire(result);
      }
    };
  }

  private static String wire(DataType type) {
    return "::" + PgType.wireName(type);
  }

  private DataType sumType(DataType type, String column) {
    return switch (type) {
      case DecimalType d -> new DecimalType(DecimalType.MAX_PRECISION, d.scale());
      case ScalarType s when s == ScalarType.INT16 || s == ScalarType.INT32 -> ScalarType.INT64;
      case ScalarType s when s == ScalarType.INT64 -> new DecimalType(DecimalType.MAX_PRECISION, 0);
      case ScalarType s when s == ScalarType.FLOAT32 || s == ScalarType.FLOAT64 ->
          ScalarType.FLOAT64;
      default ->
          throw new ThermoclineException(
              ErrorCode.TYPE_MISMATCH,
              "column '"
                  + column
                  + "' of "
                  + relation.relation().name()
                  + " is a "
                  + type.sqlName()
                  + ", which has no sum");
    };
  }

  /// The smallest or largest value; types without such an aggregate go through one that orders
  /// alike.
  private String extreme(boolean smallest, PgRelation.Column column) {
    String function = smallest ? "min(" : "max(";
    String value = value(column);
    return switch (column.type().type()) {
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> (smallest ? "bool_and(" : "bool_or(") + value + ")";
            case UUID -> function + value + "::text COLLATE \"C\")::uuid";
            case BYTES ->
                "decode(" + function + "encode(" + value + ", 'hex') COLLATE \"C\"), 'hex')";
            case TEXT, JSON -> function + collated(column) + ")";
            default -> function + value + ")";
          };
      case DecimalType d -> function + value + ")";
      case ArrayType a -> function + value + ")";
    };
  }

  private String from(ScanRequest request) {
    String from = " FROM " + Sql.name(relation.relation().name());
    Predicate filter = request.filter();
    return filter == null ? from : from + " WHERE " + condition(filter);
  }

  private static String limit(ScanRequest request) {
    return request.limit() < 0 ? "" : " LIMIT " + request.limit();
  }

  /// The column in the gateway's type.
  private static String value(PgRelation.Column column) {
    String cast = column.type().cast();
    String name = Sql.identifier(column.name());
    return cast.isEmpty() ? name : "(" + name + cast + ")";
  }

  /// The column as something that orders as the gateway does.
  private static String collated(PgRelation.Column column) {
    return isText(column) && !column.bytewise() ? value(column) + " COLLATE \"C\"" : value(column);
  }

  private static boolean isText(PgRelation.Column column) {
    DataType type = column.type().type();
    return type == ScalarType.TEXT || type == ScalarType.JSON;
  }

  /// The condition in parentheses, or a constant.
  String condition(Predicate predicate) {
    return switch (predicate) {
      case Predicate.And and -> connected(and.operands(), " AND ", "TRUE");
      case Predicate.Or or -> connected(or.operands(), " OR ", "FALSE");
      case Predicate.Not not -> "(NOT " + condition(not.operand()) + ")";
      case Predicate.IsNull isNull ->
          "(" + Sql.identifier(relation.column(source, isNull.column()).name()) + " IS NULL)";
      case Predicate.Compare compare -> comparison(compare);
      case Predicate.In in -> {
        PgRelation.Column column = relation.column(source, in.column());
        yield in.values().isEmpty()
            ? "FALSE"
            : "("
                + equatable(column)
                + " = ANY ("
                + Sql.array(column.type().type(), in.values())
                + "))";
      }
      case Predicate.Like like -> like(like);
    };
  }

  private String connected(List<Predicate> operands, String connective, String empty) {
    return operands.isEmpty()
        ? empty
        : "(" + String.join(connective, operands.stream().map(this::condition).toList()) + ")";
  }

  private String comparison(Predicate.Compare compare) {
    PgRelation.Column column = relation.column(source, compare.column());
    String operator =
        switch (compare.operator()) {
          case EQ -> " = ";
          case NE -> " <> ";
          case LT -> " < ";
          case LE -> " <= ";
          case GT -> " > ";
          case GE -> " >= ";
        };
    boolean equality =
        compare.operator() == Predicate.Operator.EQ || compare.operator() == Predicate.Operator.NE;
    String left = equality ? equatable(column) : collated(column);
    return "(" + left + operator + Sql.literal(column.type().type(), compare.value()) + ")";
  }

  private static String equatable(PgRelation.Column column) {
    return column.deterministic() || !isText(column)
        ? value(column)
        : value(column) + " COLLATE \"C\"";
  }

  private String like(Predicate.Like like) {
    PgRelation.Column column = relation.column(source, like.column());
    if (column.type().type() != ScalarType.TEXT) {
      throw new ThermoclineException(
          ErrorCode.TYPE_MISMATCH,
          "LIKE compares text, but column '"
              + column.name()
              + "' of "
              + relation.relation().name()
              + " is a "
              + column.type().type().sqlName());
    }
    if (!like.ignoreCase()) {
      return "(" + equatable(column) + " LIKE " + Sql.quote(like.pattern()) + ")";
    }
    String collation = serverVersion >= UNICODE_COLLATION_VERSION ? " COLLATE \"pg_c_utf8\"" : "";
    return "(" + value(column) + collation + " ILIKE " + Sql.quote(like.pattern()) + ")";
  }
}
