package io.thermocline.spi.source;

import java.util.List;

/// Hints for the layout of stored data; a source may ignore what does not apply to it.
///
/// @param sortedBy columns by which rows are stored in order, most significant first
/// @param lookupKeys columns that are often compared with single values: indexes or bloom filters
public record WriteOptions(List<String> sortedBy, List<String> lookupKeys) {
  /// No hints.
  public static final WriteOptions DEFAULT = new WriteOptions(List.of(), List.of());

  /// Copies the lists.
  public WriteOptions {
    sortedBy = List.copyOf(sortedBy);
    lookupKeys = List.copyOf(lookupKeys);
  }
}
