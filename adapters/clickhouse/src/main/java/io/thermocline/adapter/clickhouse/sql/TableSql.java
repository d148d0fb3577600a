package io.thermocline.adapter.clickhouse.sql;

import io.thermocline.adapter.clickhouse.wire.NativeType;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tables of the gateway's own: types, comments and layout. A type that ClickHouse lacks is stored
/// as String, and a mark in front of the column's comment says what it is: `[thermocline:bytea]
/// comment`.
public final class TableSql {
  private static final String MARK = "[thermocline:";

  private TableSql() {}

  /// The type that a column is stored in.
  public static String type(Field field) {
    String name = plainType(field.name(), field.type());
    return field.nullable() && !(field.type() instanceof ArrayType)
        ? "Nullable(" + name + ")"
        : name;
  }

  private static String plainType(String column, DataType type) {
    return switch (type) {
      case DecimalType d -> "Decimal(" + d.precision() + ", " + d.scale() + ")";
      case ArrayType a -> {
        if (a.element() instanceof ArrayType) {
          throw unsupported(column, type);
        }
        yield "Array(Nullable(" + plainType(column, a.element()) + "))";
      }
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> "Bool";
            case INT16 -> "Int16";
            case INT32 -> "Int32";
            case INT64 -> "Int64";
            case FLOAT32 -> "Float32";
            case FLOAT64 -> "Float64";
            case TEXT, BYTES, JSON -> "String";
            case DATE -> "Date32";
            case TIME -> "Time64(6)";
            case TIMESTAMP -> "DateTime64(6)";
            case TIMESTAMP_TZ -> "DateTime64(6, 'UTC')";
            case UUID -> "UUID";
            case INTERVAL -> throw unsupported(column, type);
          };
    };
  }

  private static ThermoclineException unsupported(String column, DataType type) {
    return new ThermoclineException(
        ErrorCode.UNSUPPORTED,
        "column \""
            + column
            + "\": ClickHouse does not store "
            + type.sqlName()
            + "; store it as text");
  }

  /// The statement that creates a table.
  public static String create(Relation relation, WriteOptions options) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < relation.columns().size(); i++) {
      Field field = relation.columns().field(i);
      String comment = marked(field.type(), relation.columnComments().get(i));
      parts.add(
          Names.quote(field.name())
              + " "
              + type(field)
              + (comment.isEmpty() ? "" : " COMMENT " + Names.text(comment)));
    }
    for (String key : options.lookupKeys()) {
      int index = relation.columns().indexOf(key);
      if (index >= 0 && hasBloomFilter(relation.columns().field(index).type())) {
        parts.add(
            "INDEX "
                + Names.quote("lookup " + key)
                + " "
                + Names.quote(key)
                + " TYPE bloom_filter(0.01) GRANULARITY 1");
      }
    }
    List<String> sorted = options.sortedBy().isEmpty() ? relation.primaryKey() : options.sortedBy();
    sorted = sorted.stream().filter(key -> isSortable(relation, key)).toList();
    String order =
        sorted.isEmpty()
            ? "tuple()"
            : "(" + String.join(", ", sorted.stream().map(Names::quote).toList()) + ")";
    String partition = "";
    if (!sorted.isEmpty() && typeOf(relation, sorted.getFirst()).isTemporal()) {
      partition = " PARTITION BY toYYYYMM(" + Names.quote(sorted.getFirst()) + ")";
    }
    String comment = relation.comment() == null ? "" : " COMMENT " + Names.text(relation.comment());
    return "CREATE TABLE "
        + Names.quote(relation.name())
        + " ("
        + String.join(", ", parts)
        + ") ENGINE = MergeTree"
        + partition
        + " ORDER BY "
        + order
        + " SETTINGS allow_nullable_key = 1"
        + comment;
  }

  private static DataType typeOf(Relation relation, String column) {
    return relation.columns().field(relation.columns().indexOf(column)).type();
  }

  private static boolean isSortable(Relation relation, String column) {
    return relation.columns().indexOf(column) >= 0
        && !(typeOf(relation, column) instanceof ArrayType);
  }

  private static boolean hasBloomFilter(DataType type) {
    return type instanceof ScalarType
        && type != ScalarType.FLOAT32
        && type != ScalarType.FLOAT64
        && type != ScalarType.TIME;
  }

  private static String marked(DataType type, @org.jspecify.annotations.Nullable String comment) {
    String text = comment == null ? "" : comment;
    return type == ScalarType.BYTES || type == ScalarType.JSON
        ? MARK + type.sqlName() + "] " + text
        : text;
  }

  /// A column as the system tables describe it, or empty when its type cannot be mapped.
  public static Optional<ColumnSql> column(
      String name, String stored, String comment, boolean inSortingKey) {
    NativeType parsed = NativeType.parse(stored);
    if (comment.startsWith(MARK) && parsed.kind() == NativeType.Kind.STRING) {
      for (ScalarType type : List.of(ScalarType.BYTES, ScalarType.JSON)) {
        String mark = MARK + type.sqlName() + "] ";
        if (comment.startsWith(mark)) {
          return Optional.of(
              new ColumnSql(
                  name,
                  type,
                  stored,
                  parsed.nullable(),
                  comment.substring(mark.length()),
                  inSortingKey));
        }
      }
    }
    if (parsed.kind() == NativeType.Kind.OTHER) {
      return other(name, stored, comment, inSortingKey);
    }
    return parsed
        .dataType()
        .map(type -> new ColumnSql(name, type, stored, parsed.nullable(), comment, inSortingKey));
  }

  /// Types that are read as text.
  private static Optional<ColumnSql> other(
      String name, String stored, String comment, boolean inSortingKey) {
    boolean nullable =
        stored.startsWith("Nullable(") || stored.startsWith("LowCardinality(Nullable(");
    String plain = stored.replace("LowCardinality(", "").replace("Nullable(", "").replace(")", "");
    if (plain.equals("IPv4") || plain.equals("IPv6")) {
      return Optional.of(
          new ColumnSql(name, ScalarType.TEXT, stored, nullable, comment, inSortingKey));
    }
    if (plain.equals("JSON") || plain.startsWith("JSON(")) {
      return Optional.of(
          new ColumnSql(name, ScalarType.JSON, stored, nullable, comment, inSortingKey));
    }
    return Optional.empty();
  }
}
