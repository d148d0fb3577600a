package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.engine.plan.WindowGroup;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The rows of a window group in the order of partitions and keys. A place is a position in that
/// order; for each place there are the bounds of its partition and of its peers, the rows that are
/// equal in the order keys.
final class WindowOrder {
  final int size;
  final int[] rows;
  final int[] partitionStart;
  final int[] partitionEnd;
  final int[] peerStart;
  final int[] peerEnd;
  final Vector[] orderKeys;

  WindowOrder(WindowGroup group, ExpressionCompiler compiler, Batch input) {
    size = input.size();
    List<SortKey> keys = new ArrayList<>();
    group.partitionBy().forEach(expression -> keys.add(SortKey.ascending(expression)));
    keys.addAll(group.orderBy());
    Vector[] vectors = new Vector[keys.size()];
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = compiler.compile(keys.get(i).expression()).evaluate(input);
      types.add(vectors[i].type());
    }
    rows = RowOrder.of(keys, types).sort(vectors, size);
    int partitionKeys = group.partitionBy().size();
    partitionStart = new int[size];
    partitionEnd = new int[size];
    peerStart = new int[size];
    peerEnd = new int[size];
    bounds(
        RowOrder.of(keys.subList(0, partitionKeys), types.subList(0, partitionKeys)),
        Arrays.copyOf(vectors, partitionKeys),
        partitionStart,
        partitionEnd);
    bounds(RowOrder.of(keys, types), vectors, peerStart, peerEnd);
    orderKeys = new Vector[vectors.length - partitionKeys];
    for (int i = 0; i < orderKeys.length; i++) {
      orderKeys[i] = vectors[partitionKeys + i].take(rows, size);
    }
  }

  private void bounds(RowOrder order, Vector[] keys, int[] starts, int[] ends) {
    int start = 0;
    for (int i = 1; i <= size; i++) {
      if (i == size || order.compare(keys, rows[i - 1], keys, rows[i]) != 0) {
        Arrays.fill(starts, start, i, start);
        Arrays.fill(ends, start, i, i);
        start = i;
      }
    }
  }

  /// A vector by place as a vector by row.
  Vector toRows(Vector byPlace) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[rows[i]] = i;
    }
    return byPlace.take(places, size);
  }

  /// The bytes that the arrays take.
  long bytes() {
    long bytes = 20L * size;
    for (Vector key : orderKeys) {
      bytes += key.retainedBytes();
    }
    return bytes;
  }
}
