package io.thermocline.catalog;

import org.jspecify.annotations.Nullable;

/// A half-open range of the tiering key, `from` inclusive to `to` exclusive, in the classes of
/// [io.thermocline.spi.batch.Values]; null is unbounded.
public record SegmentRange(@Nullable Object from, @Nullable Object to) {
  /// Everything.
  public static final SegmentRange ALL = new SegmentRange(null, null);
}
