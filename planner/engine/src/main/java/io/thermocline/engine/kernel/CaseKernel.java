package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// CASE and COALESCE: alternatives that are computed only for the rows that reach them, unless they
/// cannot fail and nearly all rows do.
final class CaseKernel implements Kernel {
  private final DataType type;
  private final List<Kernel> conditions;
  private final List<Kernel> results;
  private final List<BitSet> conditionColumns;
  private final List<BitSet> resultColumns;

  private CaseKernel(DataType type, List<Kernel> conditions, List<Kernel> results) {
    this.type = type;
    this.conditions = conditions;
    this.results = results;
    this.conditionColumns = conditions.stream().map(CaseKernel::columns).toList();
    this.resultColumns = results.stream().map(CaseKernel::columns).toList();
  }

  /// The first result whose condition is true; `results` has one more than `conditions`, for the
  /// rest.
  static Kernel of(DataType type, List<Kernel> conditions, List<Kernel> results) {
    return new CaseKernel(type, List.copyOf(conditions), List.copyOf(results));
  }

  /// The first argument that is not null.
  static Kernel coalesce(DataType type, List<Kernel> arguments) {
    List<Kernel> conditions = new ArrayList<>();
    for (Kernel argument : arguments.subList(0, arguments.size() - 1)) {
      conditions.add(LogicKernel.isNull(argument, true));
    }
    return of(type, conditions, arguments);
  }

  private static BitSet columns(Kernel kernel) {
    BitSet columns = new BitSet();
    kernel.addColumns(columns);
    return columns;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public void addColumns(BitSet columns) {
    conditionColumns.forEach(columns::or);
    resultColumns.forEach(columns::or);
  }

  @Override
  public boolean canFail() {
    return conditions.stream().anyMatch(Kernel::canFail)
        || results.stream().anyMatch(Kernel::canFail);
  }

  @Override
  public Vector evaluate(Batch input) {
    int size = input.size();
    int[] alternative = new int[size];
    int[] place = new int[size];
    Vector[] vectors = new Vector[results.size()];
    int[] rest = new int[size];
    for (int i = 0; i < size; i++) {
      rest[i] = i;
    }
    int left = size;
    for (int k = 0; k < results.size() && left > 0; k++) {
      int[] chosen = rest;
      int count = left;
      if (k < conditions.size()) {
        Vector condition =
            conditions.get(k).evaluate(subset(input, conditionColumns.get(k), rest, left));
        int[] hits = new int[left];
        count = Vectors.trueRows(condition, left, hits);
        if (count == 0) {
          continue;
        }
        chosen = new int[count];
        int[] others = new int[left - count];
        int hit = 0;
        int other = 0;
        for (int i = 0; i < left; i++) {
          if (hit < count && hits[hit] == i) {
            chosen[hit++] = rest[i];
          } else {
            others[other++] = rest[i];
          }
        }
        rest = others;
        left = other;
      } else {
        left = 0;
      }
      vectors[k] = evaluateFor(k, input, chosen, count, alternative, place);
      if (count == size) {
        return vectors[k];
      }
    }
    return gather(alternative, place, vectors, size);
  }

  private Vector evaluateFor(
      int k, Batch input, int[] chosen, int count, int[] alternative, int[] place) {
    Kernel result = results.get(k);
    boolean whole = count == input.size() || !result.canFail() && count > input.size() / 4;
    for (int i = 0; i < count; i++) {
      alternative[chosen[i]] = k;
      place[chosen[i]] = whole ? chosen[i] : i;
    }
    return result.evaluate(
        whole ? input : Vectors.take(input, resultColumns.get(k), chosen, count));
  }

  private static Batch subset(Batch input, BitSet columns, int[] rows, int count) {
    return count == input.size() ? input : Vectors.take(input, columns, rows, count);
  }

  private Vector gather(int[] alternative, int[] place, Vector[] vectors, int size) {
    VectorBuilder out = new VectorBuilder(type, size);
    for (int i = 0; i < size; i++) {
      out.appendFrom(vectors[alternative[i]], place[i]);
    }
    return out.build();
  }
}
