package io.thermocline.adapter.parquet.scan;

import io.thermocline.adapter.parquet.file.FileView;

/// A file to be scanned.
public record ScanFile(FileView view, Deletions deletions) {
  /// A file of which every row counts.
  public static ScanFile whole(FileView view) {
    return new ScanFile(view, Deletions.NONE);
  }
}
