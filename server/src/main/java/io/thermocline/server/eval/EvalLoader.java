package io.thermocline.server.eval;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Loads databases into the tiers and describes them as logical tables. Relations that an earlier
/// run loaded from the same file stay as they are. For one thread.
public final class EvalLoader {
  private static final int VERSION = 1;

  private final Map<Tier, WritableSource> sources;
  private final Placement placement;
  private final LoadedRelations loaded;

  /// @param memory the file that remembers what is loaded, kept beside the stores
  public EvalLoader(Map<Tier, WritableSource> sources, Placement placement, Path memory) {
    this.sources = Map.copyOf(sources);
    this.placement = placement;
    this.loaded = LoadedRelations.open(memory);
  }

  /// Loads a database and returns its tables.
  public List<LogicalTable> load(EvalDatabase database) {
    List<LogicalTable> tables = new ArrayList<>();
    for (int i = 0; i < database.tables().size(); i++) {
      tables.add(load(database, database.tables().get(i), placement.tier(i)));
    }
    return tables;
  }

  private LogicalTable load(EvalDatabase database, EvalDatabase.Table table, Tier tier) {
    WritableSource source = sources.get(tier);
    if (source == null) {
      throw new ThermoclineException(
          ErrorCode.INTERNAL, "there is no source for the tier " + tier + ".");
    }
    CsvTable data = CsvTable.read(database.folder(), table);
    RelationName name = new RelationName(database.schemaName(), table.name());
    String mark = mark(database, table, source, name);
    if (!loaded.contains(mark)) {
      write(source, relation(name, data.schema(), primaryKey(table, data.schema())), data);
      loaded.add(mark);
    }
    return describe(
        database,
        table,
        data.schema(),
        List.of(new Segment(source.name(), name, tier, SegmentRange.ALL, true)));
  }

  /// A table of a database as the catalog knows it.
  public static LogicalTable describe(
      EvalDatabase database, EvalDatabase.Table table, Schema columns, List<Segment> segments) {
    return new LogicalTable(
        database.schemaName(),
        table.name(),
        columns,
        null,
        noComments(columns.size()),
        primaryKey(table, columns),
        foreignKeys(database, table),
        null,
        segments,
        semantics(table));
  }

  /// A key with nulls in it is none.
  private static List<String> primaryKey(EvalDatabase.Table table, Schema columns) {
    boolean nullable = table.primaryKey().stream().anyMatch(column -> isNullable(columns, column));
    return nullable ? List.of() : table.primaryKey();
  }

  private static boolean isNullable(Schema schema, String column) {
    int index = schema.indexOf(column);
    return index < 0 || schema.field(index).nullable();
  }

  private static String mark(
      EvalDatabase database, EvalDatabase.Table table, WritableSource source, RelationName name) {
    Path file = database.folder().resolve(table.name() + ".csv");
    try {
      return String.join(
          "\t",
          "v" + VERSION,
          source.name(),
          name.toString(),
          Long.toString(Files.size(file)),
          Files.getLastModifiedTime(file).toString(),
          Integer.toHexString(table.toString().hashCode()));
    } catch (IOException e) {
      throw new ThermoclineException(ErrorCode.IO_ERROR, file + " cannot be read.", e);
    }
  }

  private static Relation relation(RelationName name, Schema schema, List<String> primaryKey) {
    return new Relation(
        name, schema, null, noComments(schema.size()), primaryKey, List.of(), List.of());
  }

  private static List<@Nullable String> noComments(int size) {
    List<@Nullable String> comments = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      comments.add(null);
    }
    return comments;
  }

  private static void write(WritableSource source, Relation relation, CsvTable data) {
    WriteOptions options = new WriteOptions(relation.primaryKey(), List.of());
    source.drop(relation.name());
    source.create(relation, options);
    try (Sink sink = source.write(relation.name(), options)) {
      for (Batch batch : data.batches()) {
        sink.write(batch);
      }
      sink.commit();
    }
  }

  private static List<ForeignKey> foreignKeys(EvalDatabase database, EvalDatabase.Table table) {
    return database.foreignKeys().stream()
        .filter(key -> key.table().equals(table.name()))
        .map(key ->
            new ForeignKey(
                key.columns(),
                new RelationName(database.schemaName(), key.target()),
                key.targetColumns()))
        .toList();
  }

  private static TableSemantics semantics(EvalDatabase.Table table) {
    Map<String, String> names = new LinkedHashMap<>();
    for (EvalDatabase.Column column : table.columns()) {
      if (!column.displayName().isEmpty()) {
        names.put(column.name(), column.displayName());
      }
    }
    return new TableSemantics(table.displayName(), List.of(), names, Map.of(), List.of());
  }
}
