package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Schema;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A reader of a result that is expected to be short; it goes over to another reader when the
/// result is not. The statement runs with the first call of [#next].
final class ShortReader implements BatchReader {
  private final Schema schema;
  private final PostgresErrors errors;
  private final ScanContext context;
  private final Attempt attempt;
  private final Supplier<BatchReader> otherwise;
  private @Nullable BatchReader other;
  private boolean read;
  private boolean closed;

  /// Runs the statement once.
  interface Attempt {
    /// All rows, or empty when the result has to be read another way.
    Optional<Batch> run() throws SQLException;
  }

  ShortReader(
      Schema schema,
      PostgresErrors errors,
      ScanContext context,
      Attempt attempt,
      Supplier<BatchReader> otherwise) {
    this.schema = schema;
    this.errors = errors;
    this.context = context;
    this.attempt = attempt;
    this.otherwise = otherwise;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public @Nullable Batch next() {
    if (closed) {
      throw new IllegalStateException("the reader is closed");
    }
    context.checkActive();
    if (!read) {
      read = true;
      Optional<Batch> rows = run();
      if (rows.isPresent()) {
        return rows.get().size() == 0 ? null : rows.get();
      }
      other = otherwise.get();
    }
    return other == null ? null : other.next();
  }

  @Override
  public boolean isExhausted() {
    return read && (other == null || other.isExhausted());
  }

  private Optional<Batch> run() {
    try {
      return attempt.run();
    } catch (SQLException e) {
      throw errors.running(e, context);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (other != null) {
        other.close();
      }
    }
  }
}
