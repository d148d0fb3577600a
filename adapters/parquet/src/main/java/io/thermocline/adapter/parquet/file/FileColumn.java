package io.thermocline.adapter.parquet.file;

/// A column of one file.
///
/// @param leaf the position of its chunk in each row group
public record FileColumn(String name, ColumnShape shape, int leaf) {}
