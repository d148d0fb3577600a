package io.thermocline.adapter.parquet.write;

import io.thermocline.adapter.parquet.filter.Literals;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The order in which rows are stored; nulls come last.
final class RowOrder {
  private final int[] keys;

  RowOrder(int[] keys) {
    this.keys = keys;
  }

  /// Whether the rows of the batches follow each other in order.
  boolean isSorted(List<Batch> batches) {
    Batch previous = null;
    int previousRow = 0;
    for (Batch batch : batches) {
      for (int row = 0; row < batch.size(); row++) {
        if (previous != null && compare(previous, previousRow, batch, row) > 0) {
          return false;
        }
        previous = batch;
        previousRow = row;
      }
    }
    return true;
  }

  /// One batch of all rows in order.
  Batch sorted(List<Batch> batches) {
    Batch all = concatenated(batches);
    Integer[] order = new Integer[all.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (left, right) -> compare(all, left, all, right));
    int[] positions = new int[order.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = order[i];
    }
    return all.take(positions, positions.length);
  }

  private static Batch concatenated(List<Batch> batches) {
    if (batches.size() == 1) {
      return batches.getFirst();
    }
    int rows = batches.stream().mapToInt(Batch::size).sum();
    List<Vector> columns = new ArrayList<>();
    for (int column = 0; column < batches.getFirst().columns().size(); column++) {
      VectorBuilder builder = new VectorBuilder(batches.getFirst().column(column).type(), rows);
      for (Batch batch : batches) {
        Vector vector = batch.column(column);
        for (int row = 0; row < batch.size(); row++) {
          builder.appendFrom(vector, row);
        }
      }
      columns.add(builder.build());
    }
    return new Batch(columns, rows);
  }

  private int compare(Batch left, int leftRow, Batch right, int rightRow) {
    for (int key : keys) {
      int order = compare(left.column(key), leftRow, right.column(key), rightRow);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(Vector left, int leftRow, Vector right, int rightRow) {
    boolean leftNull = left.isNull(leftRow);
    boolean rightNull = right.isNull(rightRow);
    if (leftNull || rightNull) {
      return Boolean.compare(leftNull, rightNull);
    }
    return switch (left.type().layout()) {
      case LONG -> Long.compare(left.longAt(leftRow), right.longAt(rightRow));
      case DOUBLE -> Double.compare(left.doubleAt(leftRow) + 0.0, right.doubleAt(rightRow) + 0.0);
      case INT128 ->
          Literals.wide(left.type(), left.highAt(leftRow), left.lowAt(leftRow))
              .compareTo(
                  Literals.wide(right.type(), right.highAt(rightRow), right.lowAt(rightRow)));
      case BYTES ->
          Arrays.compareUnsigned(
              left.bytesData(leftRow),
              left.bytesStart(leftRow),
              left.bytesEnd(leftRow),
              right.bytesData(rightRow),
              right.bytesStart(rightRow),
              right.bytesEnd(rightRow));
      case LIST -> 0;
    };
  }
}
