package io.thermocline.spi.batch;

import java.util.List;

/// The rows that move through the system together: equally long vectors, one a column. A batch
/// without columns still has a size (for `count(*)`).
public final class Batch {
  /// The number of rows that sources and operators aim for.
  public static final int TARGET_ROWS = 8192;

  private final List<Vector> columns;
  private final int size;

  /// Copies the list; every vector has `size` rows.
  public Batch(List<? extends Vector> columns, int size) {
    this.columns = List.copyOf(columns);
    this.size = size;
    for (Vector column : this.columns) {
      if (column.size() != size) {
        throw new IllegalArgumentException(
            "a column of " + column.size() + " rows in a batch of " + size);
      }
    }
  }

  /// The number of rows.
  public int size() {
    return size;
  }

  /// The columns in the order of the schema.
  public List<Vector> columns() {
    return columns;
  }

  /// The column at a position, from 0.
  public Vector column(int index) {
    return columns.get(index);
  }

  /// The rows at `positions[0..count)`, in that order.
  public Batch take(int[] positions, int count) {
    return new Batch(columns.stream().map(column -> column.take(positions, count)).toList(), count);
  }

  /// Rows `from` (inclusive) to `to` (exclusive).
  public Batch slice(int from, int to) {
    return from == 0 && to == size
        ? this
        : new Batch(columns.stream().map(column -> column.slice(from, to)).toList(), to - from);
  }

  /// The columns at these positions, in that order.
  public Batch project(int... indexes) {
    return new Batch(java.util.Arrays.stream(indexes).mapToObj(columns::get).toList(), size);
  }

  /// The bytes that the batch holds on to, for memory accounting; shared vectors count each time.
  public long retainedBytes() {
    long bytes = 0;
    for (Vector column : columns) {
      bytes += column.retainedBytes();
    }
    return bytes;
  }
}
