package io.thermocline.adapter.postgres;

import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Field;
import java.util.ArrayList;
import java.util.List;

/// The statements that create a relation.
final class Ddl {
  private Ddl() {}

  /// The table with keys and comments; an index for each look-up key, and a block range index over
  /// what rows are sorted by.
  static List<String> create(Relation relation, WriteOptions options) {
    String table = Sql.name(relation.name());
    List<String> parts = new ArrayList<>();
    for (Field field : relation.columns().fields()) {
      parts.add(
          Sql.identifier(field.name())
              + " "
              + PgType.sqlName(field.type())
              + (field.nullable() ? "" : " NOT NULL"));
    }
    if (!relation.primaryKey().isEmpty()) {
      parts.add("PRIMARY KEY (" + Sql.identifiers(relation.primaryKey()) + ")");
    }
    for (List<String> key : relation.uniqueKeys()) {
      parts.add("UNIQUE (" + Sql.identifiers(key) + ")");
    }
    for (ForeignKey key : relation.foreignKeys()) {
      parts.add(
          "FOREIGN KEY ("
              + Sql.identifiers(key.columns())
              + ") REFERENCES "
              + Sql.name(key.target())
              + " ("
              + Sql.identifiers(key.targetColumns())
              + ")");
    }
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TABLE " + table + " (" + String.join(", ", parts) + ")");
    String comment = relation.comment();
    if (comment != null) {
      statements.add("COMMENT ON TABLE " + table + " IS " + Sql.quote(comment));
    }
    for (int i = 0; i < relation.columns().size(); i++) {
      String columnComment = relation.columnComments().get(i);
      if (columnComment != null) {
        statements.add(
            "COMMENT ON COLUMN "
                + table
                + "."
                + Sql.identifier(relation.columns().field(i).name())
                + " IS "
                + Sql.quote(columnComment));
      }
    }
    for (String key : options.lookupKeys()) {
      statements.add("CREATE INDEX ON " + table + " (" + Sql.identifier(key) + ")");
    }
    if (!options.sortedBy().isEmpty()) {
      statements.add(
          "CREATE INDEX ON " + table + " USING brin (" + Sql.identifiers(options.sortedBy()) + ")");
    }
    return statements;
  }
}
