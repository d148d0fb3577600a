package io.thermocline.spi.source;

import java.util.List;

/// Columns that hold a key of another relation of the same source, in matching order.
public record ForeignKey(List<String> columns, RelationName target, List<String> targetColumns) {
  /// Copies the lists.
  public ForeignKey {
    columns = List.copyOf(columns);
    targetColumns = List.copyOf(targetColumns);
  }
}
