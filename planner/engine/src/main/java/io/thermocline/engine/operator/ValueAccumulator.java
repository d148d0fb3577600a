package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.ValueOrder;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps one value of each group: the smallest, the largest, some, or the only one. Values of one
/// word lie in an array; others are rows of vectors that are copied out of their batch.
final class ValueAccumulator implements Accumulator {
  /// Which value is kept.
  enum Choice {
    SMALLEST,
    LARGEST,
    ANY,
    ONLY
  }

  private final Choice choice;
  private final DataType type;
  private final ValueOrder order;
  private final boolean inWords;
  private byte[] states = new byte[0];
  private long[] words = new long[0];
  private @Nullable Vector[] values = new Vector[0];
  private long valueBytes;

  private static final byte EMPTY = 0;
  private static final byte PRESENT = 1;
  private static final byte NULL = 2;

  ValueAccumulator(Choice choice, DataType type) {
    this.choice = choice;
    this.type = type;
    this.order = ValueOrder.of(type);
    this.inWords = type.layout() == Layout.LONG;
  }

  private void reserve(int groups) {
    if (states.length < groups) {
      int capacity = Accumulator.grown(states.length, groups);
      states = Arrays.copyOf(states, capacity);
      if (inWords) {
        words = Arrays.copyOf(words, capacity);
      } else {
        values = Arrays.copyOf(values, capacity);
      }
    }
  }

  @Override
  public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
    reserve(groupCount);
    Vector vector = arguments[0];
    boolean nulls = vector.mayHaveNulls();
    for (int i = 0; i < size; i++) {
      int group = groups[i];
      if (group < 0) {
        continue;
      }
      if (choice == Choice.ONLY && states[group] != EMPTY) {
        throw secondRow();
      }
      if (nulls && vector.isNull(i)) {
        if (choice == Choice.ONLY) {
          states[group] = NULL;
        }
      } else if (states[group] == EMPTY) {
        states[group] = PRESENT;
        store(group, vector, i);
      } else if (replaces(group, vector, i)) {
        store(group, vector, i);
      }
    }
  }

  private static ThermoclineException secondRow() {
    return new ThermoclineException(
        ErrorCode.CARDINALITY_VIOLATION,
        "a sub-query used as a value returned more than one row; add a condition, an aggregate or LIMIT 1");
  }

  private boolean replaces(int group, Vector vector, int row) {
    if (choice == Choice.ANY || choice == Choice.ONLY) {
      return false;
    }
    int sign;
    if (inWords) {
      sign = Long.compare(vector.longAt(row), words[group]);
    } else {
      Vector value = values[group];
      sign = value == null ? 0 : order.compare(vector, row, value, 0);
    }
    return choice == Choice.SMALLEST ? sign < 0 : sign > 0;
  }

  private void store(int group, Vector vector, int row) {
    if (inWords) {
      words[group] = vector.longAt(row);
      return;
    }
    Vector old = values[group];
    Vector copy = vector.take(new int[] {row}, 1).flatten();
    values[group] = copy;
    valueBytes += copy.retainedBytes() + 64 - (old == null ? 0 : old.retainedBytes() + 64);
  }

  @Override
  public void mergeGroup(Accumulator other, int otherGroup, int group, int groupCount) {
    reserve(groupCount);
    ValueAccumulator from = (ValueAccumulator) other;
    if (otherGroup >= from.states.length || from.states[otherGroup] == EMPTY) {
      return;
    }
    if (choice == Choice.ONLY && states[group] != EMPTY) {
      throw secondRow();
    }
    if (from.states[otherGroup] == NULL) {
      states[group] = NULL;
    } else if (inWords) {
      mergeWord(group, from.words[otherGroup]);
    } else {
      Vector value = from.values[otherGroup];
      if (value != null && (states[group] == EMPTY || replaces(group, value, 0))) {
        states[group] = PRESENT;
        values[group] = value;
        valueBytes += value.retainedBytes() + 64;
      }
    }
  }

  private void mergeWord(int group, long word) {
    boolean replaces =
        states[group] == EMPTY
            || choice == Choice.SMALLEST && word < words[group]
            || choice == Choice.LARGEST && word > words[group];
    if (replaces) {
      states[group] = PRESENT;
      words[group] = word;
    }
  }

  @Override
  public List<DataType> stateTypes() {
    return List.of(ScalarType.INT64, type);
  }

  @Override
  public List<Vector> state(int from, int to) {
    reserve(to);
    long[] kinds = new long[to - from];
    for (int g = from; g < to; g++) {
      kinds[g - from] = states[g];
    }
    return List.of(Accumulator.words(kinds, 0, kinds.length), result(from, to));
  }

  @Override
  public void restore(List<Vector> state, int size) {
    reserve(size);
    for (int g = 0; g < size; g++) {
      states[g] = (byte) state.get(0).longAt(g);
      if (states[g] == PRESENT) {
        store(g, state.get(1), g);
      }
    }
  }

  @Override
  public Vector result(int from, int to) {
    reserve(to);
    VectorBuilder out = new VectorBuilder(type, to - from);
    for (int g = from; g < to; g++) {
      Vector value = inWords ? null : values[g];
      if (states[g] != PRESENT) {
        out.appendNull();
      } else if (inWords) {
        out.appendLong(words[g]);
      } else if (value != null) {
        out.appendFrom(value, 0);
      }
    }
    return out.build();
  }

  @Override
  public long bytes() {
    return states.length + 8L * words.length + 8L * values.length + valueBytes;
  }
}
