package io.thermocline.adapter.clickhouse.sql;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The statement of a scan.
///
/// @param sql the text
/// @param schema the columns that it returns
/// @param countsOnly whether the statement returns the number of rows that a scan without columns
///   has
public record ScanSql(String sql, Schema schema, boolean countsOnly) {
  private static final int MAXIMUM_LONG_SUM_PRECISION = 18;

  /// Renders a request on a relation with these columns.
  ///
  /// @throws ThermoclineException UNDEFINED_COLUMN, INVALID_PARAMETER, CAPABILITY_MISSING
  public static ScanSql of(ScanRequest request, Map<String, ColumnSql> columns) {
    Renderer renderer = new Renderer(request, columns);
    return request.aggregation() == null ? renderer.rows() : renderer.groups(request.aggregation());
  }

  private record Renderer(ScanRequest request, Map<String, ColumnSql> columns) {
    ColumnSql column(String name) {
      ColumnSql column = columns.get(name);
      if (column == null) {
        throw new ThermoclineException(
            ErrorCode.UNDEFINED_COLUMN,
            "relation \""
                + request.relation()
                + "\" has no column \""
                + name
                + "\"; refresh the catalog");
      }
      return column;
    }

    String from() {
      String where =
          request.filter() == null
              ? ""
              : " WHERE " + new PredicateSql(this::column).render(request.filter());
      return " FROM " + Names.quote(request.relation()) + where;
    }

    String limit() {
      return request.limit() < 0 ? "" : " LIMIT " + request.limit();
    }

    ScanSql rows() {
      if (request.columns().isEmpty()) {
        Schema count = Schema.of(Field.required("count", ScalarType.INT64));
        return new ScanSql("SELECT count()" + from(), count, true);
      }
      List<String> expressions = new ArrayList<>();
      List<Field> fields = new ArrayList<>();
      for (String name : request.columns()) {
        ColumnSql column = column(name);
        expressions.add(column.selected());
        fields.add(new Field(name, column.type(), column.nullable()));
      }
      String sql = "SELECT " + String.join(", ", expressions) + from() + limit();
      return new ScanSql(sql, new Schema(fields), false);
    }

    ScanSql groups(Aggregation aggregation) {
      List<String> expressions = new ArrayList<>();
      List<Field> fields = new ArrayList<>();
      List<String> keys = new ArrayList<>();
      for (String key : aggregation.keys()) {
        ColumnSql column = column(key);
        if (column.type() instanceof ArrayType) {
          throw new ThermoclineException(
              ErrorCode.CAPABILITY_MISSING,
              "column \"" + key + "\" is an array, which this source does not group by");
        }
        keys.add(column.expression());
        expressions.add(column.expression());
        fields.add(new Field(key, column.type(), column.nullable()));
      }
      for (Aggregation.Call call : aggregation.calls()) {
        expressions.add(expression(call));
        fields.add(
            new Field(name(call), type(call), call.function() != Aggregation.Function.COUNT));
      }
      String select = expressions.isEmpty() ? "count()" : String.join(", ", expressions);
      String group = keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
      String sql = "SELECT " + select + from() + group + limit();
      if (expressions.isEmpty()) {
        // No keys and no calls: one row without columns.
        return new ScanSql(
            "SELECT 1" + limit(), Schema.of(Field.required("count", ScalarType.INT64)), true);
      }
      return new ScanSql(sql, new Schema(fields), false);
    }

    private static String name(Aggregation.Call call) {
      String function = call.function().name().toLowerCase(java.util.Locale.ROOT);
      return call.column() == null ? function : function + "_" + call.column();
    }

    private DataType type(Aggregation.Call call) {
      if (call.function() == Aggregation.Function.COUNT) {
        return ScalarType.INT64;
      }
      DataType type = column(Objects.requireNonNull(call.column())).type();
      if (call.function() != Aggregation.Function.SUM) {
        return type;
      }
      return switch (type) {
        case DecimalType d -> new DecimalType(DecimalType.MAX_PRECISION, d.scale());
        case ScalarType.INT16, ScalarType.INT32 -> ScalarType.INT64;
        case ScalarType.INT64 -> new DecimalType(DecimalType.MAX_PRECISION, 0);
        case ScalarType.FLOAT32, ScalarType.FLOAT64 -> ScalarType.FLOAT64;
        default ->
            throw new ThermoclineException(
                ErrorCode.TYPE_MISMATCH,
                "column \"" + call.column() + "\" is " + type.sqlName() + ", which has no sum");
      };
    }

    private String expression(Aggregation.Call call) {
      if (call.column() == null) {
        return "count()";
      }
      ColumnSql column = column(call.column());
      DataType type = column.type();
      if (type instanceof ArrayType) {
        throw new ThermoclineException(
            ErrorCode.CAPABILITY_MISSING,
            "column \"" + call.column() + "\" is an array, which this source does not aggregate");
      }
      String value = column.expression();
      return switch (call.function()) {
        case COUNT -> (call.distinct() ? "uniqExact(" : "count(") + value + ")";
        case SUM -> "sum(" + (call.distinct() ? "DISTINCT " : "") + summed(type, value) + ")";
        case MIN -> extreme("min", column, value);
        case MAX -> extreme("max", column, value);
      };
    }

    /// The value in a type whose sum cannot wrap unseen.
    private static String summed(DataType type, String value) {
      return switch (type) {
        case ScalarType.INT64 -> "toInt128(" + value + ")";
        case ScalarType.INT16, ScalarType.INT32 -> "toInt64(" + value + ")";
        case ScalarType.FLOAT32 -> "toFloat64(" + value + ")";
        case DecimalType d when d.precision() > MAXIMUM_LONG_SUM_PRECISION ->
            "toDecimal256(" + value + "," + d.scale() + ")";
        default -> value;
      };
    }

    /// ClickHouse passes over NaN; the gateway takes it for the largest number. It orders UUIDs by
    /// their second half.
    private static String extreme(String function, ColumnSql column, String value) {
      if (column.type() == ScalarType.FLOAT32 || column.type() == ScalarType.FLOAT64) {
        String numbers = "minIf(" + value + ", NOT isNaN(" + value + "))";
        String nan = "CAST(nan AS Nullable(Float64))";
        return function.equals("max")
            ? "if(countIf(isNaN(" + value + ")) > 0, " + nan + ", max(" + value + "))"
            : "if(countIf(NOT isNaN("
                + value
                + ")) > 0, "
                + numbers
                + ", if(count("
                + value
                + ") > 0, "
                + nan
                + ", NULL))";
      }
      return column.type() == ScalarType.UUID
          ? "toUUID(" + function + "(" + column.ordered() + "))"
          : function + "(" + value + ")";
    }
  }
}
