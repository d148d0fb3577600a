package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Random relations with nulls, few and many different values, in flat, dictionary and constant
/// vectors.
final class TestData {
  static final Schema SCHEMA =
      Schema.of(
          Field.nullable("k", ScalarType.INT32),
          Field.nullable("big", ScalarType.INT64),
          Field.nullable("s", ScalarType.TEXT),
          Field.nullable("d", new DecimalType(12, 2)),
          Field.nullable("w", new DecimalType(30, 4)),
          Field.nullable("f", ScalarType.FLOAT64),
          Field.nullable("day", ScalarType.DATE),
          Field.nullable("b", ScalarType.BOOLEAN),
          Field.required("id", ScalarType.INT64));

  private TestData() {}

  /// Rows as Java objects.
  static List<List<Object>> rows(Random random, int count) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> row = new ArrayList<>();
      row.add(random.nextInt(8) == 0 ? null : random.nextInt(20));
      row.add(random.nextInt(10) == 0 ? null : (long) random.nextInt(1000) - 500);
      row.add(random.nextInt(9) == 0 ? null : "name-" + random.nextInt(12));
      row.add(
          random.nextInt(9) == 0 ? null : BigDecimal.valueOf(random.nextInt(100000) - 50000, 2));
      row.add(
          random.nextInt(9) == 0
              ? null
              : new BigDecimal(random.nextLong()).movePointLeft(4).setScale(4));
      row.add(random.nextInt(9) == 0 ? null : random.nextInt(2000) / 8.0 - 100);
      row.add(
          random.nextInt(9) == 0 ? null : LocalDate.of(2020, 1, 1).plusDays(random.nextInt(60)));
      row.add(random.nextInt(9) == 0 ? null : random.nextBoolean());
      row.add((long) i);
      rows.add(row);
    }
    return rows;
  }

  /// Rows split into partitions of batches of random sizes, with random encodings.
  static MemorySource.Table table(
      Random random, Schema schema, List<List<Object>> rows, int partitions) {
    List<List<Batch>> result = new ArrayList<>();
    int start = 0;
    for (int p = 0; p < partitions; p++) {
      int end =
          p == partitions - 1 ? rows.size() : start + (rows.size() - start) / (partitions - p);
      List<Batch> batches = new ArrayList<>();
      while (start < end) {
        int stop = Math.min(end, start + 1 + random.nextInt(300));
        batches.add(encode(random, BatchReaders.batch(schema, rows.subList(start, stop))));
        start = stop;
      }
      result.add(batches);
    }
    return new MemorySource.Table(schema, result);
  }

  /// The batch with some columns as dictionaries, and as constants where all values are equal.
  static Batch encode(Random random, Batch batch) {
    List<Vector> columns = new ArrayList<>();
    for (Vector column : batch.columns()) {
      columns.add(random.nextInt(3) == 0 ? dictionary(random, column) : column);
    }
    return new Batch(columns, batch.size());
  }

  private static Vector dictionary(Random random, Vector column) {
    Map<Object, Integer> codes = new LinkedHashMap<>();
    VectorBuilder dictionary = new VectorBuilder(column.type(), 16);
    // A value that no row uses.
    if (random.nextBoolean()) {
      dictionary.appendNull();
    }
    int[] rows = new int[column.size()];
    for (int i = 0; i < rows.length; i++) {
      Object value = Values.get(column, i);
      Integer code = codes.get(value);
      if (code == null) {
        code = dictionary.size();
        dictionary.appendValue(value);
        codes.put(value, code);
      }
      rows[i] = code;
    }
    if (codes.size() == 1) {
      return new ConstantVector(column.take(new int[] {0}, 1).flatten(), rows.length);
    }
    return new DictionaryVector(dictionary.build(), rows, rows.length);
  }

  /// Puts a table into a source and scans all its columns.
  static PhysicalNode.ScanNode scan(MemorySource source, String name, MemorySource.Table table) {
    RelationName relation = new RelationName("", name);
    source.add(relation, table);
    List<String> columns = table.schema().fields().stream().map(Field::name).toList();
    return new PhysicalNode.ScanNode(source, ScanRequest.of(relation, columns), table.schema());
  }

  /// A scan of random rows.
  static PhysicalNode.ScanNode scan(
      MemorySource source, String name, int rows, int partitions, long seed) {
    Random random = new Random(seed);
    return scan(source, name, table(random, SCHEMA, rows(random, rows), partitions));
  }
}
