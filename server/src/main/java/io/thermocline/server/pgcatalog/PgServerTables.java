package io.thermocline.server.pgcatalog;

import static io.thermocline.server.pgcatalog.PgTable.of;
import static io.thermocline.server.pgcatalog.PgTable.row;

import io.thermocline.catalog.ObjectIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The relations of `pg_catalog` about the server: databases, roles, access methods, collations.
final class PgServerTables {
  private static final String SCHEMA = ObjectIds.PG_CATALOG;
  private static final long C_COLLATION = 950;

  private PgServerTables() {}

  static List<PgTable> all() {
    return List.of(
        of(
            SCHEMA,
            "pg_database",
            """
            oid:o datname:t datdba:o encoding:i datlocprovider:t datistemplate:b datallowconn:b
            datconnlimit:i datfrozenxid:l datminmxid:l dattablespace:o datcollate:t datctype:t
            daticulocale:t daticurules:t datcollversion:t datacl:t*
            """,
            objects ->
                PgCatalogSource.databases(objects.catalog()).stream()
                    .map(d ->
                        row(
                            ObjectIds.schema(d),
                            d,
                            PgObjects.OWNER_ID,
                            6,
                            "c",
                            false,
                            true,
                            -1,
                            0L,
                            0L,
                            1663L,
                            "C",
                            "C",
                            null,
                            null,
                            null,
                            null))
                    .toList()),
        roles("pg_roles", "rolconfig:t* oid:o"),
        roles("pg_authid", "rolconfig:t* oid:o"),
        of(
            SCHEMA,
            "pg_am",
            "oid:o amname:t amhandler:t amtype:t",
            objects ->
                List.of(
                    row(PgCatalogTables.HEAP, "heap", "heap_tableam_handler", "t"),
                    row(PgCatalogTables.BTREE, "btree", "bthandler", "i"))),
        of(
            SCHEMA,
            "pg_collation",
            """
            oid:o collname:t collnamespace:o collowner:o collprovider:t collisdeterministic:b
            collencoding:i collcollate:t collctype:t colliculocale:t collicurules:t collversion:t
            """,
            objects ->
                List.of(
                    collationRow(PgCatalogTables.DEFAULT_COLLATION, "default", "d"),
                    collationRow(C_COLLATION, "C", "c"))),
        of(
            SCHEMA,
            "pg_tablespace",
            "oid:o spcname:t spcowner:o spcacl:t* spcoptions:t*",
            objects -> List.of(row(1663L, "pg_default", PgObjects.OWNER_ID, null, null))));
  }

  private static List<@Nullable Object> collationRow(long oid, String name, String provider) {
    return row(
        oid,
        name,
        ObjectIds.schema(SCHEMA),
        PgObjects.OWNER_ID,
        provider,
        true,
        -1,
        "C",
        "C",
        null,
        null,
        null);
  }

  private static PgTable roles(String name, String rest) {
    return of(
        SCHEMA,
        name,
        """
        rolname:t rolsuper:b rolinherit:b rolcreaterole:b rolcreatedb:b rolcanlogin:b
        rolreplication:b rolconnlimit:i rolpassword:t rolvaliduntil:z rolbypassrls:b
        """
            + rest,
        objects ->
            objects.roles().stream()
                .map(r ->
                    row(
                        r.name(),
                        false,
                        true,
                        false,
                        false,
                        r.id() != PgObjects.OWNER_ID,
                        false,
                        -1,
                        "********",
                        null,
                        false,
                        null,
                        r.id()))
                .toList());
  }
}
