package io.thermocline.server.pgcatalog;

import io.thermocline.catalog.ObjectIds;
import java.util.List;

/// The relations of `pg_catalog` for what the gateway has none of, with PostgreSQL's columns.
final class PgEmptyTables {
  private PgEmptyTables() {}

  static List<PgTable> all() {
    return List.of(
        none("pg_attrdef", "oid:o adrelid:o adnum:s adbin:t"),
        none("pg_enum", "oid:o enumtypid:o enumsortorder:f enumlabel:t"),
        none(
            "pg_range",
            "rngtypid:o rngsubtype:o rngmultitypid:o rngcollation:o rngsubopc:o rngcanonical:t rngsubdiff:t"),
        none(
            "pg_trigger",
            """
            oid:o tgrelid:o tgparentid:o tgname:t tgfoid:o tgtype:s tgenabled:t tgisinternal:b
            tgconstrrelid:o tgconstrindid:o tgconstraint:o tgdeferrable:b tginitdeferred:b tgnargs:s
            tgattr:s* tgqual:t tgoldtable:t tgnewtable:t
            """),
        none(
            "pg_policy",
            """
            oid:o polname:t polrelid:o polcmd:t polpermissive:b polroles:o* polqual:t
            polwithcheck:t
            """),
        none(
            "pg_rewrite",
            "oid:o rulename:t ev_class:o ev_type:t ev_enabled:t is_instead:b ev_qual:t ev_action:t"),
        none("pg_inherits", "inhrelid:o inhparent:o inhseqno:i inhdetachpending:b"),
        none(
            "pg_partitioned_table",
            "partrelid:o partstrat:t partnatts:s partdefid:o partattrs:s* partclass:o* partexprs:t"),
        none(
            "pg_publication",
            """
            oid:o pubname:t pubowner:o puballtables:b pubinsert:b pubupdate:b pubdelete:b
            pubtruncate:b pubviaroot:b
            """),
        none("pg_publication_rel", "oid:o prpubid:o prrelid:o prqual:t prattrs:s*"),
        none("pg_publication_namespace", "oid:o pnpubid:o pnnspid:o"),
        none(
            "pg_statistic_ext",
            """
            oid:o stxrelid:o stxname:t stxnamespace:o stxowner:o stxstattarget:i stxkeys:s*
            stxkind:t* stxexprs:t
            """),
        none("pg_extension", "oid:o extname:t extowner:o extnamespace:o extversion:t"),
        none(
            "pg_proc",
            """
            oid:o proname:t pronamespace:o proowner:o prolang:o procost:f prorows:f provariadic:o
            prosupport:t prokind:t prosecdef:b proleakproof:b proisstrict:b proretset:b
            provolatile:t proparallel:t pronargs:s pronargdefaults:s prorettype:o proargtypes:o*
            proallargtypes:o* proargmodes:t* proargnames:t* proargdefaults:t prosrc:t probin:t
            proconfig:t* proacl:t*
            """),
        none("pg_language", "oid:o lanname:t lanowner:o lanispl:b lanpltrusted:b"),
        none("pg_foreign_table", "ftrelid:o ftserver:o ftoptions:t*"),
        none(
            "pg_foreign_server",
            "oid:o srvname:t srvowner:o srvfdw:o srvtype:t srvversion:t srvacl:t* srvoptions:t*"),
        none("pg_foreign_data_wrapper", "oid:o fdwname:t fdwowner:o fdwacl:t* fdwoptions:t*"),
        none(
            "pg_sequence",
            """
            seqrelid:o seqtypid:o seqstart:l seqincrement:l seqmax:l seqmin:l seqcache:l seqcycle:b
            """),
        none(
            "pg_depend",
            "classid:o objid:o objsubid:i refclassid:o refobjid:o refobjsubid:i deptype:t"),
        none("pg_shdescription", "objoid:o classoid:o description:t"),
        none("pg_auth_members", "oid:o roleid:o member:o grantor:o admin_option:b"),
        none("pg_views", "schemaname:t viewname:t viewowner:t definition:t"),
        none("pg_matviews", "schemaname:t matviewname:t matviewowner:t ispopulated:b definition:t"),
        none("pg_indexes", "schemaname:t tablename:t indexname:t tablespace:t indexdef:t"),
        none("pg_opclass", "oid:o opcmethod:o opcname:t opcnamespace:o opcintype:o opcdefault:b"),
        none("pg_event_trigger", "oid:o evtname:t evtevent:t evtowner:o evtenabled:t"),
        none(
            "pg_stat_activity",
            "datid:o datname:t pid:i usename:t application_name:t state:t query:t"),
        none("pg_locks", "locktype:t database:o relation:o pid:i mode:t granted:b"));
  }

  private static PgTable none(String name, String columns) {
    return PgTable.empty(ObjectIds.PG_CATALOG, name, columns);
  }
}
