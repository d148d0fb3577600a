package io.thermocline.adapter.clickhouse.sql;

import io.thermocline.spi.source.RelationName;

/// Identifiers and text in ClickHouse's SQL.
public final class Names {
  private Names() {}

  /// A quoted identifier.
  public static String quote(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  /// A quoted relation with its database.
  public static String quote(RelationName relation) {
    return quote(relation.schema()) + "." + quote(relation.name());
  }

  /// A text literal.
  public static String text(String value) {
    return "'"
        + value
            .replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("\0", "\\0")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + "'";
  }
}
