package io.thermocline.server.query;

import io.thermocline.spi.batch.BatchReader;
import java.util.List;

/// A running statement: its rows as batches, and what became known while it ran. Closing it early
/// stops the query in the sources.
public interface Cursor extends BatchReader {
  /// Notices that became known since the start (tiers used, warnings). Complete after [#next]
  /// returned null.
  List<Notice> notices();

  /// Stops the query from any thread; [#next] then fails with CANCELLED. Idempotent.
  void cancel();
}
