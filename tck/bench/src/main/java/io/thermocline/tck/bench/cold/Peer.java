package io.thermocline.tck.bench.cold;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An engine that answers SQL over the files. For one thread.
interface Peer extends AutoCloseable {
  /// Its name in reports.
  String name();

  /// Plans a query, to be run many times.
  Planned plan(String sql);

  /// A planned query. For one thread.
  interface Planned extends AutoCloseable {
    /// All rows of the answer.
    List<List<@Nullable Object>> run();

    @Override
    void close();
  }

  @Override
  void close();
}
