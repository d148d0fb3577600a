package io.thermocline.adapter.embedded;

/// Hears how far a start is. Called from the starting threads, several at once; must return soon
/// and must not throw.
@FunctionalInterface
public interface Progress {
  /// Hears nothing.
  Progress SILENT = (name, phase, fraction) -> {};

  /// A step was reached.
  ///
  /// @param name what starts: `postgres` or `clickhouse`
  /// @param phase what it does now, in a word or two
  /// @param fraction how much of the start is done, from 0 to 1
  void report(String name, String phase, double fraction);
}
