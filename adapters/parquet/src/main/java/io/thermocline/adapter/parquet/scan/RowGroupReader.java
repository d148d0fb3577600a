package io.thermocline.adapter.parquet.scan;

import io.thermocline.adapter.parquet.decode.ColumnReader;
import io.thermocline.adapter.parquet.decode.Decompressor;
import io.thermocline.adapter.parquet.file.ColumnOrigin;
import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.FileView;
import io.thermocline.adapter.parquet.file.MappedFile;
import io.thermocline.adapter.parquet.filter.Condition;
import io.thermocline.adapter.parquet.filter.Evaluator;
import io.thermocline.adapter.parquet.filter.Pruning;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;

/// Reads row groups one after the other. In each window of rows those deleted by position go first,
/// then come the columns of the conditions, and every later column is decoded only for the rows
/// that are still wanted.
public final class RowGroupReader implements BatchReader {
  private final ScanPlan plan;
  private final ScanContext context;
  private final List<ScanPlan.RowGroup> rowGroups;
  private final Decompressor decompressor = new Decompressor();
  private final List<Condition> conjuncts;
  private final int[] selection = new int[Batch.TARGET_ROWS];
  private long left;
  private int nextGroup;
  private @Nullable OpenGroup group;
  private boolean closed;

  /// A reader of these row groups.
  public RowGroupReader(ScanPlan plan, List<ScanPlan.RowGroup> rowGroups, ScanContext context) {
    this.plan = plan;
    this.rowGroups = rowGroups;
    this.context = context;
    this.conjuncts = plan.conjuncts();
    this.left = plan.limit() < 0 ? Long.MAX_VALUE : plan.limit();
  }

  /// A row group on its way: its mapping, its readers, and the rows that page indexes left.
  private static final class OpenGroup {
    final FileView file;
    final BlockMetaData metadata;
    final MappedFile mapped;
    final long firstRow;
    final BitSet deleted;
    final List<RowExclusion> exclusions;
    final Evaluator evaluator = new Evaluator();
    final Map<Integer, ColumnReader> readers = new HashMap<>();
    List<Pruning.Rows> rows = List.of();
    int range;
    int row;

    OpenGroup(ScanPlan.RowGroup rowGroup, ScanContext context) {
      this.file = rowGroup.file().view();
      this.metadata = rowGroup.metadata();
      this.mapped = file.file().map();
      this.firstRow = file.file().firstRow(metadata);
      this.deleted = rowGroup.file().deletions().positions(context);
      this.exclusions = rowGroup.file().deletions().exclusions(context);
    }
  }

  @Override
  public Schema schema() {
    return plan.output();
  }

  @Override
  public @Nullable Batch next() {
    while (!closed && left > 0) {
      context.checkActive();
      OpenGroup current = group;
      if (current == null) {
        if (nextGroup == rowGroups.size()) {
          return null;
        }
        group = open(rowGroups.get(nextGroup++));
        continue;
      }
      if (current.range == current.rows.size()) {
        group = null;
        continue;
      }
      Batch batch = window(current);
      if (batch != null && batch.size() > 0) {
        left -= batch.size();
        return batch;
      }
    }
    return null;
  }

  private OpenGroup open(ScanPlan.RowGroup rowGroup) {
    OpenGroup opened = new OpenGroup(rowGroup, context);
    for (Condition conjunct : conjuncts) {
      if (conjunct instanceof Condition.Leaf leaf) {
        ColumnReader reader = reader(opened, leaf.column());
        Vector values = reader == null ? null : reader.possibleValues();
        if (values != null && !Evaluator.holdsForAny(leaf, values)) {
          return opened;
        }
      }
    }
    opened.rows = plan.pruning().rows(opened.file, opened.mapped, opened.metadata);
    opened.row = opened.rows.isEmpty() ? 0 : opened.rows.getFirst().from();
    return opened;
  }

  private @Nullable ColumnReader reader(OpenGroup opened, int column) {
    ColumnReader reader = opened.readers.get(column);
    if (reader == null) {
      FileColumn stored = opened.file.stored(column);
      if (stored == null) {
        return null;
      }
      DataType type = plan.columns().field(column).type();
      reader =
          ColumnReader.open(
              opened.file.file(), opened.mapped, opened.metadata, stored, type, decompressor);
      opened.readers.put(column, reader);
    }
    return reader;
  }

  private Vector read(
      OpenGroup opened, int column, int row, int rows, int @Nullable [] wanted, int count) {
    ColumnReader reader = reader(opened, column);
    if (reader != null) {
      return reader.read(row, rows, wanted, count);
    }
    ColumnOrigin.Constant constant = (ColumnOrigin.Constant) opened.file.columns().get(column);
    return constant.rows(wanted == null ? rows : count);
  }

  /// The qualifying rows of the next window, or null when there are none.
  private @Nullable Batch window(OpenGroup opened) {
    Pruning.Rows range = opened.rows.get(opened.range);
    int row = opened.row;
    int rows = Math.min(Batch.TARGET_ROWS, range.to() - row);
    if (conjuncts.isEmpty()) {
      rows = (int) Math.min(rows, left);
    }
    opened.row += rows;
    if (opened.row == range.to() && ++opened.range < opened.rows.size()) {
      opened.row = opened.rows.get(opened.range).from();
    }
    Map<Integer, Vector> vectors = new HashMap<>();
    int[] wanted = undeleted(opened, row, rows);
    int count = wanted == null ? rows : wanted.length;
    if (count == 0) {
      return null;
    }
    for (int i = 0; i < conjuncts.size(); i++) {
      Condition conjunct = conjuncts.get(i);
      for (int column : plan.conjunctColumns().get(i)) {
        if (!vectors.containsKey(column)) {
          vectors.put(column, read(opened, column, row, rows, wanted, count));
        }
      }
      int kept =
          opened.evaluator.select(
              conjunct, c -> Objects.requireNonNull(vectors.get(c)), count, selection);
      if (kept == 0) {
        return null;
      }
      vectors.keySet().retainAll(plan.neededAfter(i));
      if (kept < count) {
        int[] positions = selection;
        vectors.replaceAll((column, vector) -> vector.take(positions, kept));
        wanted = narrowed(wanted, kept);
        count = kept;
      }
    }
    for (RowExclusion exclusion : opened.exclusions) {
      List<Vector> keys = new ArrayList<>();
      for (int column : exclusion.columns()) {
        Vector key = vectors.get(column);
        if (key == null) {
          key = read(opened, column, row, rows, wanted, count);
          vectors.put(column, key);
        }
        keys.add(key);
      }
      int kept = exclusion.keep(keys, count, selection);
      if (kept == 0) {
        return null;
      }
      if (kept < count) {
        int[] positions = selection;
        vectors.replaceAll((column, vector) -> vector.take(positions, kept));
        wanted = narrowed(wanted, kept);
        count = kept;
      }
    }
    if (count > left) {
      count = (int) left;
      int cut = count;
      vectors.replaceAll((column, vector) -> vector.slice(0, cut));
      wanted = wanted == null ? null : Arrays.copyOf(wanted, count);
      rows = wanted == null ? count : rows;
    }
    List<Vector> columns = new ArrayList<>(plan.outputColumns().length);
    for (int column : plan.outputColumns()) {
      Vector vector = vectors.get(column);
      if (vector == null) {
        vector = read(opened, column, row, rows, wanted, count);
        vectors.put(column, vector);
      }
      columns.add(vector);
    }
    return new Batch(columns, count);
  }

  /// The rows of a window that are not deleted by position, or null when all are there.
  private static int @Nullable [] undeleted(OpenGroup opened, int row, int rows) {
    if (opened.deleted.isEmpty()) {
      return null;
    }
    int from = Math.toIntExact(opened.firstRow + row);
    int next = opened.deleted.nextSetBit(from);
    if (next < 0 || next >= from + rows) {
      return null;
    }
    int[] left = new int[rows];
    int count = 0;
    for (int i = opened.deleted.nextClearBit(from);
        i < from + rows;
        i = opened.deleted.nextClearBit(i + 1)) {
      left[count++] = i - from;
    }
    return Arrays.copyOf(left, count);
  }

  private int[] narrowed(int @Nullable [] wanted, int kept) {
    int[] result = new int[kept];
    for (int i = 0; i < kept; i++) {
      result[i] = wanted == null ? selection[i] : wanted[selection[i]];
    }
    return result;
  }

  @Override
  public void close() {
    closed = true;
    group = null;
    decompressor.close();
  }
}
