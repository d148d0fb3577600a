package io.thermocline.adapter.parquet.file;

/// A column of one file.
///
/// @param leaf the position of its chunk in each row group
/// @param fieldId the id that the writer gave it, or [#NO_ID]
public record FileColumn(String name, ColumnShape shape, int leaf, int fieldId) {
  /// Stands for no id.
  public static final int NO_ID = -1;
}
