package io.thermocline.nl.link;

import java.time.Duration;

/// The bounds of the value index.
///
/// @param maxValuesPerColumn the most distinct values kept of a column
/// @param maxValueChars longer texts are left out: nobody says them in a question
/// @param maxTotalBytes the most memory for all values, in bytes, about
/// @param maxGroupedRows up to so many rows a source is asked for the distinct values; above that a
///   sample of rows is read
/// @param maxSampledRows the most rows of such a sample
/// @param maxAge values older than this are read again
public record ValueLimits(
    int maxValuesPerColumn,
    int maxValueChars,
    long maxTotalBytes,
    long maxGroupedRows,
    long maxSampledRows,
    Duration maxAge) {
  /// 20,000 values a column, 64 MB in all, distinct values up to 5 million rows, samples of 100,000
  /// rows, an hour.
  public static final ValueLimits DEFAULT =
      new ValueLimits(20_000, 200, 64L << 20, 5_000_000, 100_000, Duration.ofHours(1));
}
