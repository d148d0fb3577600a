package io.thermocline.server.query;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cursor that watches the batches of another one as they pass and has more to say at the end.
/// Closes the other one.
abstract class CursorOverCursor implements Cursor {
  private final Cursor rows;
  private List<Notice> more = List.of();

  CursorOverCursor(Cursor rows) {
    this.rows = rows;
  }

  /// Looks at a batch before it is handed on; null at the end, each time that is asked for.
  abstract void passed(@Nullable Batch batch);

  /// Sets what is said behind the notices of the other cursor.
  final void say(List<Notice> notices) {
    more = notices;
  }

  @Override
  public final Schema schema() {
    return rows.schema();
  }

  @Override
  public final @Nullable Batch next() {
    Batch batch = rows.next();
    passed(batch);
    return batch;
  }

  @Override
  public final List<Notice> notices() {
    List<Notice> notices = new ArrayList<>(rows.notices());
    notices.addAll(more);
    return notices;
  }

  @Override
  public final void cancel() {
    rows.cancel();
  }

  @Override
  public final void close() {
    rows.close();
  }
}
