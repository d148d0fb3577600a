package io.thermocline.server.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prepares and runs statements, SQL or questions. Thread-safe; calls block and belong on a
/// session's own thread.
public interface QueryService {
  /// Parses or translates, validates and plans a statement; nothing runs yet. The same text in the
  /// same session state and catalog gives the same plan.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException when the text is wrong, ambiguous or
  ///   cannot be answered
  Prepared prepare(SessionContext session, String statement);

  /// Starts a prepared statement. Re-plans when the catalog changed since.
  ///
  /// @param parameters one value a `?`, in the classes of [io.thermocline.spi.batch.Values]
  Cursor execute(
      SessionContext session,
      Prepared prepared,
      List<? extends @Nullable Object> parameters,
      ExecuteOptions options);
}
