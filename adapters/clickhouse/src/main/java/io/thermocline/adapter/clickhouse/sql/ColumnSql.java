package io.thermocline.adapter.clickhouse.sql;

import io.thermocline.adapter.clickhouse.wire.NativeType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;

/// A column of a table: how it is stored, what the gateway sees, and how it is written in
/// statements.
///
/// @param type what the gateway sees
/// @param stored the type's name in ClickHouse
/// @param comment without the gateway's mark
/// @param inSortingKey whether rows are sorted by it
public record ColumnSql(
    String name,
    DataType type,
    String stored,
    boolean nullable,
    String comment,
    boolean inSortingKey) {

  /// The expression to read, compare and group by.
  public String expression() {
    String column = Names.quote(name);
    return readsAsText() ? "toString(" + column + ")" : column;
  }

  private boolean readsAsText() {
    NativeType.Kind kind = NativeType.parse(stored).kind();
    return type == ScalarType.TEXT && kind != NativeType.Kind.STRING
        || type == ScalarType.JSON && kind == NativeType.Kind.OTHER;
  }

  /// The expression to select: enumerations and dictionaries stay what they are, since they decode
  /// to codes.
  public String selected() {
    NativeType.Kind kind = NativeType.parse(stored).kind();
    boolean decodes =
        kind == NativeType.Kind.ENUM8
            || kind == NativeType.Kind.ENUM16
            || kind == NativeType.Kind.FIXED_STRING;
    return decodes ? Names.quote(name) : expression();
  }

  /// The expression whose order is the gateway's order of the type.
  public String ordered() {
    return type == ScalarType.UUID ? "toString(" + Names.quote(name) + ")" : expression();
  }
}
