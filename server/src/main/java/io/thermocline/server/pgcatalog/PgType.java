package io.thermocline.server.pgcatalog;

import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// PostgreSQL's types that this gateway names, with their object identifiers as PostgreSQL has them
/// built in.
public enum PgType {
  /// Truth.
  BOOL(16, "bool", "boolean", 1, 'B', 1000),
  /// Bytes.
  BYTEA(17, "bytea", "bytea", -1, 'U', 1001),
  /// One byte, in catalogs.
  CHAR(18, "char", "\"char\"", 1, 'Z', 1002),
  /// A name of at most 63 bytes, in catalogs.
  NAME(19, "name", "name", 64, 'S', 1003),
  /// 64-bit integer.
  INT8(20, "int8", "bigint", 8, 'N', 1016),
  /// 16-bit integer.
  INT2(21, "int2", "smallint", 2, 'N', 1005),
  /// Several 16-bit integers, in catalogs.
  INT2VECTOR(22, "int2vector", "int2vector", -1, 'A', 1006),
  /// 32-bit integer.
  INT4(23, "int4", "integer", 4, 'N', 1007),
  /// The identifier of a function.
  REGPROC(24, "regproc", "regproc", 4, 'N', 1008),
  /// Text.
  TEXT(25, "text", "text", -1, 'S', 1009),
  /// An object's identifier.
  OID(26, "oid", "oid", 4, 'N', 1028),
  /// Several identifiers, in catalogs.
  OIDVECTOR(30, "oidvector", "oidvector", -1, 'A', 1013),
  /// JSON as text.
  JSON(114, "json", "json", -1, 'U', 199),
  /// 32-bit floating point.
  FLOAT4(700, "float4", "real", 4, 'N', 1021),
  /// 64-bit floating point.
  FLOAT8(701, "float8", "double precision", 8, 'N', 1022),
  /// A literal whose type is open.
  UNKNOWN(705, "unknown", "unknown", -2, 'X', 0),
  /// Text of a fixed length.
  BPCHAR(1042, "bpchar", "character", -1, 'S', 1014),
  /// Text of a limited length.
  VARCHAR(1043, "varchar", "character varying", -1, 'S', 1015),
  /// A date.
  DATE(1082, "date", "date", 4, 'D', 1182),
  /// A time of day.
  TIME(1083, "time", "time without time zone", 8, 'D', 1183),
  /// A timestamp without zone.
  TIMESTAMP(1114, "timestamp", "timestamp without time zone", 8, 'D', 1115),
  /// A timestamp with zone.
  TIMESTAMPTZ(1184, "timestamptz", "timestamp with time zone", 8, 'D', 1185),
  /// Months, days and microseconds.
  INTERVAL(1186, "interval", "interval", 16, 'T', 1187),
  /// An exact decimal.
  NUMERIC(1700, "numeric", "numeric", -1, 'N', 1231),
  /// The identifier of a relation.
  REGCLASS(2205, "regclass", "regclass", 4, 'N', 2210),
  /// The identifier of a type.
  REGTYPE(2206, "regtype", "regtype", 4, 'N', 2211),
  /// Nothing.
  VOID(2278, "void", "void", 4, 'P', 0),
  /// A 128-bit identifier.
  UUID(2950, "uuid", "uuid", 16, 'U', 2951),
  /// Binary JSON, which the gateway takes as JSON.
  JSONB(3802, "jsonb", "jsonb", -1, 'U', 3807),
  /// The identifier of a schema.
  REGNAMESPACE(4089, "regnamespace", "regnamespace", 4, 'N', 4090);

  /// No modifier.
  public static final int NO_MODIFIER = -1;

  private static final int MODIFIER_OFFSET = 4;
  private static final Map<Integer, PgType> BY_OID = new HashMap<>();
  private static final Map<Integer, PgType> BY_ARRAY_OID = new HashMap<>();

  static {
    for (PgType type : values()) {
      BY_OID.put(type.oid, type);
      if (type.arrayOid != 0) {
        BY_ARRAY_OID.put(type.arrayOid, type);
      }
    }
  }

  private final int oid;
  private final String internalName;
  private final String sqlName;
  private final int bytes;
  private final char category;
  private final int arrayOid;

  PgType(int oid, String internalName, String sqlName, int bytes, char category, int arrayOid) {
    this.oid = oid;
    this.internalName = internalName;
    this.sqlName = sqlName;
    this.bytes = bytes;
    this.category = category;
    this.arrayOid = arrayOid;
  }

  /// The object identifier.
  public int oid() {
    return oid;
  }

  /// The name in `pg_type`.
  public String internalName() {
    return internalName;
  }

  /// The name in SQL.
  public String sqlName() {
    return sqlName;
  }

  /// The bytes of a value, -1 when they vary.
  public int bytes() {
    return bytes;
  }

  /// The category in `pg_type`.
  public char category() {
    return category;
  }

  /// The identifier of arrays of it; 0 when there are none.
  public int arrayOid() {
    return arrayOid;
  }

  /// The type of that identifier.
  public static Optional<PgType> of(int oid) {
    return Optional.ofNullable(BY_OID.get(oid));
  }

  /// The element type of the array type of that identifier.
  public static Optional<PgType> elementOf(int arrayOid) {
    return Optional.ofNullable(BY_ARRAY_OID.get(arrayOid));
  }

  /// The type of values; of an array that of its elements.
  public static PgType of(DataType type) {
    return switch (type) {
      case DecimalType d -> NUMERIC;
      case ArrayType a -> of(a.element());
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> BOOL;
            case INT16 -> INT2;
            case INT32 -> INT4;
            case INT64 -> INT8;
            case FLOAT32 -> FLOAT4;
            case FLOAT64 -> FLOAT8;
            case TEXT -> TEXT;
            case BYTES -> BYTEA;
            case DATE -> DATE;
            case TIME -> TIME;
            case TIMESTAMP -> TIMESTAMP;
            case TIMESTAMP_TZ -> TIMESTAMPTZ;
            case INTERVAL -> INTERVAL;
            case UUID -> UUID;
            case JSON -> JSON;
          };
    };
  }

  /// The object identifier of a data type.
  public static int oid(DataType type) {
    return type instanceof ArrayType ? of(type).arrayOid : of(type).oid;
  }

  /// The bytes of a data type's values, -1 when they vary.
  public static int bytes(DataType type) {
    return type instanceof ArrayType ? -1 : of(type).bytes;
  }

  /// The modifier of a data type: precision and scale of a decimal.
  public static int modifier(DataType type) {
    return type instanceof DecimalType d
        ? (d.precision() << 16 | d.scale()) + MODIFIER_OFFSET
        : NO_MODIFIER;
  }

  /// The data type for parameters that a client declares as this type.
  public DataType dataType() {
    return switch (this) {
      case BOOL -> ScalarType.BOOLEAN;
      case BYTEA -> ScalarType.BYTES;
      case INT2 -> ScalarType.INT16;
      case INT4 -> ScalarType.INT32;
      case INT8, OID, REGPROC, REGCLASS, REGTYPE, REGNAMESPACE -> ScalarType.INT64;
      case FLOAT4 -> ScalarType.FLOAT32;
      case FLOAT8 -> ScalarType.FLOAT64;
      case NUMERIC -> new DecimalType(DecimalType.MAX_PRECISION, 0);
      case DATE -> ScalarType.DATE;
      case TIME -> ScalarType.TIME;
      case TIMESTAMP -> ScalarType.TIMESTAMP;
      case TIMESTAMPTZ -> ScalarType.TIMESTAMP_TZ;
      case INTERVAL -> ScalarType.INTERVAL;
      case UUID -> ScalarType.UUID;
      case JSON, JSONB -> ScalarType.JSON;
      case CHAR, NAME, TEXT, UNKNOWN, BPCHAR, VARCHAR, VOID, INT2VECTOR, OIDVECTOR ->
          ScalarType.TEXT;
    };
  }

  /// A type's name in SQL with its modifier, as `format_type` prints it.
  ///
  /// @param oid of a type or an array type
  /// @param modifier [#NO_MODIFIER] when there is none
  public static String format(int oid, int modifier) {
    Optional<PgType> type = of(oid);
    if (type.isPresent()) {
      return type.get().formatted(modifier);
    }
    return elementOf(oid).map(element -> element.formatted(modifier) + "[]").orElse("???");
  }

  private String formatted(int modifier) {
    if (modifier < MODIFIER_OFFSET) {
      return sqlName;
    }
    int value = modifier - MODIFIER_OFFSET;
    return switch (this) {
      case NUMERIC -> sqlName + "(" + (value >> 16 & 0xffff) + "," + (value & 0x7ff) + ")";
      case VARCHAR, BPCHAR -> sqlName + "(" + value + ")";
      default -> sqlName;
    };
  }
}
