package io.thermocline.server.pgcatalog;

import static io.thermocline.server.pgcatalog.PgTable.of;
import static io.thermocline.server.pgcatalog.PgTable.row;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The relations of the schema `pg_catalog` that have rows, with PostgreSQL's columns.
final class PgCatalogTables {
  private static final String SCHEMA = ObjectIds.PG_CATALOG;
  static final long HEAP = 2;
  static final long BTREE = 403;
  static final long DEFAULT_COLLATION = 100;

  private PgCatalogTables() {}

  static List<PgTable> all() {
    List<PgTable> tables = new ArrayList<>();
    tables.addAll(objects());
    tables.addAll(columns());
    tables.addAll(PgServerTables.all());
    tables.addAll(PgEmptyTables.all());
    return tables;
  }

  private static List<PgTable> objects() {
    return List.of(
        of(
            SCHEMA,
            "pg_namespace",
            "oid:o nspname:t nspowner:o nspacl:t*",
            objects ->
                objects.schemas().stream()
                    .map(s -> row(ObjectIds.schema(s), s, PgObjects.OWNER_ID, null))
                    .toList()),
        of(
            SCHEMA,
            "pg_class",
            """
            oid:o relname:t relnamespace:o reltype:o reloftype:o relowner:o relam:o relfilenode:o
            reltablespace:o relpages:i reltuples:f relallvisible:i reltoastrelid:o relhasindex:b
            relisshared:b relpersistence:t relkind:t relnatts:s relchecks:s relhasrules:b
            relhastriggers:b relhassubclass:b relrowsecurity:b relforcerowsecurity:b
            relispopulated:b relreplident:t relispartition:b relrewrite:o relfrozenxid:l
            relminmxid:l relacl:t* reloptions:t* relpartbound:t
            """,
            PgCatalogTables::classes),
        of(
            SCHEMA,
            "pg_index",
            """
            indexrelid:o indrelid:o indnatts:s indnkeyatts:s indisunique:b indnullsnotdistinct:b
            indisprimary:b indisexclusion:b indimmediate:b indisclustered:b indisvalid:b
            indcheckxmin:b indisready:b indislive:b indisreplident:b indkey:s* indcollation:o*
            indclass:o* indoption:s* indexprs:t indpred:t
            """,
            PgCatalogTables::indexes),
        of(
            SCHEMA,
            "pg_constraint",
            """
            oid:o conname:t connamespace:o contype:t condeferrable:b condeferred:b convalidated:b
            conrelid:o contypid:o conindid:o conparentid:o confrelid:o confupdtype:t confdeltype:t
            confmatchtype:t conislocal:b coninhcount:s connoinherit:b conkey:s* confkey:s*
            conpfeqop:o* conppeqop:o* conffeqop:o* confdelsetcols:s* conexclop:o* conbin:t
            condefinition:t
            """,
            PgCatalogTables::constraints),
        of(
            SCHEMA,
            "pg_description",
            "objoid:o classoid:o objsubid:i description:t",
            PgCatalogTables::descriptions),
        of(
            SCHEMA,
            "pg_tables",
            """
            schemaname:t tablename:t tableowner:t tablespace:t hasindexes:b hasrules:b
            hastriggers:b rowsecurity:b
            """,
            objects ->
                objects.tables().stream()
                    .map(t ->
                        row(
                            t.schema(),
                            t.name(),
                            PgObjects.OWNER,
                            null,
                            !t.primaryKey().isEmpty(),
                            false,
                            false,
                            false))
                    .toList()));
  }

  private static List<List<@Nullable Object>> classes(PgObjects objects) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LogicalTable t : objects.tables()) {
      boolean references = !t.foreignKeys().isEmpty();
      rows.add(
          relation(
              PgObjects.id(t),
              t.name(),
              t.schema(),
              HEAP,
              "r",
              t.columns().size(),
              !t.primaryKey().isEmpty(),
              references));
    }
    for (PgObjects.Constraint key : objects.constraints()) {
      if (key.kind() == 'p') {
        rows.add(
            relation(
                index(key),
                key.name(),
                key.table().schema(),
                BTREE,
                "i",
                key.columns().size(),
                false,
                false));
      }
    }
    return rows;
  }

  private static long index(PgObjects.Constraint key) {
    return ObjectIds.constraint("index", PgObjects.qualified(key.table()), key.name());
  }

  private static List<@Nullable Object> relation(
      long id,
      String name,
      String schema,
      long method,
      String kind,
      int columns,
      boolean hasIndex,
      boolean hasTriggers) {
    return row(
        id,
        name,
        ObjectIds.schema(schema),
        0L,
        0L,
        PgObjects.OWNER_ID,
        method,
        0L,
        0L,
        0,
        -1f,
        0,
        0L,
        hasIndex,
        false,
        "p",
        kind,
        (short) columns,
        (short) 0,
        false,
        hasTriggers,
        false,
        false,
        false,
        true,
        "d",
        false,
        0L,
        0L,
        0L,
        null,
        null,
        null);
  }

  private static List<List<@Nullable Object>> indexes(PgObjects objects) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (PgObjects.Constraint key : objects.constraints()) {
      if (key.kind() == 'p') {
        short count = (short) key.columns().size();
        rows.add(
            row(
                index(key),
                PgObjects.id(key.table()),
                count,
                count,
                true,
                false,
                true,
                false,
                true,
                false,
                true,
                false,
                true,
                true,
                false,
                key.positions(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null));
      }
    }
    return rows;
  }

  private static List<List<@Nullable Object>> constraints(PgObjects objects) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (PgObjects.Constraint key : objects.constraints()) {
      boolean foreign = key.kind() == 'f';
      String action = foreign ? "a" : " ";
      rows.add(
          row(
              key.id(),
              key.name(),
              ObjectIds.schema(key.table().schema()),
              String.valueOf(key.kind()),
              false,
              false,
              true,
              PgObjects.id(key.table()),
              0L,
              foreign ? 0L : index(key),
              0L,
              key.target(),
              action,
              action,
              foreign ? "s" : " ",
              true,
              (short) 0,
              true,
              key.positions(),
              foreign ? key.targetColumns() : null,
              null,
              null,
              null,
              null,
              null,
              null,
              key.definition()));
    }
    return rows;
  }

  private static List<List<@Nullable Object>> descriptions(PgObjects objects) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    long classId = ObjectIds.table(SCHEMA, "pg_class");
    for (LogicalTable t : objects.tables()) {
      if (t.comment() != null) {
        rows.add(row(PgObjects.id(t), classId, 0, t.comment()));
      }
      for (int i = 0; i < t.columnComments().size(); i++) {
        if (t.columnComments().get(i) != null) {
          rows.add(row(PgObjects.id(t), classId, i + 1, t.columnComments().get(i)));
        }
      }
    }
    return rows;
  }

  private static List<PgTable> columns() {
    return List.of(
        of(
            SCHEMA,
            "pg_attribute",
            """
            attrelid:o attname:t atttypid:o attlen:s attnum:s attcacheoff:i atttypmod:i attndims:s
            attbyval:b attalign:t attstorage:t attcompression:t attnotnull:b atthasdef:b
            atthasmissing:b attidentity:t attgenerated:t attisdropped:b attislocal:b attinhcount:s
            attstattarget:s attcollation:o attacl:t* attoptions:t* attfdwoptions:t* attmissingval:t
            """,
            PgCatalogTables::attributes),
        of(
            SCHEMA,
            "pg_type",
            """
            oid:o typname:t typnamespace:o typowner:o typlen:s typbyval:b typtype:t typcategory:t
            typispreferred:b typisdefined:b typdelim:t typrelid:o typsubscript:t typelem:o
            typarray:o typinput:t typoutput:t typreceive:t typsend:t typmodin:t typmodout:t
            typanalyze:t typalign:t typstorage:t typnotnull:b typbasetype:o typtypmod:i typndims:i
            typcollation:o typdefaultbin:t typdefault:t typacl:t*
            """,
            objects -> types()));
  }

  private static List<List<@Nullable Object>> attributes(PgObjects objects) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LogicalTable t : objects.tables()) {
      for (int i = 0; i < t.columns().size(); i++) {
        Field field = t.columns().field(i);
        boolean notNull = !field.nullable() || t.primaryKey().contains(field.name());
        rows.add(attribute(PgObjects.id(t), field.name(), field.type(), i + 1, notNull));
      }
    }
    for (PgObjects.Constraint key : objects.constraints()) {
      for (int i = 0; key.kind() == 'p' && i < key.columns().size(); i++) {
        Field field = key.table().columns().field(key.positions().get(i) - 1);
        rows.add(attribute(index(key), field.name(), field.type(), i + 1, false));
      }
    }
    return rows;
  }

  private static List<@Nullable Object> attribute(
      long relation, String name, DataType type, int position, boolean notNull) {
    PgType element = PgType.of(type);
    return row(
        relation,
        name,
        (long) PgType.oid(type),
        (short) PgType.bytes(type),
        (short) position,
        -1,
        PgType.modifier(type),
        (short) (type instanceof ArrayType ? 1 : 0),
        PgType.bytes(type) > 0,
        "i",
        "x",
        "",
        notNull,
        false,
        false,
        "",
        "",
        false,
        true,
        (short) 0,
        (short) -1,
        collation(element),
        null,
        null,
        null,
        null);
  }

  private static long collation(PgType type) {
    return type.category() == 'S' ? DEFAULT_COLLATION : 0;
  }

  private static List<List<@Nullable Object>> types() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (PgType type : PgType.values()) {
      boolean preferred = type == PgType.TEXT || type == PgType.FLOAT8 || type == PgType.BOOL;
      rows.add(
          type(
              type.oid(),
              type.internalName(),
              type.bytes(),
              type.category(),
              preferred,
              0,
              type.arrayOid(),
              collation(type)));
      if (type.arrayOid() != 0) {
        rows.add(
            type(
                type.arrayOid(),
                "_" + type.internalName(),
                -1,
                'A',
                false,
                type.oid(),
                0,
                collation(type)));
      }
    }
    return rows;
  }

  private static List<@Nullable Object> type(
      int oid,
      String name,
      int bytes,
      char category,
      boolean preferred,
      int element,
      int array,
      long collation) {
    String functions = element == 0 ? name : "array_";
    return row(
        (long) oid,
        name,
        ObjectIds.schema(SCHEMA),
        PgObjects.OWNER_ID,
        (short) bytes,
        bytes > 0,
        category == 'P' ? "p" : "b",
        String.valueOf(category),
        preferred,
        true,
        ",",
        0L,
        element == 0 ? "-" : "array_subscript_handler",
        (long) element,
        (long) array,
        functions + "in",
        functions + "out",
        functions + "recv",
        functions + "send",
        "-",
        "-",
        "-",
        "i",
        bytes > 0 ? "p" : "x",
        false,
        0L,
        -1,
        0,
        collation,
        null,
        null,
        null);
  }
}
