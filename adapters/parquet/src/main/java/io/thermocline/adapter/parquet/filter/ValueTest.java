package io.thermocline.adapter.parquet.filter;

import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A condition on the values of one column.
abstract class ValueTest {
  /// Writes a [Verdict] for each row of a flat vector.
  abstract void test(Vector flat, byte[] verdicts);

  /// False only when the condition holds for no value of the range.
  abstract boolean mayHold(ColumnRange range);

  /// True only when the condition holds for every row of the range, nulls included.
  abstract boolean mustHold(ColumnRange range);

  /// The values of which a row must equal one for the condition to hold, or null when there is no
  /// such list.
  @Nullable List<Object> candidates() {
    return null;
  }

  /// A rough cost of a row, for ordering.
  int cost() {
    return 1;
  }

  /// Sets the verdict of null rows to unknown.
  static void markUnknown(Vector flat, byte[] verdicts) {
    long[] nulls =
        switch (flat) {
          case LongVector v -> v.nulls();
          case DoubleVector v -> v.nulls();
          case Int128Vector v -> v.nulls();
          case BytesVector v -> v.nulls();
          case ListVector v -> null;
          default -> throw new IllegalStateException("a flat vector is expected");
        };
    if (nulls != null) {
      int size = flat.size();
      for (int word = 0; word << 6 < size; word++) {
        long bits = nulls[word];
        while (bits != 0) {
          int row = (word << 6) + Long.numberOfTrailingZeros(bits);
          if (row < size) {
            verdicts[row] = Verdict.UNKNOWN;
          }
          bits &= bits - 1;
        }
      }
    }
  }

  /// Whether the column is null, or is not.
  static final class Null extends ValueTest {
    private final boolean wanted;

    Null(boolean wanted) {
      this.wanted = wanted;
    }

    @Override
    void test(Vector flat, byte[] verdicts) {
      for (int i = 0; i < flat.size(); i++) {
        verdicts[i] = Verdict.of(flat.isNull(i) == wanted);
      }
    }

    @Override
    boolean mayHold(ColumnRange range) {
      return wanted ? range.mayHoldNull() : range.mayHoldValue();
    }

    @Override
    boolean mustHold(ColumnRange range) {
      return wanted ? !range.mayHoldValue() : !range.mayHoldNull();
    }
  }

  /// The same answer for every value.
  static final class Fixed extends ValueTest {
    private final boolean answer;

    Fixed(boolean answer) {
      this.answer = answer;
    }

    @Override
    void test(Vector flat, byte[] verdicts) {
      for (int i = 0; i < flat.size(); i++) {
        verdicts[i] = flat.isNull(i) ? Verdict.UNKNOWN : Verdict.of(answer);
      }
    }

    @Override
    boolean mayHold(ColumnRange range) {
      return answer && range.mayHoldValue();
    }

    @Override
    boolean mustHold(ColumnRange range) {
      return answer && !range.mayHoldNull();
    }
  }
}
