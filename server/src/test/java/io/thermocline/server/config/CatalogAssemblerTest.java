package io.thermocline.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.Tier;
import io.thermocline.server.config.CatalogAssembler.Discovered;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogAssemblerTest {
  private static final RelationName ORDERS = new RelationName("shop", "orders");
  private static final RelationName PEOPLE = new RelationName("crm", "people");
  private static final Schema COLUMNS =
      Schema.of(
          Field.required("id", ScalarType.INT64),
          Field.nullable("person", ScalarType.INT64),
          Field.nullable("at", ScalarType.TIMESTAMP));

  private static final Relation HOT_ORDERS =
      new Relation(
          ORDERS,
          COLUMNS,
          "found",
          Arrays.asList("key", null, null),
          List.of("id"),
          List.of(),
          List.of(new ForeignKey(List.of("person"), PEOPLE, List.of("id"))));
  private static final Relation OLD_ORDERS =
      Relation.of(new RelationName("old", "orders"), COLUMNS);
  private static final Relation FOUND_PEOPLE =
      Relation.of(PEOPLE, Schema.of(Field.required("id", ScalarType.INT64)));

  private static final List<Discovered> FOUND =
      List.of(
          new Discovered("db", "postgres", List.of(HOT_ORDERS, FOUND_PEOPLE)),
          new Discovered("files", "parquet", List.of(OLD_ORDERS)));

  private static final String SOURCES =
      """
      sources:
        - {name: db, kind: postgres, url: "jdbc:postgresql://h/d"}
        - {name: files, kind: parquet, folder: /data}
      """;

  private static Catalog assemble(List<Discovered> found, String tables) {
    return assemble(found, Set.of(), tables);
  }

  private static Catalog assemble(List<Discovered> found, Set<String> away, String tables) {
    ConfigFolders folders = new ConfigFolders(Path.of("/c"), Path.of("/h"), Path.of("/d"));
    return CatalogAssembler.assemble(
        3, found, away, new ConfigReader(folders).read(SOURCES + tables).tables());
  }

  @Test
  void aTableIsLeftOutWhileOneOfItsSourcesIsAway() {
    Catalog catalog =
        assemble(
            FOUND.subList(0, 1),
            Set.of("files"),
            """
            tables:
              - name: shop.orders
                tiering-key: at
                segments:
                  - {source: db, from: 2026-01-01}
                  - {source: files, relation: old.orders, to: 2026-01-01}
              - name: old.notes
            """);
    assertThat(catalog.tables()).extracting(LogicalTable::name).containsExactly("people");
  }

  @Test
  void segmentsComeFromSeveralSources() {
    Catalog catalog =
        assemble(
            FOUND,
            """
            tables:
              - name: shop.orders
                tiering-key: at
                description: said
                columns: {person: {description: who, display-name: buyer, synonyms: [client]}}
                segments:
                  - {source: db, from: 2026-01-01}
                  - {source: files, relation: old.orders, to: "2026-01-01 00:00:00", exact: true}
              - name: crm.clients
                segments: [{source: db, relation: crm.people}]
            """);

    assertThat(catalog.epoch()).isEqualTo(3);
    assertThat(catalog.tables())
        .extracting(LogicalTable::name)
        .containsExactly("orders", "clients");
    LogicalTable orders = catalog.table("shop", "orders").orElseThrow();
    LocalDateTime cut = LocalDateTime.of(2026, 1, 1, 0, 0);
    assertThat(orders.segments())
        .containsExactly(
            new Segment("db", ORDERS, Tier.HOT, new SegmentRange(cut, null), false),
            new Segment(
                "files",
                new RelationName("old", "orders"),
                Tier.COLD,
                new SegmentRange(null, cut),
                true));
    assertThat(orders.comment()).isEqualTo("said");
    assertThat(orders.columnComments()).containsExactly("key", "who", null);
    assertThat(orders.primaryKey()).containsExactly("id");
    assertThat(orders.foreignKeys())
        .containsExactly(
            new ForeignKey(List.of("person"), new RelationName("crm", "clients"), List.of("id")));
    assertThat(orders.semantics().columnDisplayNames()).containsEntry("person", "buyer");
  }

  @Test
  void relationsThatNoTableNamesAreTablesOfTheirOwn() {
    Catalog catalog = assemble(FOUND, "");
    assertThat(catalog.tables())
        .extracting(t -> t.schema() + "." + t.name())
        .containsExactly("shop.orders", "crm.people", "old.orders");
    assertThat(catalog.tables().getFirst().segments())
        .containsExactly(new Segment("db", ORDERS, Tier.HOT, SegmentRange.ALL, true));
  }

  @Test
  void contradictionsAreConfigurationErrors() {
    List<Discovered> twice =
        List.of(
            FOUND.getFirst(),
            new Discovered("files", "parquet", List.of(Relation.of(ORDERS, COLUMNS))));
    assertThatThrownBy(() -> assemble(twice, ""))
        .hasMessageContaining("shop.orders, and so has another");
    assertThatThrownBy(() -> assemble(FOUND, "tables: [{name: shop.absent}]"))
        .hasMessageContaining("0 sources");
    assertThatThrownBy(() ->
            assemble(
                FOUND, "tables: [{name: shop.orders, segments: [{source: db, relation: x.y}]}]"))
        .hasMessageContaining("has no such relation");
    assertThatThrownBy(() ->
            assemble(FOUND, "tables: [{name: shop.orders, columns: {colour: {synonyms: x}}}]"))
        .hasMessageContaining("no column colour");
    assertThatThrownBy(() ->
            assemble(FOUND, "tables: [{name: shop.orders, segments: [{source: db, from: 1}]}]"))
        .hasMessageContaining("no `tiering-key`");
    assertThatThrownBy(() ->
            assemble(
                FOUND,
                "tables: [{name: shop.orders, tiering-key: at, segments: [{source: db, from: soon}]}]"))
        .hasMessageContaining("'soon' is no bound");
  }
}
