package io.thermocline.spi.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Grouping and aggregates of a scan. The result's columns are the keys in order, then the calls in
/// order. Without keys there is exactly one row.
public record Aggregation(List<String> keys, List<Call> calls) {
  /// Copies the lists.
  public Aggregation {
    keys = List.copyOf(keys);
    calls = List.copyOf(calls);
  }

  /// An aggregate call; `column` is null for `count(*)` only.
  public record Call(Function function, @Nullable String column, boolean distinct) {}

  /// Aggregate functions. Sums of int16 and int32 are int64, of int64 decimal(38,0), of
  /// decimal(p,s) decimal(38,s), of floats float64; no rows give null, except a count of 0.
  public enum Function {
    /// Rows, or values that are not null.
    COUNT,
    /// Sum.
    SUM,
    /// Smallest value.
    MIN,
    /// Largest value.
    MAX
  }
}
