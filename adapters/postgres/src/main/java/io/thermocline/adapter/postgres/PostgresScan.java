package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Schema;
import java.sql.SQLException;

/// A statement that is ready to run.
final class PostgresScan implements Scan {
  private final String sql;
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

  /// A scan of a statement; `forget` drops what is remembered about its relation once the server
  /// says that it has changed.
  PostgresScan(
      String sql,
      String description,
      Schema schema,
      Connections connections,
      PostgresErrors errors,
      Check check,
      Runnable forget) {
    this.sql = sql;
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
    return new CopyReader(schema, errors, context, () -> start(context));
  }

  /// A connection that was idle while the server restarted fails at its first use; a new one does
  /// not.
  private CopySession start(ScanContext context) throws SQLException {
    try {
      return startOnce(context);
    } catch (SQLException e) {
      if (!PostgresErrors.isLost(e)) {
        if (PostgresErrors.isChangedDefinition(e)) {
          forget.run();
        }
        throw e;
      }
      context.checkActive();
      connections.forgetIdle();
      return startOnce(context);
    }
  }

  private CopySession startOnce(ScanContext context) throws SQLException {
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
