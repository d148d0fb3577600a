package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.sql.SQLException;

/// A statement that is ready to run.
final class PostgresScan implements Scan {
  /// The result of a statement that counts the rows of a result without columns.
  static final Schema COUNT = Schema.of(Field.required("count", ScalarType.INT64));

  private final String sql;
  private final String description;
  private final Schema schema;
  private final Connections connections;
  private final PostgresErrors errors;
  private final Check check;

  /// Looks at the statement on the connection before it runs.
  interface Check {
    /// Nothing to look at.
    Check NONE = lease -> {};

    /// Throws when the statement does not fit its schema.
    void check(Connections.Lease lease) throws SQLException;
  }

  PostgresScan(String sql, String description, Schema schema, Connections connections, PostgresErrors errors, Check check) {
    this.sql = sql;
    this.description = description.replaceAll("\\s+", " ").strip();
    this.schema = schema;
    this.connections = connections;
    this.errors = errors;
    this.check = check;
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
    context.checkActive();
    try {
      return start(context);
    } catch (SQLException e) {
      if (!PostgresErrors.isLost(e)) {
        throw errors.running(e, context);
      }
      context.checkActive();
      connections.forgetIdle();
      return startAgain(context);
    }
  }

  /// A connection that was idle while the server restarted fails at its first use; a new one does not.
  private BatchReader startAgain(ScanContext context) {
    try {
      return start(context);
    } catch (SQLException e) {
      throw errors.running(e, context);
    }
  }

  private BatchReader start(ScanContext context) throws SQLException {
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
    return CopyReader.start(sql, schema, schema.size() == 0, errors, context, lease);
  }

  @Override
  public String describe() {
    return description;
  }
}
