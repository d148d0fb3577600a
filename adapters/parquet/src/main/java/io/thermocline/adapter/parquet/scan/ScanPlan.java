package io.thermocline.adapter.parquet.scan;

import io.thermocline.adapter.parquet.filter.Condition;
import io.thermocline.adapter.parquet.filter.Pruning;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/// What the readers of one scan share. Immutable.
public final class ScanPlan {
  private final Schema columns;
  private final Schema output;
  private final int[] outputColumns;
  private final List<Condition> conjuncts;
  private final List<int[]> conjunctColumns = new ArrayList<>();
  private final List<Set<Integer>> neededAfter = new ArrayList<>();
  private final Pruning pruning;
  private final long limit;

  /// A row group of a file.
  public record RowGroup(ScanFile file, BlockMetaData metadata) {}

  /// A scan of these columns.
  ///
  /// @param columns all columns that the files' views have, in order
  /// @param outputColumns positions of those of the result
  /// @param conjuncts conditions that must all hold, the cheapest first
  /// @param deletionColumns columns by whose values rows may be deleted
  /// @param limit the most rows, or -1
  public ScanPlan(
      Schema columns,
      int[] outputColumns,
      List<Condition> conjuncts,
      Set<Integer> deletionColumns,
      long limit) {
    this.columns = columns;
    this.outputColumns = outputColumns;
    this.output =
        new Schema(java.util.Arrays.stream(outputColumns).mapToObj(columns::field).toList());
    this.conjuncts = conjuncts;
    this.pruning = new Pruning(columns, conjuncts);
    this.limit = limit;
    for (Condition conjunct : conjuncts) {
      conjunctColumns.add(conjunct.columns().stream().mapToInt(Integer::intValue).toArray());
    }
    Set<Integer> needed = new HashSet<>(deletionColumns);
    for (int column : outputColumns) {
      needed.add(column);
    }
    for (int i = conjuncts.size() - 1; i >= 0; i--) {
      neededAfter.addFirst(Set.copyOf(needed));
      needed.addAll(conjuncts.get(i).columns());
    }
  }

  /// All columns of the files' views: those of the relation, then hidden ones.
  Schema columns() {
    return columns;
  }

  /// The columns of the result.
  Schema output() {
    return output;
  }

  /// Their positions in the relation.
  int[] outputColumns() {
    return outputColumns;
  }

  /// Conditions that must all hold, the cheapest first.
  List<Condition> conjuncts() {
    return conjuncts;
  }

  /// The columns of each conjunct.
  List<int[]> conjunctColumns() {
    return conjunctColumns;
  }

  /// The columns that later conjuncts, deletions or the result need.
  Set<Integer> neededAfter(int conjunct) {
    return neededAfter.get(conjunct);
  }

  /// Rules out row groups and pages by the conditions.
  public Pruning pruning() {
    return pruning;
  }

  /// The most rows, or -1.
  long limit() {
    return limit;
  }
}
