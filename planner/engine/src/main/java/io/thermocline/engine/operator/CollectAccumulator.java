package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Numbers;
import io.thermocline.engine.kernel.ValueOrder;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.AggregateFunction;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Aggregates that need all values of a group: STRING_AGG, ARRAY_AGG, percentiles and MODE. Columns
/// are the arguments, then the order keys; rows are kept as they come with their group, and sorted
/// by group when the first result is asked for.
final class CollectAccumulator implements Accumulator {
  private final AggregateCall call;
  private final ColumnStore[] columns;
  private final RowOrder order;
  private int[] groups = new int[16];
  private int[] sorted = new int[0];
  private int[] starts = new int[0];
  private Vector[] vectors = new Vector[0];

  /// `types` are those of the arguments, then of the order keys.
  CollectAccumulator(AggregateCall call, List<DataType> types) {
    this.call = call;
    this.columns = types.stream().map(ColumnStore::of).toArray(ColumnStore[]::new);
    int arguments = call.arguments().size();
    this.order =
        switch (call.function()) {
          case PERCENTILE_CONT, PERCENTILE_DISC, MODE ->
              new RowOrder(List.of(types.getFirst()), new boolean[1], new boolean[1]);
          default -> RowOrder.of(call.orderBy(), types.subList(arguments, types.size()));
        };
  }

  @Override
  public void add(int[] newGroups, Vector[] arguments, int size, int groupCount) {
    for (int i = 0; i < size; i++) {
      boolean skipped =
          newGroups[i] < 0
              || call.function() != AggregateFunction.ARRAY_AGG && arguments[0].isNull(i);
      if (!skipped) {
        append(newGroups[i], arguments, i);
      }
    }
  }

  private void append(int group, Vector[] values, int row) {
    int size = columns[0].size;
    if (size == groups.length) {
      groups = Arrays.copyOf(groups, Accumulator.grown(size, size + 1));
    }
    groups[size] = group;
    for (int c = 0; c < columns.length; c++) {
      columns[c].append(values[c], row);
    }
  }

  @Override
  public void mergeGroup(Accumulator other, int otherGroup, int group, int groupCount) {
    throw new IllegalStateException("merged as a whole only");
  }

  @Override
  public void merge(Accumulator other, int[] mapping, int groupCount) {
    CollectAccumulator from = (CollectAccumulator) other;
    Vector[] values = Arrays.stream(from.columns).map(ColumnStore::toVector).toArray(Vector[]::new);
    for (int i = 0; i < from.columns[0].size; i++) {
      if (mapping[from.groups[i]] >= 0) {
        append(mapping[from.groups[i]], values, i);
      }
    }
  }

  private void sort(int groupCount) {
    if (starts.length > groupCount) {
      return;
    }
    int size = columns[0].size;
    vectors = Arrays.stream(columns).map(ColumnStore::toVector).toArray(Vector[]::new);
    int least = groupCount;
    for (int i = 0; i < size; i++) {
      least = Math.max(least, groups[i] + 1);
    }
    starts = new int[least + 1];
    for (int i = 0; i < size; i++) {
      starts[groups[i] + 1]++;
    }
    for (int g = 0; g < least; g++) {
      starts[g + 1] += starts[g];
    }
    int[] next = Arrays.copyOf(starts, least);
    sorted = new int[size];
    for (int i = 0; i < size; i++) {
      sorted[next[groups[i]]++] = i;
    }
    if (!order.isEmpty()) {
      Vector[] keys =
          switch (call.function()) {
            case PERCENTILE_CONT, PERCENTILE_DISC, MODE -> new Vector[] {vectors[0]};
            default -> Arrays.copyOfRange(vectors, call.arguments().size(), vectors.length);
          };
      for (int g = 0; g < least; g++) {
        order.sort(keys, sorted, starts[g], starts[g + 1]);
      }
    }
  }

  @Override
  public List<DataType> stateTypes() {
    return Arrays.stream(columns).<DataType>map(column -> new ArrayType(column.type)).toList();
  }

  @Override
  public List<Vector> state(int from, int to) {
    sort(to);
    List<Vector> state = new ArrayList<>();
    for (int c = 0; c < columns.length; c++) {
      VectorBuilder out = new VectorBuilder(new ArrayType(columns[c].type), to - from);
      for (int g = from; g < to; g++) {
        for (int i = starts[g]; i < starts[g + 1]; i++) {
          out.elements().appendFrom(vectors[c], sorted[i]);
        }
        out.appendList();
      }
      state.add(out.build());
    }
    return state;
  }

  @Override
  public void restore(List<Vector> state, int size) {
    ListVector[] lists = new ListVector[columns.length];
    Vector[] elements = new Vector[columns.length];
    for (int c = 0; c < columns.length; c++) {
      lists[c] = (ListVector) state.get(c).flatten();
      elements[c] = lists[c].elements();
    }
    int[] offsets = lists[0].offsets();
    for (int g = 0; g < size; g++) {
      for (int i = offsets[g]; i < offsets[g + 1]; i++) {
        append(g, elements, i);
      }
    }
  }

  @Override
  public Vector result(int from, int to) {
    sort(to);
    VectorBuilder out = new VectorBuilder(call.type(), to - from);
    for (int g = from; g < to; g++) {
      if (starts[g] == starts[g + 1]) {
        out.appendNull();
        continue;
      }
      switch (call.function()) {
        case STRING_AGG -> join(g, out);
        case ARRAY_AGG -> collect(g, out);
        case PERCENTILE_CONT -> interpolate(g, out);
        case PERCENTILE_DISC -> {
          int count = starts[g + 1] - starts[g];
          int place = Math.max(1, (int) Math.ceil(fraction(g) * count));
          out.appendFrom(vectors[0], sorted[starts[g] + place - 1]);
        }
        case MODE -> out.appendFrom(vectors[0], mostFrequent(g));
        default -> throw new IllegalStateException(call.function() + " collects nothing");
      }
    }
    return out.build();
  }

  private void join(int g, VectorBuilder out) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = starts[g]; i < starts[g + 1]; i++) {
      int row = sorted[i];
      if (i > starts[g] && !vectors[1].isNull(row)) {
        write(text, vectors[1], row);
      }
      write(text, vectors[0], row);
    }
    out.appendBytes(text.toByteArray());
  }

  private static void write(ByteArrayOutputStream text, Vector vector, int row) {
    text.write(
        vector.bytesData(row),
        vector.bytesStart(row),
        vector.bytesEnd(row) - vector.bytesStart(row));
  }

  private void collect(int g, VectorBuilder out) {
    for (int i = starts[g]; i < starts[g + 1]; i++) {
      out.elements().appendFrom(vectors[0], sorted[i]);
    }
    out.appendList();
  }

  private double fraction(int g) {
    double fraction = Numbers.toDouble(vectors[1], sorted[starts[g]]);
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "a percentile's fraction is " + fraction + ", not between 0 and 1");
    }
    return fraction;
  }

  private void interpolate(int g, VectorBuilder out) {
    double place = fraction(g) * (starts[g + 1] - starts[g] - 1);
    int lower = (int) Math.floor(place);
    int upper = (int) Math.ceil(place);
    double a = number(sorted[starts[g] + lower]);
    double b = number(sorted[starts[g] + upper]);
    double value = lower == upper ? a : a + (b - a) * (place - lower);
    if (call.type().isNumeric()) {
      Numbers.appendAny(out, value);
    } else {
      out.appendLong(Math.round(value));
    }
  }

  private double number(int row) {
    return vectors[0].type().layout() == Layout.LONG && !vectors[0].type().isNumeric()
        ? vectors[0].longAt(row)
        : Numbers.toDouble(vectors[0], row);
  }

  private int mostFrequent(int g) {
    ValueOrder values = ValueOrder.of(vectors[0].type());
    int best = sorted[starts[g]];
    int bestCount = 0;
    int count = 0;
    for (int i = starts[g]; i < starts[g + 1]; i++) {
      boolean same =
          i > starts[g] && values.compare(vectors[0], sorted[i - 1], vectors[0], sorted[i]) == 0;
      count = same ? count + 1 : 1;
      if (count > bestCount) {
        bestCount = count;
        best = sorted[i];
      }
    }
    return best;
  }

  @Override
  public long bytes() {
    long bytes = 4L * (groups.length + sorted.length + starts.length);
    for (ColumnStore column : columns) {
      bytes += column.bytes();
    }
    return bytes;
  }
}
