package io.thermocline.adapter.parquet.filter;

import io.thermocline.adapter.parquet.file.ColumnOrigin;
import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.FileView;
import io.thermocline.adapter.parquet.file.MappedFile;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.hadoop.metadata.IndexReference;
import org.jspecify.annotations.Nullable;

/// Rules out row groups and pages without reading values.
public final class Pruning {
  private final Schema columns;
  private final List<Condition> conjuncts;
  private final BloomFilters bloomFilters = new BloomFilters();

  /// For conditions on the columns of a relation.
  public Pruning(Schema columns, List<Condition> conjuncts) {
    this.columns = columns;
    this.conjuncts = conjuncts;
  }

  /// A half-open range of rows of a row group.
  public record Rows(int from, int to) {}

  /// False only when no row of the row group can qualify, by statistics and bloom filters.
  public boolean mayHold(FileView file, BlockMetaData rowGroup) {
    if (rowGroup.getRowCount() == 0) {
      return false;
    }
    for (Condition conjunct : conjuncts) {
      if (!conjunct.mayHold(column -> range(file, rowGroup, column))) {
        return false;
      }
    }
    for (Condition conjunct : conjuncts) {
      if (conjunct instanceof Condition.Leaf leaf && !bloomMayHold(file, rowGroup, leaf)) {
        return false;
      }
    }
    return true;
  }

  /// True only when every row of the row group qualifies, by statistics.
  public boolean mustHold(FileView file, BlockMetaData rowGroup) {
    for (Condition conjunct : conjuncts) {
      if (!conjunct.mustHold(column -> range(file, rowGroup, column))) {
        return false;
      }
    }
    return true;
  }

  private ColumnRange range(FileView file, BlockMetaData rowGroup, int column) {
    return switch (file.columns().get(column)) {
      case ColumnOrigin.Constant constant -> ColumnRange.of(constant.value());
      case ColumnOrigin.Stored stored ->
          StoredStatistics.range(
              stored.column().shape(),
              columns.field(column).type(),
              rowGroup.getColumns().get(stored.column().leaf()));
    };
  }

  private boolean bloomMayHold(FileView file, BlockMetaData rowGroup, Condition.Leaf leaf) {
    List<Object> candidates = leaf.test().candidates();
    FileColumn stored = file.stored(leaf.column());
    if (candidates == null || stored == null) {
      return true;
    }
    ColumnChunkMetaData chunk = rowGroup.getColumns().get(stored.leaf());
    return chunk.getBloomFilterOffset() <= 0
        || bloomFilters.mayHold(file.file().map(), chunk, stored.shape(), candidates);
  }

  /// The rows that page indexes leave, ascending and apart. A damaged or missing index leaves all
  /// rows.
  public List<Rows> rows(FileView file, MappedFile mapped, BlockMetaData rowGroup) {
    List<Rows> rows = List.of(new Rows(0, (int) rowGroup.getRowCount()));
    for (Condition conjunct : conjuncts) {
      Set<Integer> used = conjunct.columns();
      if (used.size() != 1) {
        continue;
      }
      int column = used.iterator().next();
      FileColumn stored = file.stored(column);
      if (stored != null && stored.shape().maxRepetition() == 0) {
        ColumnChunkMetaData chunk = rowGroup.getColumns().get(stored.leaf());
        List<Rows> left =
            pageRows(mapped, rowGroup, chunk, stored, columns.field(column).type(), conjunct);
        if (left != null) {
          rows = intersect(rows, left);
        }
      }
    }
    return rows;
  }

  private static @Nullable List<Rows> pageRows(
      MappedFile mapped,
      BlockMetaData rowGroup,
      ColumnChunkMetaData chunk,
      FileColumn stored,
      DataType type,
      Condition conjunct) {
    IndexReference columnReference = chunk.getColumnIndexReference();
    IndexReference offsetReference = chunk.getOffsetIndexReference();
    if (columnReference == null || offsetReference == null) {
      return null;
    }
    try {
      ColumnIndex index = Util.readColumnIndex(mapped.streamAt(columnReference.getOffset()));
      OffsetIndex offsets = Util.readOffsetIndex(mapped.streamAt(offsetReference.getOffset()));
      List<PageLocation> pages = Objects.requireNonNull(offsets.getPage_locations());
      List<Boolean> nullPages = Objects.requireNonNull(index.getNull_pages());
      List<ByteBuffer> minima = Objects.requireNonNull(index.getMin_values());
      List<ByteBuffer> maxima = Objects.requireNonNull(index.getMax_values());
      List<Long> nullCounts = index.getNull_counts();
      if (nullPages.size() != pages.size()
          || minima.size() != pages.size()
          || maxima.size() != pages.size()) {
        return null;
      }
      List<Rows> left = new ArrayList<>();
      for (int i = 0; i < pages.size(); i++) {
        long from = pages.get(i).getFirst_row_index();
        long to =
            i + 1 < pages.size() ? pages.get(i + 1).getFirst_row_index() : rowGroup.getRowCount();
        if (from < 0 || to < from || to > rowGroup.getRowCount() || i == 0 && from != 0) {
          return null;
        }
        ByteBuffer minimum = minima.get(i);
        ByteBuffer maximum = maxima.get(i);
        boolean mayHoldNull =
            stored.shape().optional() && (nullCounts == null || nullCounts.get(i) > 0);
        ColumnRange range =
            StoredStatistics.pageRange(
                stored.shape(), type, minimum, maximum, nullPages.get(i), mayHoldNull);
        if (conjunct.mayHold(column -> range)) {
          add(left, (int) from, (int) to);
        }
      }
      return left;
    } catch (IOException | RuntimeException | InternalError e) {
      // A damaged index only costs the pruning; the pages have their own checks.
      return null;
    }
  }

  private static void add(List<Rows> rows, int from, int to) {
    if (from == to) {
      return;
    }
    if (!rows.isEmpty() && rows.getLast().to == from) {
      rows.set(rows.size() - 1, new Rows(rows.getLast().from, to));
    } else {
      rows.add(new Rows(from, to));
    }
  }

  private static List<Rows> intersect(List<Rows> left, List<Rows> right) {
    List<Rows> both = new ArrayList<>();
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
      Rows a = left.get(l);
      Rows b = right.get(r);
      int from = Math.max(a.from, b.from);
      int to = Math.min(a.to, b.to);
      if (from < to) {
        both.add(new Rows(from, to));
      }
      if (a.to < b.to) {
        l++;
      } else {
        r++;
      }
    }
    return both;
  }
}
