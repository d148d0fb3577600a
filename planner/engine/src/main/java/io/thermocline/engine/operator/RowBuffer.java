package io.thermocline.engine.operator;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.Arrays;
import java.util.List;

/// Rows that are put together to a batch. For one thread.
final class RowBuffer {
  private final ColumnStore[] columns;
  private int size;

  RowBuffer(List<DataType> types) {
    this.columns = types.stream().map(ColumnStore::of).toArray(ColumnStore[]::new);
  }

  int size() {
    return size;
  }

  void append(Batch batch) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].appendAll(batch.column(i), batch.size());
    }
    size += batch.size();
  }

  void append(Batch batch, int row) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].append(batch.column(i), row);
    }
    size++;
  }

  /// The rows; nothing must be added afterwards.
  Batch toBatch() {
    return new Batch(Arrays.stream(columns).<Vector>map(ColumnStore::toVector).toList(), size);
  }

  long bytes() {
    long bytes = 0;
    for (ColumnStore column : columns) {
      bytes += column.bytes();
    }
    return bytes;
  }
}
