package io.thermocline.adapter.parquet.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file as a relation sees it.
///
/// @param columns one origin for each column of the relation
public record FileView(ParquetFile file, List<ColumnOrigin> columns) {
  /// Copies the list.
  public FileView {
    columns = List.copyOf(columns);
  }

  /// The file's column behind the relation's column at a position, or null when all rows share one
  /// value.
  public @Nullable FileColumn stored(int column) {
    return columns.get(column) instanceof ColumnOrigin.Stored stored ? stored.column() : null;
  }
}
