package io.thermocline.jdbc.internal.net;

import io.thermocline.protocol.ResultBatch;
import io.thermocline.protocol.WireNotice;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a result set's rows come from. */
public interface BatchSource extends AutoCloseable {
  /** The next rows, or null at the end. What was returned before must not be used any more. */
  @Nullable ResultBatch next() throws SQLException;

  /** Notices that came since the last call. */
  List<WireNotice> takeNotices();

  /** Gives the rest up. Idempotent. */
  @Override
  void close() throws SQLException;

  /** Rows that are in memory. */
  static BatchSource of(List<ResultBatch> batches) {
    Iterator<ResultBatch> iterator = batches.iterator();
    return new BatchSource() {
      @Override
      public @Nullable ResultBatch next() {
        return iterator.hasNext() ? iterator.next() : null;
      }

      @Override
      public List<WireNotice> takeNotices() {
        return List.of();
      }

      @Override
      public void close() {
        // holds nothing but memory
      }
    };
  }
}
