package io.thermocline.spi.batch;

import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Readers over rows that are in memory already.
public final class BatchReaders {
  private BatchReaders() {}

  /// A reader over these batches; empty ones are left out.
  public static BatchReader of(Schema schema, List<Batch> batches) {
    Iterator<Batch> iterator = batches.stream().filter(batch -> batch.size() > 0).iterator();
    return new BatchReader() {
      @Override
      public Schema schema() {
        return schema;
      }

      @Override
      public @Nullable Batch next() {
        return iterator.hasNext() ? iterator.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  /// One batch of rows given as Java objects in the classes of [Values].
  public static Batch batch(Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
    List<VectorBuilder> builders = new ArrayList<>();
    for (Field field : schema.fields()) {
      builders.add(new VectorBuilder(field.type(), rows.size()));
    }
    for (List<? extends @Nullable Object> row : rows) {
      for (int i = 0; i < builders.size(); i++) {
        builders.get(i).appendValue(row.get(i));
      }
    }
    return new Batch(builders.stream().map(VectorBuilder::build).toList(), rows.size());
  }

  /// All remaining rows as Java objects; closes the reader.
  public static List<List<@Nullable Object>> rows(BatchReader reader) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (reader) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        for (int row = 0; row < batch.size(); row++) {
          List<@Nullable Object> values = new ArrayList<>();
          for (Vector column : batch.columns()) {
            values.add(Values.get(column, row));
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }
}
