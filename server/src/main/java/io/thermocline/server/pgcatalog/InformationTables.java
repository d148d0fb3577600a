package io.thermocline.server.pgcatalog;

import static io.thermocline.server.pgcatalog.PgTable.empty;
import static io.thermocline.server.pgcatalog.PgTable.of;
import static io.thermocline.server.pgcatalog.PgTable.row;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The relations of the schema `information_schema`. The catalog's name in them is `thermocline`.
final class InformationTables {
  private static final String SCHEMA = ObjectIds.INFORMATION_SCHEMA;
  private static final String CATALOG = "thermocline";

  private InformationTables() {}

  static List<PgTable> all() {
    return List.of(
        of(
            SCHEMA,
            "schemata",
            """
            catalog_name:t schema_name:t schema_owner:t default_character_set_catalog:t
            default_character_set_schema:t default_character_set_name:t sql_path:t
            """,
            objects ->
                objects.schemas().stream()
                    .map(s -> row(CATALOG, s, PgObjects.OWNER, null, null, null, null))
                    .toList()),
        of(
            SCHEMA,
            "tables",
            """
            table_catalog:t table_schema:t table_name:t table_type:t
            self_referencing_column_name:t reference_generation:t user_defined_type_catalog:t
            user_defined_type_schema:t user_defined_type_name:t is_insertable_into:t is_typed:t
            commit_action:t
            """,
            objects ->
                objects.tables().stream()
                    .map(t ->
                        row(
                            CATALOG,
                            t.schema(),
                            t.name(),
                            "BASE TABLE",
                            null,
                            null,
                            null,
                            null,
                            null,
                            "NO",
                            "NO",
                            null))
                    .toList()),
        of(
            SCHEMA,
            "columns",
            """
            table_catalog:t table_schema:t table_name:t column_name:t ordinal_position:i
            column_default:t is_nullable:t data_type:t character_maximum_length:i
            character_octet_length:i numeric_precision:i numeric_precision_radix:i numeric_scale:i
            datetime_precision:i interval_type:t udt_catalog:t udt_schema:t udt_name:t
            is_identity:t is_generated:t generation_expression:t is_updatable:t
            """,
            InformationTables::columns),
        of(
            SCHEMA,
            "table_constraints",
            """
            constraint_catalog:t constraint_schema:t constraint_name:t table_catalog:t
            table_schema:t table_name:t constraint_type:t is_deferrable:t initially_deferred:t
            enforced:t
            """,
            objects ->
                objects.constraints().stream()
                    .map(c ->
                        row(
                            CATALOG,
                            c.table().schema(),
                            c.name(),
                            CATALOG,
                            c.table().schema(),
                            c.table().name(),
                            c.kind() == 'p' ? "PRIMARY KEY" : "FOREIGN KEY",
                            "NO",
                            "NO",
                            "YES"))
                    .toList()),
        of(
            SCHEMA,
            "key_column_usage",
            """
            constraint_catalog:t constraint_schema:t constraint_name:t table_catalog:t
            table_schema:t table_name:t column_name:t ordinal_position:i
            position_in_unique_constraint:i
            """,
            InformationTables::keyColumns),
        of(
            SCHEMA,
            "referential_constraints",
            """
            constraint_catalog:t constraint_schema:t constraint_name:t
            unique_constraint_catalog:t unique_constraint_schema:t unique_constraint_name:t
            match_option:t update_rule:t delete_rule:t
            """,
            InformationTables::references),
        empty(
            SCHEMA,
            "views",
            """
            table_catalog:t table_schema:t table_name:t view_definition:t check_option:t
            is_updatable:t is_insertable_into:t
            """),
        empty(SCHEMA, "routines", "specific_schema:t specific_name:t routine_name:t data_type:t"),
        empty(SCHEMA, "sequences", "sequence_schema:t sequence_name:t data_type:t"));
  }

  private static List<List<@Nullable Object>> columns(PgObjects objects) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LogicalTable t : objects.tables()) {
      for (int i = 0; i < t.columns().size(); i++) {
        Field field = t.columns().field(i);
        boolean notNull = !field.nullable() || t.primaryKey().contains(field.name());
        rows.add(column(t, field, i + 1, notNull));
      }
    }
    return rows;
  }

  private static List<@Nullable Object> column(
      LogicalTable table, Field field, int position, boolean notNull) {
    DataType type = field.type();
    PgType pgType = PgType.of(type);
    boolean array = type instanceof ArrayType;
    String dataType = array ? "ARRAY" : pgType.sqlName();
    Integer precision =
        array
            ? null
            : switch (pgType) {
              case NUMERIC -> type instanceof DecimalType d ? (Integer) d.precision() : null;
              case INT2, INT4, INT8 -> pgType.bytes() * 8;
              case FLOAT4 -> 24;
              case FLOAT8 -> 53;
              default -> null;
            };
    boolean exact = !array && pgType.internalName().startsWith("int");
    Integer scale =
        type instanceof DecimalType d ? (Integer) d.scale() : exact ? (Integer) 0 : null;
    Integer fraction =
        !array && pgType.internalName().toLowerCase(Locale.ROOT).startsWith("time") ? 6 : null;
    Integer radix = precision == null ? null : pgType == PgType.NUMERIC ? 10 : 2;
    return row(
        CATALOG,
        table.schema(),
        table.name(),
        field.name(),
        position,
        null,
        notNull ? "NO" : "YES",
        dataType,
        null,
        null,
        precision,
        radix,
        scale,
        fraction,
        null,
        CATALOG,
        ObjectIds.PG_CATALOG,
        (array ? "_" : "") + pgType.internalName(),
        "NO",
        "NEVER",
        null,
        "NO");
  }

  private static List<List<@Nullable Object>> keyColumns(PgObjects objects) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (PgObjects.Constraint c : objects.constraints()) {
      for (int i = 0; i < c.columns().size(); i++) {
        rows.add(
            row(
                CATALOG,
                c.table().schema(),
                c.name(),
                CATALOG,
                c.table().schema(),
                c.table().name(),
                c.columns().get(i),
                i + 1,
                c.kind() == 'f' ? i + 1 : null));
      }
    }
    return rows;
  }

  private static List<List<@Nullable Object>> references(PgObjects objects) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (PgObjects.Constraint c : objects.constraints()) {
      for (LogicalTable target : objects.tables()) {
        if (c.kind() == 'f' && PgObjects.id(target) == c.target()) {
          rows.add(
              row(
                  CATALOG,
                  c.table().schema(),
                  c.name(),
                  CATALOG,
                  target.schema(),
                  target.name() + "_pkey",
                  "NONE",
                  "NO ACTION",
                  "NO ACTION"));
        }
      }
    }
    return rows;
  }
}
