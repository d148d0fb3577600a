package io.thermocline.server.pgcatalog;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.server.query.ComputedScan;
import io.thermocline.server.query.SystemSource;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The schemas `pg_catalog` and `information_schema`: relations with PostgreSQL's columns over the
/// gateway's catalog, computed at each scan. Clients of PostgreSQL read their metadata here, with
/// whatever queries they like.
public final class PgCatalogSource implements Source {
  /// The source's name.
  public static final String NAME = "pg_catalog";

  private static final Map<RelationName, PgTable> TABLES = new LinkedHashMap<>();

  static {
    PgCatalogTables.all().forEach(table -> TABLES.put(table.name(), table));
    InformationTables.all().forEach(table -> TABLES.put(table.name(), table));
  }

  private final Supplier<Catalog> catalog;
  private final List<String> users;

  /// Tables over the catalog that the supplier gives at each scan.
  ///
  /// @param users who may log in
  public PgCatalogSource(Supplier<Catalog> catalog, List<String> users) {
    this.catalog = catalog;
    this.users = List.copyOf(users);
  }

  /// What a client may name as its database: each schema that is not about the catalog itself.
  public static List<String> databases(Catalog catalog) {
    return catalog.schemas().stream()
        .filter(schema -> !ObjectIds.isCatalog(schema) && !schema.equals(SystemSource.NAME))
        .filter(schema -> !schema.isEmpty())
        .toList();
  }

  /// The logical tables of both schemas; those that never have rows have no segments.
  public static List<LogicalTable> logicalTables() {
    List<LogicalTable> tables = new ArrayList<>();
    TABLES.forEach((name, table) ->
        tables.add(
            new LogicalTable(
                name.schema(),
                name.name(),
                table.columns(),
                null,
                Collections.nCopies(table.columns().size(), null),
                List.of(),
                List.of(),
                null,
                table.mayHaveRows()
                    ? List.of(new Segment(NAME, name, Tier.SYSTEM, SegmentRange.ALL, true))
                    : List.of(),
                TableSemantics.NONE)));
    return tables;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String kind() {
    return SystemSource.NAME;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.PROJECTION);
  }

  @Override
  public List<Relation> discover() {
    return TABLES.values().stream()
        .map(table -> Relation.of(table.name(), table.columns()))
        .toList();
  }

  @Override
  public RelationStatistics statistics(RelationName relation) {
    return new RelationStatistics(table(relation).rows().apply(objects()).size(), -1, Map.of());
  }

  private PgObjects objects() {
    return new PgObjects(catalog.get(), users);
  }

  private static PgTable table(RelationName relation) {
    PgTable table = TABLES.get(relation);
    if (table == null) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_TABLE, "there is no table " + relation + " in the catalogs");
    }
    return table;
  }

  @Override
  public Scan scan(ScanRequest request) {
    PgTable table = table(request.relation());
    return new ComputedScan(
        request.relation().toString(),
        table.columns(),
        request,
        () -> table.rows().apply(objects()));
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}
}
