package io.thermocline.optimizer.rel;

import io.thermocline.catalog.LogicalTable;

/// What a scan's Calcite table unwraps to when it stands for a logical table.
public interface LogicalTableHolder {
  /// The logical table.
  LogicalTable table();
}
