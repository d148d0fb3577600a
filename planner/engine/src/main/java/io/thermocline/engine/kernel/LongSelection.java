package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.LongVector;

/// Rows whose value compares with a constant, found without a vector of booleans.
final class LongSelection {
  private LongSelection() {}

  /// Writes the rows that qualify; returns their number.
  static int select(
      CompareKernel.Operator operator, LongVector vector, long value, int size, int[] rows) {
    long[] values = vector.values();
    int count = 0;
    switch (operator) {
      case EQUAL -> {
        for (int i = 0; i < size; i++) {
          rows[count] = i;
          count += values[i] == value ? 1 : 0;
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < size; i++) {
          rows[count] = i;
          count += values[i] != value ? 1 : 0;
        }
      }
      case LESS -> {
        for (int i = 0; i < size; i++) {
          rows[count] = i;
          count += values[i] < value ? 1 : 0;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < size; i++) {
          rows[count] = i;
          count += values[i] <= value ? 1 : 0;
        }
      }
      case GREATER -> {
        for (int i = 0; i < size; i++) {
          rows[count] = i;
          count += values[i] > value ? 1 : 0;
        }
      }
      case GREATER_OR_EQUAL -> {
        for (int i = 0; i < size; i++) {
          rows[count] = i;
          count += values[i] >= value ? 1 : 0;
        }
      }
    }
    return withoutNulls(vector, rows, count);
  }

  /// Keeps the rows that qualify; returns their number.
  static int narrow(
      CompareKernel.Operator operator, LongVector vector, long value, int[] rows, int count) {
    long[] values = vector.values();
    int left = 0;
    switch (operator) {
      case EQUAL -> {
        for (int i = 0; i < count; i++) {
          int row = rows[i];
          rows[left] = row;
          left += values[row] == value ? 1 : 0;
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < count; i++) {
          int row = rows[i];
          rows[left] = row;
          left += values[row] != value ? 1 : 0;
        }
      }
      case LESS -> {
        for (int i = 0; i < count; i++) {
          int row = rows[i];
          rows[left] = row;
          left += values[row] < value ? 1 : 0;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < count; i++) {
          int row = rows[i];
          rows[left] = row;
          left += values[row] <= value ? 1 : 0;
        }
      }
      case GREATER -> {
        for (int i = 0; i < count; i++) {
          int row = rows[i];
          rows[left] = row;
          left += values[row] > value ? 1 : 0;
        }
      }
      case GREATER_OR_EQUAL -> {
        for (int i = 0; i < count; i++) {
          int row = rows[i];
          rows[left] = row;
          left += values[row] >= value ? 1 : 0;
        }
      }
    }
    return withoutNulls(vector, rows, left);
  }

  private static int withoutNulls(LongVector vector, int[] rows, int count) {
    if (!vector.mayHaveNulls()) {
      return count;
    }
    int left = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      rows[left] = row;
      left += vector.isNull(row) ? 0 : 1;
    }
    return left;
  }
}
