package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Vectors;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows held in memory column by column; columns that nobody needs are left out and read back as
/// nulls.
final class RowStore {
  private final Schema schema;
  private final @Nullable ColumnStore[] columns;
  private Vector @Nullable [] sealed;
  private int size;

  RowStore(Schema schema, BitSet needed) {
    this.schema = schema;
    this.columns = new ColumnStore[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = needed.get(i) ? ColumnStore.of(schema.field(i).type()) : null;
    }
  }

  Schema schema() {
    return schema;
  }

  int size() {
    return size;
  }

  void append(Batch batch) {
    for (int i = 0; i < columns.length; i++) {
      ColumnStore column = columns[i];
      if (column != null) {
        column.appendAll(batch.column(i), batch.size());
      }
    }
    size += batch.size();
  }

  void appendNullRow() {
    for (ColumnStore column : columns) {
      if (column != null) {
        column.appendNull();
      }
    }
    size++;
  }

  long bytes() {
    long bytes = 0;
    for (ColumnStore column : columns) {
      bytes += column == null ? 0 : column.bytes();
    }
    return bytes;
  }

  /// About the most bytes that the store holds on to when the rows of a batch, and one of nulls,
  /// have been added.
  long bytesWith(Batch batch) {
    long rows = size + (long) batch.size();
    long bytes = 0;
    for (int i = 0; i < columns.length; i++) {
      ColumnStore column = columns[i];
      bytes += column == null ? 0 : column.bytesWith(batch.column(i)) + 64 + rows / 4;
    }
    return bytes;
  }

  /// Ends growth, after which several threads may read.
  void seal() {
    Vector[] vectors = new Vector[columns.length];
    for (int i = 0; i < vectors.length; i++) {
      ColumnStore column = columns[i];
      vectors[i] = column == null ? Vectors.nulls(type(i), size) : column.toVector();
    }
    sealed = vectors;
  }

  private DataType type(int column) {
    return schema.field(column).type();
  }

  /// A column of a sealed store.
  Vector column(int index) {
    if (sealed == null) {
      throw new IllegalStateException("rows are still being added");
    }
    return sealed[index];
  }

  /// Rows of a sealed store.
  List<Vector> take(int[] rows, int count) {
    return take(rows, count, held());
  }

  private BitSet held() {
    BitSet held = new BitSet();
    held.set(0, columns.length);
    return held;
  }

  /// Rows of a sealed store in the `wanted` columns, the others as nulls.
  List<Vector> take(int[] rows, int count, BitSet wanted) {
    List<Vector> taken = new ArrayList<>(columns.length);
    for (int i = 0; i < columns.length; i++) {
      taken.add(
          columns[i] == null || !wanted.get(i)
              ? Vectors.nulls(type(i), count)
              : column(i).take(rows, count));
    }
    return taken;
  }

  /// All columns of a sealed store as one batch.
  Batch all() {
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      vectors.add(column(i));
    }
    return new Batch(vectors, size);
  }
}
