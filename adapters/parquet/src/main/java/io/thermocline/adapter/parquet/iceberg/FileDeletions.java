package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.adapter.parquet.scan.Deletions;
import io.thermocline.adapter.parquet.scan.RowExclusion;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.ScanContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.iceberg.DeleteFile;
import org.jspecify.annotations.Nullable;

/// The deletes that apply to one data file of a snapshot.
final class FileDeletions implements Deletions {
  private final DeleteFiles reader;
  private final String location;
  private final long rows;
  private final List<DeleteFile> positionDeletes;
  private final List<EqualityDeletes> equalityDeletes;
  private @Nullable BitSet positions;
  private @Nullable List<RowExclusion> exclusions;

  /// Equality delete files over the same columns.
  ///
  /// @param positions where the columns lie among those of the scan
  record EqualityDeletes(
      List<DeleteFile> files, List<TableColumn> columns, List<Integer> positions) {}

  /// @param location the data file as the table names it
  /// @param rows its rows
  FileDeletions(
      DeleteFiles reader,
      String location,
      long rows,
      List<DeleteFile> positionDeletes,
      List<EqualityDeletes> equalityDeletes) {
    this.reader = reader;
    this.location = location;
    this.rows = rows;
    this.positionDeletes = positionDeletes;
    this.equalityDeletes = equalityDeletes;
  }

  @Override
  public boolean isEmpty() {
    return positionDeletes.isEmpty() && equalityDeletes.isEmpty();
  }

  @Override
  public synchronized BitSet positions(ScanContext context) {
    BitSet known = positions;
    if (known == null) {
      known = new BitSet();
      for (DeleteFile file : positionDeletes) {
        reader.positions(file, location, rows, known, context);
      }
      positions = known;
    }
    return known;
  }

  @Override
  public synchronized List<RowExclusion> exclusions(ScanContext context) {
    List<RowExclusion> known = exclusions;
    if (known == null) {
      known = new ArrayList<>();
      for (EqualityDeletes deletes : equalityDeletes) {
        List<KeySet> keys = new ArrayList<>();
        for (DeleteFile file : deletes.files) {
          keys.add(reader.keys(file, deletes.columns, context));
        }
        known.add(new KeyExclusion(deletes.positions, keys));
      }
      exclusions = known;
    }
    return known;
  }

  /// Deletes rows whose key is in any of the sets.
  private record KeyExclusion(List<Integer> columns, List<KeySet> keys) implements RowExclusion {
    @Override
    public int keep(List<Vector> values, int count, int[] kept) {
      KeySet.Encoder encoder = new KeySet.Encoder();
      int left = 0;
      for (int row = 0; row < count; row++) {
        ByteBuffer key = encoder.encode(values, row);
        if (keys.stream().noneMatch(set -> set.contains(key))) {
          kept[left++] = row;
        }
      }
      return left;
    }
  }
}
