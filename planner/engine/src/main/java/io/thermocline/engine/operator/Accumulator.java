package io.thermocline.engine.operator;

import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;

/// The state of one aggregate call for all groups, in arrays by group. For one thread.
interface Accumulator {
  /// Adds rows: row `i` belongs to group `groups[i]`, or to none when that is negative.
  /// `groupCount` is the number of groups so far.
  void add(int[] groups, Vector[] arguments, int size, int groupCount);

  /// Adds the state of one group of an accumulator of the same call, which may be this one, to a
  /// group here. A group that the other has not seen counts as empty.
  void mergeGroup(Accumulator other, int otherGroup, int group, int groupCount);

  /// Adds the state of another accumulator of the same call: its group `g` is group `mapping[g]`
  /// here, or left out when that is negative.
  default void merge(Accumulator other, int[] mapping, int groupCount) {
    for (int g = 0; g < mapping.length; g++) {
      if (mapping[g] >= 0) {
        mergeGroup(other, g, mapping[g], groupCount);
      }
    }
  }

  /// The types of the columns of [#state].
  List<DataType> stateTypes();

  /// The states of groups `from` to `to`, a row each, from which [#restore] makes the same states.
  List<Vector> state(int from, int to);

  /// Makes an empty accumulator one of `size` groups whose states are the rows.
  void restore(List<Vector> state, int size);

  /// The results of groups `from` to `to`.
  Vector result(int from, int to);

  /// The bytes that the state holds on to.
  long bytes();

  /// Rows `from` to `to` of an array of counts or other words.
  static Vector words(long[] words, int from, int to) {
    return new LongVector(ScalarType.INT64, to - from, Arrays.copyOfRange(words, from, to), null);
  }

  /// Rows `from` to `to` of an array of doubles.
  static Vector doubles(double[] values, int from, int to) {
    return new DoubleVector(
        ScalarType.FLOAT64, to - from, Arrays.copyOfRange(values, from, to), null);
  }

  /// The rows of a vector of layout LONG.
  static long[] words(Vector vector, int size) {
    long[] words = new long[size];
    for (int i = 0; i < size; i++) {
      words[i] = vector.longAt(i);
    }
    return words;
  }

  /// The rows of a vector of layout DOUBLE.
  static double[] doubles(Vector vector, int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = vector.doubleAt(i);
    }
    return values;
  }

  /// The capacity of an array that has to hold `wanted` elements.
  static int grown(int capacity, int wanted) {
    return Math.max(Math.max(16, wanted), capacity + (capacity >> 1));
  }
}
