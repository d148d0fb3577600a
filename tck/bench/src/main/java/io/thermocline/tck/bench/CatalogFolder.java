package io.thermocline.tck.bench;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.nl.link.ColumnValues;
import io.thermocline.nl.link.StoredValues;
import io.thermocline.nl.link.ValueLimits;
import io.thermocline.server.eval.CsvTable;
import io.thermocline.server.eval.EvalDatabase;
import io.thermocline.server.eval.EvalLoader;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The databases of a folder as parts of catalogs of any size, with the texts that their tables
/// hold; nothing is loaded into a store. Each database is a schema. Above the tables that exist, a
/// catalog has copies in schemas of their own: a word is put before the tables' names, and made-up
/// columns are added.
final class CatalogFolder implements StoredValues {
  private static final ValueLimits LIMITS = ValueLimits.DEFAULT;
  private static final int ADDED_COLUMNS = 16;
  private static final String[] COPIES = {
    "regional", "legacy", "archived", "external", "interim", "central", "audited", "retired"
  };
  private static final String[] FIRST =
      ("accrued batch carrier deferred estimated federal gross hourly inbound joint kiln landed"
              + " merged nominal outbound pledged quoted residual staged tiered upstream vested"
              + " weighted zonal")
          .split(" ");
  private static final String[] SECOND =
      "allowance balance ceiling deviation exposure factor gradient hash interval levy margin notice offset quota ratio surcharge tolerance"
          .split(" ");

  private final Map<String, List<LogicalTable>> databases = new LinkedHashMap<>();
  private final Map<String, ColumnValues> values = new HashMap<>();

  /// Reads all databases of a folder.
  CatalogFolder(Path folder) throws IOException {
    List<Path> folders;
    try (Stream<Path> files = Files.list(folder)) {
      folders = files.filter(file -> Files.exists(file.resolve("schema.json"))).sorted().toList();
    }
    for (Path one : folders) {
      EvalDatabase database = EvalDatabase.read(one);
      List<LogicalTable> tables = new ArrayList<>();
      for (EvalDatabase.Table table : database.tables()) {
        CsvTable data = CsvTable.read(one, table);
        tables.add(EvalLoader.describe(database, table, data.schema(), List.of()));
        addValues(database.schemaName(), table.name(), data);
      }
      databases.put(database.id(), tables);
    }
  }

  private void addValues(String schema, String table, CsvTable data) {
    for (int column = 0; column < data.schema().size(); column++) {
      Field field = data.schema().field(column);
      if (field.type() != ScalarType.TEXT) {
        continue;
      }
      TreeSet<String> texts = new TreeSet<>();
      for (Batch batch : data.batches()) {
        Vector vector = batch.column(column);
        for (int row = 0; row < vector.size(); row++) {
          if (!vector.isNull(row)) {
            texts.add(Values.text(vector, row));
          }
        }
      }
      values.put(
          key(schema, table, field.name()),
          new ColumnValues(
              texts.stream()
                  .filter(text -> !text.isBlank() && text.length() <= LIMITS.maxValueChars())
                  .limit(LIMITS.maxValuesPerColumn())
                  .toList()));
    }
  }

  private static String key(String schema, String table, String column) {
    return schema + "." + table + "." + column;
  }

  /// How many tables there are without copies.
  int size() {
    return databases.values().stream().mapToInt(List::size).sum();
  }

  /// The tables of one database alone.
  Catalog catalog(String database) {
    return new Catalog(1, tables(database));
  }

  private List<LogicalTable> tables(String database) {
    List<LogicalTable> tables = databases.get(database);
    if (tables == null) {
      throw new IllegalArgumentException("there is no database " + database);
    }
    return tables;
  }

  /// A catalog of at least as many tables as a database has: all of its tables, tables of the other
  /// databases in order, and copies of these.
  Catalog catalog(String database, int size) {
    List<LogicalTable> tables = new ArrayList<>(tables(database));
    List<LogicalTable> others = new ArrayList<>();
    databases.forEach((id, its) -> others.addAll(id.equals(database) ? List.of() : its));
    for (int round = 0; tables.size() < size; round++) {
      for (LogicalTable other : others) {
        if (tables.size() < size) {
          tables.add(round == 0 ? other : copy(other, round));
        }
      }
    }
    return new Catalog(1, tables);
  }

  private LogicalTable copy(LogicalTable table, int round) {
    String word = COPIES[(round - 1) % COPIES.length];
    String schema = word + round + "_" + table.schema();
    List<Field> fields = new ArrayList<>(table.columns().fields());
    List<String> comments = new ArrayList<>();
    for (int i = 0; i < ADDED_COLUMNS; i++) {
      int number = Math.floorMod(31 * (table.name().hashCode() + round) + 7 * i, 1 << 20);
      String name = FIRST[number % FIRST.length] + "_" + SECOND[number % SECOND.length];
      if (table.columns().indexOf(name) < 0
          && fields.stream().noneMatch(field -> field.name().equals(name))) {
        fields.add(Field.nullable(name, ScalarType.FLOAT64));
      }
    }
    fields.forEach(field -> comments.add(""));
    for (Field field : table.columns().fields()) {
      ColumnValues known = values.get(key(table.schema(), table.name(), field.name()));
      if (known != null) {
        values.put(key(schema, word + "_" + table.name(), field.name()), known);
      }
    }
    return new LogicalTable(
        schema,
        word + "_" + table.name(),
        new Schema(fields),
        null,
        List.copyOf(comments),
        table.primaryKey(),
        table.foreignKeys().stream()
            .map(key ->
                new ForeignKey(
                    key.columns(),
                    new RelationName(schema, word + "_" + key.target().name()),
                    key.targetColumns()))
            .toList(),
        null,
        List.of(),
        new TableSemantics(
            word + " " + table.semantics().displayName(),
            List.of(),
            table.semantics().columnDisplayNames(),
            Map.of(),
            List.of()));
  }

  @Override
  public ColumnValues values(String schema, String table, String column) {
    return values.getOrDefault(key(schema, table, column), ColumnValues.EMPTY);
  }

  @Override
  public long version() {
    return 1;
  }
}
