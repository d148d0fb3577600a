package io.thermocline.catalog;

import java.util.Map;

/// PostgreSQL's object identifiers for schemas, tables and constraints: those that PostgreSQL has
/// built in, and for all others a number from their names, so that an object keeps its identifier
/// while it exists. Two objects with one identifier are possible and improbable.
public final class ObjectIds {
  /// The schema of PostgreSQL's catalogs.
  public static final String PG_CATALOG = "pg_catalog";

  /// The schema of the SQL standard's catalogs.
  public static final String INFORMATION_SCHEMA = "information_schema";

  private static final long FIRST = 16_384;
  private static final long MASK = 0x3fff_ffff;
  private static final Map<String, Long> SCHEMAS =
      Map.of(PG_CATALOG, 11L, "public", 2200L, INFORMATION_SCHEMA, 13_000L);
  private static final Map<String, Long> TABLES =
      Map.ofEntries(
          Map.entry("pg_type", 1247L),
          Map.entry("pg_attribute", 1249L),
          Map.entry("pg_proc", 1255L),
          Map.entry("pg_class", 1259L),
          Map.entry("pg_authid", 1260L),
          Map.entry("pg_database", 1262L),
          Map.entry("pg_am", 2601L),
          Map.entry("pg_attrdef", 2604L),
          Map.entry("pg_constraint", 2606L),
          Map.entry("pg_description", 2609L),
          Map.entry("pg_index", 2610L),
          Map.entry("pg_namespace", 2615L),
          Map.entry("pg_rewrite", 2618L),
          Map.entry("pg_trigger", 2620L),
          Map.entry("pg_collation", 3456L),
          Map.entry("pg_enum", 3501L));

  private ObjectIds() {}

  /// Whether a schema holds catalogs for clients of PostgreSQL.
  public static boolean isCatalog(String schema) {
    return schema.equals(PG_CATALOG) || schema.equals(INFORMATION_SCHEMA);
  }

  /// The identifier of a schema.
  public static long schema(String name) {
    Long known = SCHEMAS.get(name);
    return known == null ? hashed("schema", name, "") : known;
  }

  /// The identifier of a table.
  public static long table(String schema, String name) {
    Long known = schema.equals(PG_CATALOG) ? TABLES.get(name) : null;
    return known == null ? hashed("table", schema, name) : known;
  }

  /// The identifier of a constraint, and of the index that stands for it.
  ///
  /// @param kind what it is, in a word
  public static long constraint(String kind, String table, String name) {
    return hashed(kind, table, name);
  }

  private static long hashed(String kind, String first, String second) {
    long hash = 0xcbf2_9ce4_8422_2325L;
    String text = kind + '\0' + first + '\0' + second;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100_0000_01b3L;
    }
    return FIRST + ((hash ^ hash >>> 32) & MASK);
  }
}
