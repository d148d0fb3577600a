package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Schema;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A statement that is ready to run.
final class PostgresScan implements Scan {
  private final String sql;
  private final @Nullable ShortResult shortResult;
  private final String description;
  private final Schema schema;
  private final Connections connections;
  private final PostgresErrors errors;
  private final Check check;
  private final Runnable forget;

  /// Looks at the statement on the connection before it runs.
  interface Check {
    /// Nothing to look at.
    Check NONE = lease -> {};

    /// Throws when the statement does not fit its schema.
    void check(Connections.Lease lease) throws SQLException;
  }

  /// A scan of a statement, which is tried as a short result first when there is one; `forget`
  /// drops what is remembered about its relation once the server says that it has changed.
  PostgresScan(
      String sql,
      @Nullable ShortResult shortResult,
      String description,
      Schema schema,
      Connections connections,
      PostgresErrors errors,
      Check check,
      Runnable forget) {
    this.sql = sql;
    this.shortResult = shortResult;
    this.description = description.replaceAll("\\s+", " ").strip();
    this.schema = schema;
    this.connections = connections;
    this.errors = errors;
    this.check = check;
    this.forget = forget;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public int partitions() {
    return 1;
  }

  @Override
  public BatchReader open(int partition, ScanContext context) {
    if (partition != 0) {
      throw new IndexOutOfBoundsException("partition " + partition + " of 1");
    }
    Supplier<BatchReader> copy =
        () -> new CopyReader(schema, errors, context, () -> again(() -> start(context), context));
    return shortResult == null
        ? copy.get()
        : new ShortReader(
            schema,
            errors,
            context,
            () -> again(() -> readShort(shortResult, context), context),
            copy);
  }

  private Optional<Batch> readShort(ShortResult result, ScanContext context) throws SQLException {
    if (connections.isLong(result.sql())) {
      return Optional.empty();
    }
    Optional<Batch> rows;
    try (Connections.Lease lease = connections.acquire(context)) {
      rows = result.read(lease, context);
    }
    if (rows.isEmpty()) {
      connections.rememberLong(result.sql());
    }
    return rows;
  }

  /// What is done with a connection.
  private interface Work<T> {
    T run() throws SQLException;
  }

  /// A connection that was idle while the server restarted fails at its first use; a new one does
  /// not.
  private <T> T again(Work<T> work, ScanContext context) throws SQLException {
    try {
      return work.run();
    } catch (SQLException e) {
      if (!PostgresErrors.isLost(e)) {
        if (PostgresErrors.isChangedDefinition(e)) {
          forget.run();
        }
        throw e;
      }
      context.checkActive();
      connections.forgetIdle();
      return work.run();
    }
  }

  private CopySession start(ScanContext context) throws SQLException {
    Connections.Lease lease = connections.acquire(context);
    boolean checked = false;
    try {
      check.check(lease);
      checked = true;
    } finally {
      if (!checked) {
        lease.close();
      }
    }
    return CopySession.start(sql, lease, context);
  }

  @Override
  public String describe() {
    return description;
  }
}
