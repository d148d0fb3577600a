package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.kernel.Vectors;
import io.thermocline.engine.plan.AggregateFunction;
import io.thermocline.engine.plan.PhysicalNode.HashAggregateNode;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Groups and accumulators of one worker: for each grouping set a table and one accumulator a call.
/// For one thread.
final class AggregateState {
  private final HashAggregateNode node;
  private final List<Kernel> keys;
  private final List<AggregateEvaluator> calls;
  private final boolean plain;
  private final List<GroupingSet> sets = new ArrayList<>();

  AggregateState(HashAggregateNode node, ExpressionCompiler compiler) {
    this(node, compiler, false);
  }

  /// With `plain`, accumulators do not look for duplicates.
  AggregateState(HashAggregateNode node, ExpressionCompiler compiler, boolean plain) {
    this.node = node;
    this.plain = plain;
    this.keys = compiler.compileAll(node.keys());
    this.calls = node.calls().stream().map(call -> new AggregateEvaluator(call, compiler)).toList();
    for (Kernel key : keys) {
      if (!GroupTable.supports(key.type())) {
        throw new ThermoclineException(
            ErrorCode.UNSUPPORTED,
            "grouping by " + key.type().sqlName() + "; group by its text instead");
      }
    }
    List<List<Integer>> positions =
        node.groupingSets().isEmpty()
            ? List.of(IntStream.range(0, keys.size()).boxed().toList())
            : node.groupingSets();
    for (List<Integer> set : positions) {
      sets.add(new GroupingSet(set));
    }
  }

  /// Adds a batch of input rows.
  void add(Batch batch) {
    Vector[] keyVectors = JoinBuild.keyVectors(keys, batch);
    int[] groups = new int[batch.size()];
    for (GroupingSet set : sets) {
      Vector[] used = new Vector[set.positions.length];
      for (int i = 0; i < used.length; i++) {
        used[i] = keyVectors[set.positions[i]];
      }
      set.table.assign(used, batch.size(), groups);
      for (int i = 0; i < calls.size(); i++) {
        calls.get(i).add(set.accumulators.get(i), batch, groups, set.table.groups());
      }
    }
  }

  /// Adds what another worker has of one of `partitions` parts of the groups, a power of two. Sets
  /// without keys belong to part 0. The other may be merged into several states at once.
  void merge(AggregateState other, int partition, int partitions) {
    for (int s = 0; s < sets.size(); s++) {
      GroupingSet set = sets.get(s);
      GroupingSet from = other.sets.get(s);
      int[] mapping = new int[from.table.groups()];
      Arrays.fill(mapping, -1);
      if (set.positions.length == 0) {
        if (partition > 0 || mapping.length == 0) {
          continue;
        }
        mapping[0] = 0;
        set.table.assign(new Vector[0], 0, new int[0]);
      } else if (!map(set.table, from.table, partition, partitions, mapping)) {
        continue;
      }
      for (int i = 0; i < calls.size(); i++) {
        set.accumulators.get(i).merge(from.accumulators.get(i), mapping, set.table.groups());
      }
    }
  }

  private static boolean map(
      GroupTable to, GroupTable from, int partition, int partitions, int[] mapping) {
    int[] groups = new int[mapping.length];
    int count = from.groupsOf(partition, partitions, groups);
    if (count == 0) {
      return false;
    }
    Vector[] values = new Vector[from.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = from.keys(i).take(groups, count);
    }
    int[] assigned = new int[count];
    to.assign(values, count, assigned);
    for (int i = 0; i < count; i++) {
      mapping[groups[i]] = assigned[i];
    }
    return true;
  }

  /// Ends input: a grouping set without keys has one group even when there were no rows.
  void finish() {
    for (GroupingSet set : sets) {
      if (set.positions.length == 0) {
        set.table.assign(new Vector[0], 0, new int[0]);
      }
    }
  }

  int sets() {
    return sets.size();
  }

  /// The groups of all sets together.
  int groups() {
    return sets.stream().mapToInt(set -> set.table.groups()).sum();
  }

  int groups(int set) {
    return sets.get(set).table.groups();
  }

  /// The result rows of groups `from` to `to` of a grouping set.
  Batch result(int setIndex, int from, int to) {
    GroupingSet set = sets.get(setIndex);
    List<Vector> columns = new ArrayList<>();
    for (int k = 0; k < keys.size(); k++) {
      int place = set.placeOf(k);
      columns.add(
          place < 0
              ? Vectors.nulls(keys.get(k).type(), to - from)
              : set.table.keys(place, from, to));
    }
    for (int i = 0; i < calls.size(); i++) {
      boolean grouping = node.calls().get(i).function() == AggregateFunction.GROUPING;
      columns.add(
          grouping ? grouping(i, set, to - from) : set.accumulators.get(i).result(from, to));
    }
    return new Batch(columns, to - from);
  }

  private Vector grouping(int call, GroupingSet set, int size) {
    long bits = 0;
    for (var argument : node.calls().get(call).arguments()) {
      int key = node.keys().indexOf(argument);
      if (key < 0) {
        throw new ThermoclineException(
            ErrorCode.UNSUPPORTED, "GROUPING takes keys of the aggregation only");
      }
      bits = bits << 1 | (set.placeOf(key) < 0 ? 1 : 0);
    }
    return Values.constant(node.calls().get(call).type(), bits, size);
  }

  /// Whether a state of one group in each set is all there is, which no partitioning makes smaller.
  boolean isAtomic() {
    if (hasDistinct()) {
      return false;
    }
    return sets.stream().allMatch(set -> set.table.groups() <= 1);
  }

  /// Whether accumulators look for duplicates.
  boolean hasDistinct() {
    return sets.getFirst().accumulators.stream().anyMatch(DistinctAccumulator.class::isInstance);
  }

  int calls() {
    return calls.size();
  }

  /// The types of the rows of [#stateRows]: the grouping set's number, all keys, and the states.
  List<DataType> stateTypes() {
    List<DataType> types = keyTypes();
    sets.getFirst().accumulators.forEach(accumulator -> types.addAll(accumulator.stateTypes()));
    return types;
  }

  private List<DataType> keyTypes() {
    List<DataType> types = new ArrayList<>(List.of(ScalarType.INT64));
    keys.forEach(key -> types.add(key.type()));
    return types;
  }

  /// The number of columns before the states.
  int keyColumns() {
    return keys.size() + 1;
  }

  /// The states of groups `from` to `to` of a set as rows, those of calls that look for duplicates
  /// empty.
  Batch stateRows(int setIndex, int from, int to) {
    GroupingSet set = sets.get(setIndex);
    List<Vector> columns = new ArrayList<>();
    columns.add(Values.constant(ScalarType.INT64, (long) setIndex, to - from));
    for (int k = 0; k < keys.size(); k++) {
      int place = set.placeOf(k);
      columns.add(
          place < 0
              ? Vectors.nulls(keys.get(k).type(), to - from)
              : set.table.keys(place, from, to));
    }
    for (int i = 0; i < calls.size(); i++) {
      Accumulator accumulator = set.accumulators.get(i);
      columns.addAll(
          accumulator instanceof DistinctAccumulator
              ? calls.get(i).plainAccumulator().state(0, to - from)
              : accumulator.state(from, to));
    }
    return new Batch(columns, to - from);
  }

  /// The number of combinations of group and arguments that a call has seen in a set, or -1 when it
  /// does not look for duplicates.
  int distinctEntries(int setIndex, int call) {
    return sets.get(setIndex).accumulators.get(call) instanceof DistinctAccumulator d
        ? d.entries()
        : -1;
  }

  /// The types of the rows of [#distinctRows]: the grouping set's number, all keys, the arguments.
  List<DataType> distinctTypes(int call) {
    List<DataType> types = keyTypes();
    types.addAll(((DistinctAccumulator) sets.getFirst().accumulators.get(call)).argumentTypes());
    return types;
  }

  /// Combinations `from` to `to` of a set's groups and a call's arguments.
  Batch distinctRows(int setIndex, int call, int from, int to) {
    GroupingSet set = sets.get(setIndex);
    int[] groups = new int[to - from];
    List<Vector> arguments =
        ((DistinctAccumulator) set.accumulators.get(call)).entries(from, to, groups);
    List<Vector> columns = new ArrayList<>();
    columns.add(Values.constant(ScalarType.INT64, (long) setIndex, to - from));
    for (int k = 0; k < keys.size(); k++) {
      int place = set.placeOf(k);
      columns.add(
          place < 0
              ? Vectors.nulls(keys.get(k).type(), to - from)
              : set.table.keys(place).take(groups, groups.length));
    }
    columns.addAll(arguments);
    return new Batch(columns, to - from);
  }

  /// Adds rows of [#stateRows], of any sets.
  void addStates(Batch rows) {
    forEachSet(
        rows,
        (set, batch, groups) -> {
          int column = keyColumns();
          for (int i = 0; i < calls.size(); i++) {
            Accumulator restored = calls.get(i).plainAccumulator();
            int width = restored.stateTypes().size();
            restored.restore(batch.columns().subList(column, column + width), batch.size());
            column += width;
            set.accumulators.get(i).merge(restored, groups, set.table.groups());
          }
        });
  }

  /// Adds rows of [#distinctRows] without duplicates, of any sets, to a plain state.
  void addDistinct(int call, Batch rows) {
    forEachSet(
        rows,
        (set, batch, groups) -> {
          List<Vector> arguments = batch.columns().subList(keyColumns(), batch.columns().size());
          set.accumulators
              .get(call)
              .add(groups, arguments.toArray(Vector[]::new), batch.size(), set.table.groups());
        });
  }

  /// What is done with the rows of one set and their groups.
  private interface SetRows {
    void accept(GroupingSet set, Batch rows, int[] groups);
  }

  private void forEachSet(Batch rows, SetRows action) {
    for (int s = 0; s < sets.size(); s++) {
      int[] positions = new int[rows.size()];
      int count = 0;
      for (int i = 0; i < positions.length; i++) {
        positions[count] = i;
        count += rows.column(0).longAt(i) == s ? 1 : 0;
      }
      if (count == 0) {
        continue;
      }
      GroupingSet set = sets.get(s);
      Batch own = count == rows.size() ? rows : rows.take(positions, count);
      Vector[] used = new Vector[set.positions.length];
      for (int i = 0; i < used.length; i++) {
        used[i] = own.column(1 + set.positions[i]);
      }
      int[] groups = new int[count];
      set.table.assign(used, count, groups);
      action.accept(set, own, groups);
    }
  }

  long bytes() {
    long bytes = 0;
    for (GroupingSet set : sets) {
      bytes += set.table.bytes();
      for (Accumulator accumulator : set.accumulators) {
        bytes += accumulator.bytes();
      }
    }
    return bytes;
  }

  /// One grouping set's groups.
  private final class GroupingSet {
    private final int[] positions;
    private final GroupTable table;
    private final List<Accumulator> accumulators = new ArrayList<>();

    GroupingSet(List<Integer> keyPositions) {
      positions = keyPositions.stream().mapToInt(Integer::intValue).toArray();
      List<DataType> types = keyPositions.stream().map(p -> keys.get(p).type()).toList();
      table = GroupTable.grouping(types);
      calls.forEach(call ->
          accumulators.add(
              plain ? call.plainAccumulator() : call.accumulator(positions.length == 0)));
    }

    int placeOf(int key) {
      for (int i = 0; i < positions.length; i++) {
        if (positions[i] == key) {
          return i;
        }
      }
      return -1;
    }
  }
}
