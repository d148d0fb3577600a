package io.thermocline.server.query;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.server.semantics.Lessons;
import io.thermocline.server.semantics.SemanticRelations;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The schema `system`: tables about the catalog itself, computed from the current catalog at each
/// scan. Drivers and tools read their metadata here.
public final class SystemSource implements Source {
  /// The source's and the schema's name.
  public static final String NAME = "system";

  private static final Map<String, SystemTable> TABLES = new LinkedHashMap<>();

  private record SystemTable(
      Schema schema, BiFunction<Catalog, Lessons, List<List<@Nullable Object>>> rows) {
    SystemTable(Schema schema, Function<Catalog, List<List<@Nullable Object>>> rows) {
      this(schema, (catalog, lessons) -> rows.apply(catalog));
    }
  }

  static {
    TABLES.put("schemas", new SystemTable(Schema.of(text("schema_name")), SystemSource::schemas));
    TABLES.put(
        "tables",
        new SystemTable(
            Schema.of(
                text("schema_name"),
                text("table_name"),
                text("table_type"),
                Field.nullable("comment", ScalarType.TEXT),
                Field.nullable("tiering_key", ScalarType.TEXT),
                text("tiers")),
            SystemSource::tables));
    TABLES.put(
        "columns",
        new SystemTable(
            Schema.of(
                text("schema_name"),
                text("table_name"),
                text("column_name"),
                Field.required("ordinal", ScalarType.INT32),
                text("data_type"),
                Field.required("nullable", ScalarType.BOOLEAN),
                Field.nullable("comment", ScalarType.TEXT)),
            SystemSource::columns));
    TABLES.put(
        "primary_keys",
        new SystemTable(
            Schema.of(
                text("schema_name"),
                text("table_name"),
                text("column_name"),
                Field.required("key_sequence", ScalarType.INT32)),
            SystemSource::primaryKeys));
    TABLES.put(
        "foreign_keys",
        new SystemTable(
            Schema.of(
                text("constraint_name"),
                text("schema_name"),
                text("table_name"),
                text("column_name"),
                text("ref_schema_name"),
                text("ref_table_name"),
                text("ref_column_name"),
                Field.required("key_sequence", ScalarType.INT32)),
            SystemSource::foreignKeys));
    TABLES.put(
        "segments",
        new SystemTable(
            Schema.of(
                text("schema_name"),
                text("table_name"),
                text("tier"),
                text("source"),
                text("relation"),
                Field.nullable("range_from", ScalarType.TEXT),
                Field.nullable("range_to", ScalarType.TEXT)),
            SystemSource::segments));
    SemanticRelations.all()
        .forEach((name, relation) ->
            TABLES.put(name, new SystemTable(relation.schema(), relation.rows())));
  }

  private final Supplier<Catalog> catalog;
  private final Supplier<Lessons> lessons;

  /// Tables over the catalog and the lessons that the suppliers give at each scan.
  public SystemSource(Supplier<Catalog> catalog, Supplier<Lessons> lessons) {
    this.catalog = catalog;
    this.lessons = lessons;
  }

  private static Field text(String name) {
    return Field.required(name, ScalarType.TEXT);
  }

  /// The logical tables of the schema `system`.
  public static List<LogicalTable> logicalTables() {
    List<LogicalTable> tables = new ArrayList<>();
    TABLES.forEach((name, table) ->
        tables.add(
            new LogicalTable(
                NAME,
                name,
                table.schema(),
                null,
                Collections.nCopies(table.schema().size(), null),
                List.of(),
                List.of(),
                null,
                List.of(
                    new Segment(
                        NAME, new RelationName("", name), Tier.SYSTEM, SegmentRange.ALL, true)),
                TableSemantics.NONE)));
    return tables;
  }

  private static List<List<@Nullable Object>> schemas(Catalog catalog) {
    return catalog.schemas().stream()
        .filter(schema -> !ObjectIds.isCatalog(schema))
        .map(schema -> row(schema))
        .toList();
  }

  private static List<List<@Nullable Object>> tables(Catalog catalog) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LogicalTable t : described(catalog)) {
      String tiers =
          String.join(
              ",",
              t.segments().stream()
                  .map(s -> s.tier().name().toLowerCase(java.util.Locale.ROOT))
                  .distinct()
                  .toList());
      String type = t.schema().equals(NAME) ? "SYSTEM TABLE" : "TABLE";
      rows.add(row(t.schema(), t.name(), type, t.comment(), t.tieringKey(), tiers));
    }
    return rows;
  }

  private static List<List<@Nullable Object>> columns(Catalog catalog) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LogicalTable t : described(catalog)) {
      for (int i = 0; i < t.columns().size(); i++) {
        Field field = t.columns().field(i);
        rows.add(
            row(
                t.schema(),
                t.name(),
                field.name(),
                i + 1,
                field.type().sqlName(),
                field.nullable(),
                t.columnComments().get(i)));
      }
    }
    return rows;
  }

  private static List<List<@Nullable Object>> primaryKeys(Catalog catalog) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LogicalTable t : described(catalog)) {
      for (int i = 0; i < t.primaryKey().size(); i++) {
        rows.add(row(t.schema(), t.name(), t.primaryKey().get(i), i + 1));
      }
    }
    return rows;
  }

  private static List<List<@Nullable Object>> foreignKeys(Catalog catalog) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LogicalTable t : described(catalog)) {
      for (ForeignKey key : t.foreignKeys()) {
        String name = t.name() + "_" + String.join("_", key.columns()) + "_fkey";
        for (int i = 0; i < key.columns().size(); i++) {
          rows.add(
              row(
                  name,
                  t.schema(),
                  t.name(),
                  key.columns().get(i),
                  key.target().schema(),
                  key.target().name(),
                  key.targetColumns().get(i),
                  i + 1));
        }
      }
    }
    return rows;
  }

  private static List<List<@Nullable Object>> segments(Catalog catalog) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LogicalTable t : described(catalog)) {
      for (Segment s : t.segments()) {
        Object from = s.range().from();
        Object to = s.range().to();
        rows.add(
            row(
                t.schema(),
                t.name(),
                s.tier().name().toLowerCase(java.util.Locale.ROOT),
                s.source(),
                s.relation().toString(),
                from == null ? null : from.toString(),
                to == null ? null : to.toString()));
      }
    }
    return rows;
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    List<@Nullable Object> row = new ArrayList<>(values.length);
    for (Object value : values) {
      row.add(value);
    }
    return row;
  }

  /// The tables that the gateway itself has names for: not those that only clients of PostgreSQL
  /// look for.
  private static List<LogicalTable> described(Catalog catalog) {
    return catalog.tables().stream().filter(t -> !ObjectIds.isCatalog(t.schema())).toList();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String kind() {
    return NAME;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.PROJECTION);
  }

  @Override
  public List<Relation> discover() {
    return TABLES.entrySet().stream()
        .map(e -> Relation.of(new RelationName("", e.getKey()), e.getValue().schema()))
        .toList();
  }

  @Override
  public RelationStatistics statistics(RelationName relation) {
    return new RelationStatistics(rows(table(relation)).size(), -1, Map.of());
  }

  private List<List<@Nullable Object>> rows(SystemTable table) {
    return table.rows().apply(catalog.get(), lessons.get());
  }

  private static SystemTable table(RelationName relation) {
    SystemTable table = TABLES.get(relation.name());
    if (table == null) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_TABLE,
          "there is no table system." + relation.name() + "; see system.tables");
    }
    return table;
  }

  @Override
  public Scan scan(ScanRequest request) {
    SystemTable table = table(request.relation());
    return new ComputedScan(
        NAME + "." + request.relation().name(), table.schema(), request, () -> rows(table));
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}
}
