package io.thermocline.server.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Tier;
import io.thermocline.server.demo.RecordingSource;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalLoaderTest {
  private static final String SCHEMA =
      """
      {"db_id": "Zoo_1", "tables": [
        {"name": "keeper", "display_name": "zoo keeper", "primary_key": ["id"], "columns": [
          {"name": "id", "display_name": "keeper id", "type": "integer"},
          {"name": "name", "display_name": "full name", "type": "text"},
          {"name": "born", "type": "date"}, {"name": "active", "type": "boolean"}]},
        {"name": "animal", "primary_key": ["id"], "columns": [
          {"name": "id", "type": "bigint"}, {"name": "keeper", "type": "integer"},
          {"name": "weight", "type": "decimal", "precision": 8, "scale": 2},
          {"name": "speed", "type": "double"}, {"name": "seen", "type": "timestamp"}]},
        {"name": "cage", "primary_key": ["id"], "primary_key_violated": true, "columns": [
          {"name": "id", "type": "integer"}]}],
       "foreign_keys": [
        {"table": "animal", "columns": ["keeper"], "ref_table": "keeper", "ref_columns": ["id"], "violated": true},
        {"table": "animal", "columns": ["id"], "ref_table": "cage", "ref_columns": ["id"], "types_match": false}]}
      """;

  @TempDir private Path folder = Path.of("");
  private final RecordingSource hot = new RecordingSource("hot");
  private final RecordingSource warm = new RecordingSource("warm");
  private final RecordingSource cold = new RecordingSource("cold");

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("schema.json"), SCHEMA);
    Files.writeString(
        folder.resolve("keeper.csv"),
        "id,name,born,active\n1,\"Åsa \"\"A\"\"\",1990-05-01,true\n2,,,\n3,\"\",,f\n");
    Files.writeString(
        folder.resolve("animal.csv"),
        "keeper,id,weight,speed,seen\n1,10,1.5,2.25,2020-01-01 10:00:00\n9,,3,1e3,2020-02-01\n");
    Files.writeString(folder.resolve("cage.csv"), "id\n");
  }

  private List<LogicalTable> load(Placement placement) {
    Map<Tier, WritableSource> sources = Map.of(Tier.HOT, hot, Tier.WARM, warm, Tier.COLD, cold);
    return new EvalLoader(sources, placement, folder.resolve("loaded.txt"))
        .load(EvalDatabase.read(folder));
  }

  @Test
  void tablesGoRoundTheTiers() {
    List<LogicalTable> tables = load(Placement.MIXED);

    assertThat(tables).extracting(LogicalTable::schema).containsOnly("zoo_1");
    assertThat(tables)
        .extracting(table -> table.segments().getFirst().tier())
        .containsExactly(Tier.HOT, Tier.WARM, Tier.COLD);
    assertThat(hot.rows("zoo_1", "keeper"))
        .containsExactly(
            Arrays.asList(1, "Åsa \"A\"", LocalDate.of(1990, 5, 1), true),
            Arrays.asList(2, null, null, null),
            Arrays.asList(3, "", null, false));
    assertThat(warm.rows("zoo_1", "animal"))
        .containsExactly(
            Arrays.asList(
                10L, 1, new BigDecimal("1.50"), 2.25, LocalDateTime.of(2020, 1, 1, 10, 0)),
            Arrays.asList(
                null, 9, new BigDecimal("3.00"), 1000.0, LocalDateTime.of(2020, 2, 1, 0, 0)));
    assertThat(cold.rows("zoo_1", "cage")).isEmpty();
    assertThat(cold.discover()).hasSize(1);
  }

  @Test
  void keysAndNamesGoIntoTheCatalog() {
    List<LogicalTable> tables = load(Placement.POSTGRES);
    LogicalTable keeper = tables.get(0);
    LogicalTable animal = tables.get(1);

    assertThat(keeper.primaryKey()).containsExactly("id");
    assertThat(keeper.columns().fields().getFirst())
        .isEqualTo(Field.required("id", ScalarType.INT32));
    assertThat(keeper.semantics().displayName()).isEqualTo("zoo keeper");
    assertThat(keeper.semantics().columnDisplayNames())
        .isEqualTo(Map.of("id", "keeper id", "name", "full name"));
    assertThat(animal.primaryKey()).as("a key with a null is none").isEmpty();
    assertThat(animal.columns().fields().get(2))
        .isEqualTo(Field.nullable("weight", new DecimalType(8, 2)));
    assertThat(animal.foreignKeys())
        .as("violated ones too")
        .containsExactly(
            new ForeignKey(List.of("keeper"), new RelationName("zoo_1", "keeper"), List.of("id")),
            new ForeignKey(List.of("id"), new RelationName("zoo_1", "cage"), List.of("id")));
    assertThat(tables.get(2).primaryKey()).isEmpty();
    assertThat(hot.discover()).hasSize(3);
  }

  @Test
  void whatIsLoadedIsNotLoadedAgainUntilItChanges() throws Exception {
    load(Placement.POSTGRES);
    hot.failAtBatch(1);
    load(Placement.POSTGRES);

    Files.writeString(folder.resolve("keeper.csv"), "id,name,born,active\n1,x,,\n");
    assertThatThrownBy(() -> load(Placement.POSTGRES)).hasMessage("hot went away");
    load(Placement.POSTGRES);
    assertThat(hot.rows("zoo_1", "keeper")).hasSize(1);
  }

  @Test
  void brokenFilesAreNamed() throws Exception {
    Files.writeString(folder.resolve("keeper.csv"), "id,name,born,active\nfour,x,,\n");
    assertThatThrownBy(() -> load(Placement.MIXED)).hasMessageContaining("keeper.csv", "column id");
    Files.writeString(folder.resolve("keeper.csv"), "id,name,born\n");
    assertThatThrownBy(() -> load(Placement.MIXED)).hasMessageContaining("no column active");
    Files.writeString(folder.resolve("keeper.csv"), "id,name,born,active\n1,2\n");
    assertThatThrownBy(() -> load(Placement.MIXED))
        .hasMessageContaining("has 2 fields instead of 4");
    Files.writeString(folder.resolve("schema.json"), "{");
    assertThatThrownBy(() -> load(Placement.MIXED)).hasMessageContaining("not valid JSON");
  }
}
