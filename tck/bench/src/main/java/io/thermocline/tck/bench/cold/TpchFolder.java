package io.thermocline.tck.bench.cold;

import io.thermocline.adapter.parquet.ParquetConfig;
import io.thermocline.adapter.parquet.ParquetSource;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// TPC-H data of a scale in Parquet files as the gateway writes them, made once and kept.
final class TpchFolder {
  /// The schema of all tables.
  static final String SCHEMA = "tpch";

  private static final int BATCH_ROWS = 8192;
  private static final DataType MONEY = new DecimalType(15, 2);
  private static final Map<String, List<String>> LOOKUP_KEYS =
      Map.of(
          "lineitem", List.of("l_orderkey", "l_partkey"),
          "orders", List.of("o_orderkey", "o_custkey"));

  private TpchFolder() {}

  /// The folder with the tables of a scale below `data`; generates what is missing.
  static Path prepare(Path data, double scale) {
    Path root = data.resolve(String.format(Locale.ROOT, "tpch-%s", scale));
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (ParquetSource source = new ParquetSource(new ParquetConfig("cold", root))) {
      for (TpchTable<?> table : TpchTable.getTables()) {
        if (!Files.exists(complete(root, table))) {
          write(source, root, table, scale);
        }
      }
    }
    return root;
  }

  private static Path complete(Path root, TpchTable<?> table) {
    return root.resolve("." + table.getTableName() + ".complete");
  }

  private static <E extends TpchEntity> void write(
      ParquetSource source, Path root, TpchTable<E> table, double scale) {
    RelationName name = new RelationName(SCHEMA, table.getTableName());
    List<TpchColumn<E>> columns = table.getColumns();
    List<Field> fields = new ArrayList<>();
    for (TpchColumn<E> column : columns) {
      fields.add(Field.required(column.getColumnName(), type(column)));
    }
    Schema schema = new Schema(fields);
    WriteOptions options =
        new WriteOptions(List.of(), LOOKUP_KEYS.getOrDefault(name.name(), List.of()));
    source.drop(name);
    source.create(Relation.of(name, schema), options);
    try (Sink sink = source.write(name, options)) {
      List<VectorBuilder> builders = builders(schema);
      int rows = 0;
      for (E row : table.createGenerator(scale, 1, 1)) {
        for (int i = 0; i < builders.size(); i++) {
          append(builders.get(i), columns.get(i), row);
        }
        if (++rows == BATCH_ROWS) {
          sink.write(batch(builders, rows));
          builders = builders(schema);
          rows = 0;
        }
      }
      sink.write(batch(builders, rows));
      sink.commit();
      Files.writeString(complete(root, table), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataType type(TpchColumn<?> column) {
    return switch (column.getType().getBase()) {
      case IDENTIFIER -> ScalarType.INT64;
      case INTEGER -> ScalarType.INT32;
      case DATE -> ScalarType.DATE;
      case DOUBLE -> MONEY;
      case VARCHAR -> ScalarType.TEXT;
    };
  }

  private static List<VectorBuilder> builders(Schema schema) {
    return schema.fields().stream()
        .map(field -> new VectorBuilder(field.type(), BATCH_ROWS))
        .toList();
  }

  private static <E extends TpchEntity> void append(
      VectorBuilder builder, TpchColumn<E> column, E row) {
    switch (column.getType().getBase()) {
      case IDENTIFIER -> builder.appendLong(column.getIdentifier(row));
      case INTEGER -> builder.appendLong(column.getInteger(row));
      case DATE -> builder.appendLong(column.getDate(row));
      case DOUBLE -> builder.appendLong(Math.round(column.getDouble(row) * 100));
      case VARCHAR -> builder.appendBytes(column.getString(row).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Batch batch(List<VectorBuilder> builders, int rows) {
    List<Vector> vectors = builders.stream().map(VectorBuilder::build).toList();
    return new Batch(vectors, rows);
  }
}
