package io.thermocline.server.query;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rows of a statement that is vouched for. It is kept as verified once it has begun to give
/// rows, so that one that fails is not.
final class VouchedCursor implements Cursor {
  private final Cursor rows;
  private final Supplier<List<Notice>> verify;
  private List<Notice> said = List.of();
  private boolean verified;

  /// @param rows is closed with this cursor
  /// @param verify keeps the statement and answers what there is to say about it
  VouchedCursor(Cursor rows, Supplier<List<Notice>> verify) {
    this.rows = rows;
    this.verify = verify;
  }

  @Override
  public Schema schema() {
    return rows.schema();
  }

  @Override
  public @Nullable Batch next() {
    Batch batch = rows.next();
    if (!verified) {
      verified = true;
      said = verify.get();
    }
    return batch;
  }

  @Override
  public List<Notice> notices() {
    List<Notice> notices = new ArrayList<>(rows.notices());
    notices.addAll(said);
    return notices;
  }

  @Override
  public void cancel() {
    rows.cancel();
  }

  @Override
  public void close() {
    rows.close();
  }
}
