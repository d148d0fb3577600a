package io.thermocline.adapter.postgres;

import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads relations out of `pg_catalog`, in four statements whatever their number.
final class Discovery {
  private static final String RELATIONS =
      """
      SELECT c.oid, n.nspname, c.relname, obj_description(c.oid, 'pg_class') AS comment,
             a.attname, a.attnotnull, a.atttypid, a.atttypmod, col_description(c.oid, a.attnum) AS column_comment,
             coalesce(co.collisdeterministic, true) AS deterministic,
             coalesce(co.collname IN ('C', 'POSIX', 'ucs_basic', 'pg_c_utf8'), false)
               OR (co.collname = 'default' AND db.bytewise) AS bytewise
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
      CROSS JOIN (SELECT CASE coalesce(to_jsonb(d) ->> 'datlocprovider', 'c')
                           WHEN 'b' THEN true WHEN 'c' THEN datcollate IN ('C', 'POSIX') ELSE false END AS bytewise
                  FROM pg_catalog.pg_database d WHERE datname = current_database()) db
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
        AND (cardinality(?::text[]) = 0 OR n.nspname = ANY (?::text[]))
        AND (?::text IS NULL OR c.relname = ?::text)
        AND has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", a.attnum
      """;
  private static final String TYPES =
      """
      SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typtypmod, CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END AS element
      FROM pg_catalog.pg_type t
      WHERE t.typtype IN ('b', 'd', 'e') AND (t.typelem = 0 OR NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.oid = t.typelem AND e.typtype = 'c'))
      """;
  private static final String KEYS =
      """
      SELECT i.indrelid, i.indisprimary,
             (SELECT array_agg(a.attname::text ORDER BY k.position)
              FROM unnest(i.indkey) WITH ORDINALITY k(attnum, position)
              JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
              WHERE k.position <= i.indnkeyatts) AS columns
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = ANY (?::oid[]) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
      ORDER BY i.indrelid, c.relname COLLATE "C"
      """;
  private static final String FOREIGN_KEYS =
      """
      SELECT o.conrelid, o.confrelid,
             (SELECT array_agg(a.attname::text ORDER BY k.position) FROM unnest(o.conkey) WITH ORDINALITY k(attnum, position)
              JOIN pg_catalog.pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.attnum) AS columns,
             (SELECT array_agg(a.attname::text ORDER BY k.position) FROM unnest(o.confkey) WITH ORDINALITY k(attnum, position)
              JOIN pg_catalog.pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = k.attnum) AS target_columns,
             n.nspname AS target_schema, t.relname AS target_name
      FROM pg_catalog.pg_constraint o
      JOIN pg_catalog.pg_class t ON t.oid = o.confrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
      WHERE o.contype = 'f' AND o.conrelid = ANY (?::oid[]) AND o.conparentid = 0
      ORDER BY o.conrelid, o.conname COLLATE "C"
      """;

  private final Connection connection;

  Discovery(Connection connection) {
    this.connection = connection;
  }

  /// All relations of these schemas, or of all when there are none, that the user may read.
  List<PgRelation> all(List<String> schemas) throws SQLException {
    return read(schemas, null);
  }

  /// One relation, or none.
  List<PgRelation> one(RelationName name) throws SQLException {
    return read(List.of(name.schema()), name.name());
  }

  private record Type(String name, String kind, long base, int baseModifier, long element) {}

  private static final class Draft {
    final long oid;
    final RelationName name;
    final @Nullable String comment;
    final List<PgRelation.Column> columns = new ArrayList<>();
    final List<Field> fields = new ArrayList<>();
    final List<@Nullable String> comments = new ArrayList<>();
    final List<List<String>> uniqueKeys = new ArrayList<>();
    final List<ForeignKey> foreignKeys = new ArrayList<>();
    List<String> primaryKey = List.of();

    Draft(long oid, RelationName name, @Nullable String comment) {
      this.oid = oid;
      this.name = name;
      this.comment = comment;
    }

    boolean has(List<String> names) {
      return columns.stream().map(PgRelation.Column::name).toList().containsAll(names);
    }

    PgRelation relation() {
      return new PgRelation(
          oid,
          new Relation(
              name, new Schema(fields), comment, comments, primaryKey, uniqueKeys, foreignKeys),
          columns);
    }
  }

  private List<PgRelation> read(List<String> schemas, @Nullable String name) throws SQLException {
    Map<Long, Type> types = types();
    Map<Long, Draft> drafts = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(RELATIONS)) {
      Array array = connection.createArrayOf("text", schemas.toArray());
      statement.setArray(1, array);
      statement.setArray(2, array);
      statement.setString(3, name);
      statement.setString(4, name);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          addColumn(drafts, types, row);
        }
      }
    }
    if (!drafts.isEmpty()) {
      Array oids = connection.createArrayOf("oid", drafts.keySet().toArray());
      addKeys(drafts, oids);
      addForeignKeys(drafts, oids);
    }
    return drafts.values().stream().map(Draft::relation).toList();
  }

  private static void addColumn(Map<Long, Draft> drafts, Map<Long, Type> types, ResultSet row)
      throws SQLException {
    long oid = row.getLong("oid");
    Draft draft = drafts.get(oid);
    if (draft == null) {
      draft =
          new Draft(
              oid,
              new RelationName(text(row, "nspname"), text(row, "relname")),
              row.getString("comment"));
      drafts.put(oid, draft);
    }
    PgType type = resolve(types, row.getLong("atttypid"), row.getInt("atttypmod"));
    if (type != null) {
      String column = text(row, "attname");
      draft.columns.add(
          new PgRelation.Column(
              column, type, row.getBoolean("bytewise"), row.getBoolean("deterministic")));
      draft.fields.add(new Field(column, type.type(), !row.getBoolean("attnotnull")));
      draft.comments.add(row.getString("column_comment"));
    }
  }

  private Map<Long, Type> types() throws SQLException {
    Map<Long, Type> types = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(TYPES);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        types.put(
            row.getLong("oid"),
            new Type(
                text(row, "typname"),
                text(row, "typtype"),
                row.getLong("typbasetype"),
                row.getInt("typtypmod"),
                row.getLong("element")));
      }
    }
    return types;
  }

  /// Follows domains to their base and arrays to their element.
  private static @Nullable PgType resolve(Map<Long, Type> types, long oid, int modifier) {
    Type type = types.get(oid);
    int effectiveModifier = modifier;
    while (type != null && type.kind().equals("d")) {
      effectiveModifier = effectiveModifier < 0 ? type.baseModifier() : effectiveModifier;
      type = types.get(type.base());
    }
    if (type == null) {
      return null;
    }
    if (type.element() != 0) {
      PgType element = resolve(types, type.element(), effectiveModifier);
      return element == null ? null : element.array();
    }
    return PgType.of(type.name(), type.kind(), effectiveModifier);
  }

  private void addKeys(Map<Long, Draft> drafts, Array oids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
      statement.setArray(1, oids);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Draft draft = Objects.requireNonNull(drafts.get(row.getLong("indrelid")));
          List<String> columns = names(row, "columns");
          if (!draft.has(columns)) {
            continue;
          }
          if (row.getBoolean("indisprimary")) {
            draft.primaryKey = columns;
          } else {
            draft.uniqueKeys.add(columns);
          }
        }
      }
    }
  }

  private void addForeignKeys(Map<Long, Draft> drafts, Array oids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FOREIGN_KEYS)) {
      statement.setArray(1, oids);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Draft draft = Objects.requireNonNull(drafts.get(row.getLong("conrelid")));
          List<String> columns = names(row, "columns");
          if (draft.has(columns)) {
            draft.foreignKeys.add(
                new ForeignKey(
                    columns,
                    new RelationName(text(row, "target_schema"), text(row, "target_name")),
                    names(row, "target_columns")));
          }
        }
      }
    }
  }

  private static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNullElse(row.getString(column), "");
  }

  private static List<String> names(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
