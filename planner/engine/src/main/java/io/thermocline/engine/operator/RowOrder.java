package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.ValueOrder;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.util.Arrays;
import java.util.List;

/// An order of rows by key columns. Row numbers are sorted next to a prefix of the first key, a
/// word whose order is the key's: by radix when they are many, by merging when they are few. Only
/// rows of equal prefixes are compared value by value. Sorting is stable.
final class RowOrder {
  private static final int INSERTION_SORT = 16;
  private static final int RADIX_SORT = 512;

  private final List<DataType> types;
  private final ValueOrder[] orders;
  private final boolean[] descending;
  private final boolean[] nullsFirst;

  RowOrder(List<DataType> types, boolean[] descending, boolean[] nullsFirst) {
    this.types = types;
    this.orders = types.stream().map(ValueOrder::of).toArray(ValueOrder[]::new);
    this.descending = descending;
    this.nullsFirst = nullsFirst;
  }

  static RowOrder of(List<SortKey> keys, List<DataType> types) {
    boolean[] descending = new boolean[keys.size()];
    boolean[] nullsFirst = new boolean[keys.size()];
    for (int i = 0; i < descending.length; i++) {
      descending[i] = keys.get(i).descending();
      nullsFirst[i] = keys.get(i).nullsFirst();
    }
    return new RowOrder(List.copyOf(types), descending, nullsFirst);
  }

  boolean isEmpty() {
    return types.isEmpty();
  }

  /// Compares a row of some key columns with a row of others.
  int compare(Vector[] a, int i, Vector[] b, int j) {
    return compare(a, i, b, j, 0);
  }

  private int compare(Vector[] a, int i, Vector[] b, int j, int from) {
    for (int k = from; k < orders.length; k++) {
      boolean leftNull = a[k].isNull(i);
      boolean rightNull = b[k].isNull(j);
      int sign;
      if (leftNull || rightNull) {
        sign = leftNull == rightNull ? 0 : leftNull == nullsFirst[k] ? -1 : 1;
      } else {
        int order = orders[k].compare(a[k], i, b[k], j);
        sign = descending[k] ? -order : order;
      }
      if (sign != 0) {
        return sign;
      }
    }
    return 0;
  }

  /// A signed word for a row's first key: when the words of two rows differ, so do the rows, in the
  /// same direction.
  long prefix(Vector first, int row) {
    if (first.isNull(row)) {
      return nullsFirst[0] ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    long word =
        switch (first.type().layout()) {
          case LONG -> first.longAt(row);
          case DOUBLE -> doublePrefix(first.doubleAt(row));
          case INT128 ->
              first.type() == ScalarType.INTERVAL
                  ? 0
                  : first.type() == ScalarType.UUID
                      ? first.highAt(row) ^ Long.MIN_VALUE
                      : first.highAt(row);
          case BYTES ->
              bytesPrefix(first.bytesData(row), first.bytesStart(row), first.bytesEnd(row));
          case LIST -> 0;
        };
    return descending[0] ? ~word : word;
  }

  private static long doublePrefix(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
  }

  private static long bytesPrefix(byte[] data, int start, int end) {
    long word = 0;
    for (int i = 0; i < 8; i++) {
      word = word << 8 | (start + i < end ? data[start + i] & 0xffL : 0);
    }
    return word ^ Long.MIN_VALUE;
  }

  /// The row numbers 0 to `size` in order.
  int[] sort(Vector[] keys, int size) {
    int[] rows = new int[size];
    for (int i = 0; i < size; i++) {
      rows[i] = i;
    }
    sort(keys, rows, 0, size);
    return rows;
  }

  /// Sorts `rows[from .. to)`.
  void sort(Vector[] keys, int[] rows, int from, int to) {
    int size = to - from;
    if (size < 2 || types.isEmpty()) {
      return;
    }
    long[] prefixes = new long[size];
    for (int i = 0; i < size; i++) {
      prefixes[i] = prefix(keys[0], rows[from + i]);
    }
    int[] sortedRows = Arrays.copyOfRange(rows, from, to);
    if (size < RADIX_SORT) {
      new Merge(keys, prefixes, sortedRows).sort(0, size);
    } else {
      radixSort(prefixes, sortedRows);
      if (!isExact(keys[0]) || types.size() > 1) {
        sortTies(keys, prefixes, sortedRows);
      }
    }
    System.arraycopy(sortedRows, 0, rows, from, size);
  }

  /// Whether rows of equal prefixes are equal in the first key.
  private static boolean isExact(Vector first) {
    return first.type().layout() == Layout.LONG && !first.mayHaveNulls();
  }

  private void sortTies(Vector[] keys, long[] prefixes, int[] rows) {
    int start = 0;
    for (int i = 1; i <= rows.length; i++) {
      if (i == rows.length || prefixes[i] != prefixes[start]) {
        if (i - start > 1) {
          int[] run = Arrays.copyOfRange(rows, start, i);
          new Merge(keys, new long[i - start], run).sort(0, run.length);
          System.arraycopy(run, 0, rows, start, run.length);
        }
        start = i;
      }
    }
  }

  /// A stable sort by the prefixes, byte by byte from the lowest; bytes that are the same
  /// everywhere cost nothing.
  private static void radixSort(long[] prefixes, int[] rows) {
    int size = rows.length;
    int[][] counts = new int[8][256];
    for (long prefix : prefixes) {
      long word = prefix ^ Long.MIN_VALUE;
      for (int b = 0; b < 8; b++) {
        counts[b][(int) (word >>> 8 * b) & 0xff]++;
      }
    }
    long[] fromPrefixes = prefixes;
    int[] fromRows = rows;
    long[] toPrefixes = new long[size];
    int[] toRows = new int[size];
    for (int b = 0; b < 8; b++) {
      int[] count = counts[b];
      int shift = 8 * b;
      if (count[(int) ((fromPrefixes[0] ^ Long.MIN_VALUE) >>> shift) & 0xff] == size) {
        continue;
      }
      int position = 0;
      for (int digit = 0; digit < 256; digit++) {
        int here = count[digit];
        count[digit] = position;
        position += here;
      }
      for (int i = 0; i < size; i++) {
        long prefix = fromPrefixes[i];
        int place = count[(int) ((prefix ^ Long.MIN_VALUE) >>> shift) & 0xff]++;
        toPrefixes[place] = prefix;
        toRows[place] = fromRows[i];
      }
      long[] swapPrefixes = fromPrefixes;
      fromPrefixes = toPrefixes;
      toPrefixes = swapPrefixes;
      int[] swapRows = fromRows;
      fromRows = toRows;
      toRows = swapRows;
    }
    if (fromRows != rows) {
      System.arraycopy(fromRows, 0, rows, 0, size);
      System.arraycopy(fromPrefixes, 0, prefixes, 0, size);
    }
  }

  /// One sort: top-down merge sort over two parallel arrays, skipping merges of runs that are in
  /// order already.
  private final class Merge {
    private final Vector[] keys;
    private final long[] prefixes;
    private final int[] rows;
    private final long[] prefixBuffer;
    private final int[] rowBuffer;

    Merge(Vector[] keys, long[] prefixes, int[] rows) {
      this.keys = keys;
      this.prefixes = prefixes;
      this.rows = rows;
      this.prefixBuffer = new long[(rows.length + 1) / 2];
      this.rowBuffer = new int[(rows.length + 1) / 2];
    }

    private boolean isAfter(long prefix, int row, long otherPrefix, int otherRow) {
      return prefix != otherPrefix ? prefix > otherPrefix : compare(keys, row, keys, otherRow) > 0;
    }

    void sort(int from, int to) {
      if (to - from <= INSERTION_SORT) {
        insertionSort(from, to);
        return;
      }
      int middle = from + to >>> 1;
      sort(from, middle);
      sort(middle, to);
      if (isAfter(prefixes[middle - 1], rows[middle - 1], prefixes[middle], rows[middle])) {
        merge(from, middle, to);
      }
    }

    private void insertionSort(int from, int to) {
      for (int i = from + 1; i < to; i++) {
        long prefix = prefixes[i];
        int row = rows[i];
        int k = i - 1;
        while (k >= from && isAfter(prefixes[k], rows[k], prefix, row)) {
          prefixes[k + 1] = prefixes[k];
          rows[k + 1] = rows[k];
          k--;
        }
        prefixes[k + 1] = prefix;
        rows[k + 1] = row;
      }
    }

    private void merge(int from, int middle, int to) {
      int left = middle - from;
      System.arraycopy(prefixes, from, prefixBuffer, 0, left);
      System.arraycopy(rows, from, rowBuffer, 0, left);
      int i = 0;
      int j = middle;
      int out = from;
      while (i < left && j < to) {
        if (isAfter(prefixBuffer[i], rowBuffer[i], prefixes[j], rows[j])) {
          prefixes[out] = prefixes[j];
          rows[out++] = rows[j++];
        } else {
          prefixes[out] = prefixBuffer[i];
          rows[out++] = rowBuffer[i++];
        }
      }
      System.arraycopy(prefixBuffer, i, prefixes, out, left - i);
      System.arraycopy(rowBuffer, i, rows, out, left - i);
    }
  }
}
