package io.thermocline.server.query;

import io.thermocline.spi.batch.Batch;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rows of a statement that is vouched for. It is kept as verified once it has begun to give
/// rows, so that one that fails is not.
final class VouchedCursor extends CursorOverCursor {
  private final Supplier<List<Notice>> verify;
  private boolean verified;

  /// @param rows is closed with this cursor
  /// @param verify keeps the statement and answers what there is to say about it
  VouchedCursor(Cursor rows, Supplier<List<Notice>> verify) {
    super(rows);
    this.verify = verify;
  }

  @Override
  void passed(@Nullable Batch batch) {
    if (!verified) {
      verified = true;
      say(verify.get());
    }
  }
}
