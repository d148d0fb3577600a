package io.thermocline.adapter.postgres;

import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a column's type in the server maps to the gateway's.
///
/// @param type the gateway's type
/// @param cast what is appended to the column in expressions so that the server computes in the
///   gateway's type, for instance `::text`; empty when the types are the same
/// @param jsonb whether a version byte stands before JSON text when it is written
/// @param writable whether a sink can write the type
record PgType(DataType type, String cast, boolean jsonb, boolean writable) {
  /// `numeric` without precision becomes a decimal of this type, and values are rounded to its
  /// scale.
  static final DecimalType UNCONSTRAINED = new DecimalType(38, 10);

  private static final Map<String, ScalarType> SAME =
      Map.ofEntries(
          Map.entry("bool", ScalarType.BOOLEAN),
          Map.entry("int2", ScalarType.INT16),
          Map.entry("int4", ScalarType.INT32),
          Map.entry("int8", ScalarType.INT64),
          Map.entry("float4", ScalarType.FLOAT32),
          Map.entry("float8", ScalarType.FLOAT64),
          Map.entry("text", ScalarType.TEXT),
          Map.entry("bytea", ScalarType.BYTES),
          Map.entry("date", ScalarType.DATE),
          Map.entry("time", ScalarType.TIME),
          Map.entry("timestamp", ScalarType.TIMESTAMP),
          Map.entry("timestamptz", ScalarType.TIMESTAMP_TZ),
          Map.entry("interval", ScalarType.INTERVAL),
          Map.entry("uuid", ScalarType.UUID));

  /// The mapping of a base type, or null when there is none.
  ///
  /// @param name the type's name in `pg_catalog`, or an extension's
  /// @param kind `pg_type.typtype`: `b` base, `e` enum
  /// @param modifier `atttypmod`, -1 for none
  static @Nullable PgType of(String name, String kind, int modifier) {
    ScalarType same = SAME.get(name);
    if (same != null) {
      return new PgType(same, "", false, true);
    }
    return switch (name) {
      case "numeric" -> numeric(modifier);
      case "varchar", "name", "bpchar", "citext" ->
          new PgType(ScalarType.TEXT, "::text", false, true);
      case "char",
          "inet",
          "cidr",
          "macaddr",
          "macaddr8",
          "xml",
          "bit",
          "varbit",
          "timetz",
          "ltree" ->
          new PgType(ScalarType.TEXT, "::text", false, false);
      case "json" -> new PgType(ScalarType.JSON, "::text", false, true);
      case "jsonb" -> new PgType(ScalarType.JSON, "::text", true, true);
      case "oid" -> new PgType(ScalarType.INT64, "::int8", false, false);
      default -> kind.equals("e") ? new PgType(ScalarType.TEXT, "::text", false, true) : null;
    };
  }

  private static PgType numeric(int modifier) {
    if (modifier < 0) {
      return new PgType(UNCONSTRAINED, "::numeric(38,10)", false, true);
    }
    int precision = (modifier - 4) >> 16 & 0xFFFF;
    int scale = ((modifier - 4) & 0x7FF ^ 1024) - 1024;
    if (scale < 0) {
      int digits = Math.min(DecimalType.MAX_PRECISION, precision - scale);
      return new PgType(new DecimalType(digits, 0), "", false, true);
    }
    if (scale > DecimalType.MAX_PRECISION) {
      return new PgType(UNCONSTRAINED, "::numeric(38,10)", false, true);
    }
    int digits = Math.clamp(precision, Math.max(1, scale), DecimalType.MAX_PRECISION);
    return new PgType(new DecimalType(digits, scale), "", false, true);
  }

  /// The mapping of an array of such elements.
  PgType array() {
    String arrayCast = cast.isEmpty() ? "" : cast + "[]";
    return new PgType(new ArrayType(type), arrayCast, jsonb, writable);
  }

  /// The type's name in the server's SQL.
  static String sqlName(DataType type) {
    return switch (type) {
      case DecimalType d -> "numeric(" + d.precision() + "," + d.scale() + ")";
      case ArrayType a -> sqlName(a.element()) + "[]";
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> "bool";
            case INT16 -> "int2";
            case INT32 -> "int4";
            case INT64 -> "int8";
            case FLOAT32 -> "float4";
            case FLOAT64 -> "float8";
            case TEXT -> "text";
            case BYTES -> "bytea";
            case DATE -> "date";
            case TIME -> "time";
            case TIMESTAMP -> "timestamp";
            case TIMESTAMP_TZ -> "timestamptz";
            case INTERVAL -> "interval";
            case UUID -> "uuid";
            case JSON -> "json";
          };
    };
  }

  /// The type that values of a gateway's type are sent as: decimals are rounded by the decoder,
  /// JSON is text.
  static String wireName(DataType type) {
    return switch (type) {
      case DecimalType d -> "numeric";
      case ArrayType a -> wireName(a.element()) + "[]";
      case ScalarType s -> s == ScalarType.JSON ? "text" : sqlName(s);
    };
  }
}
