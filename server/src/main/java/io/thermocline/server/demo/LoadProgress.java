package io.thermocline.server.demo;

/// Hears how a load goes on. Thread-safe.
public interface LoadProgress {
  /// Hears nothing.
  LoadProgress SILENT = rows -> {};

  /// So many more rows were written.
  void written(long rows);
}
