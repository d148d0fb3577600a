package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.type.DataType;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/// Writes by `COPY … FROM STDIN (FORMAT binary)` inside one transaction.
final class PostgresSink implements Sink {
  private static final int FLUSH_BYTES = 1 << 16;

  private final PgRelation relation;
  private final PostgresErrors errors;
  private final Connections.Lease lease;
  private final RowEncoder encoder;
  private @Nullable CopyIn copy;
  private boolean closed;
  private boolean done;
  private long rows;

  private PostgresSink(PgRelation relation, PostgresErrors errors, Connections.Lease lease) {
    this.relation = relation;
    this.errors = errors;
    this.lease = lease;
    this.encoder = new RowEncoder(relation.columns());
  }

  /// Begins the transaction and the copy; takes the lease over.
  static PostgresSink open(
      PgRelation relation, PostgresErrors errors, Connections.Lease lease, String source) {
    for (PgRelation.Column column : relation.columns()) {
      if (!column.type().writable()) {
        lease.close();
        throw new ThermoclineException(
            ErrorCode.UNSUPPORTED,
            "column '"
                + column.name()
                + "' of "
                + relation.relation().name()
                + " in source '"
                + source
                + "' has a type that is only read; write to a table with a text column instead");
      }
    }
    PostgresSink sink = new PostgresSink(relation, errors, lease);
    try {
      lease.connection().setAutoCommit(false);
      try (Statement statement = lease.connection().createStatement()) {
        statement.execute("SET TRANSACTION READ WRITE; SET LOCAL statement_timeout = 0");
      }
      List<String> names = relation.columns().stream().map(PgRelation.Column::name).toList();
      sink.copy =
          lease
              .postgres()
              .getCopyAPI()
              .copyIn(
                  "COPY "
                      + Sql.name(relation.relation().name())
                      + " ("
                      + Sql.identifiers(names)
                      + ") FROM STDIN (FORMAT binary)");
      sink.encoder.header();
      return sink;
    } catch (SQLException e) {
      sink.close();
      throw errors.statement(e);
    }
  }

  private CopyIn active() {
    CopyIn current = copy;
    if (closed || done || current == null) {
      throw new IllegalStateException("the sink is closed or committed");
    }
    return current;
  }

  @Override
  public void write(Batch batch) {
    CopyIn target = active();
    checkShape(batch);
    try {
      for (int row = 0; row < batch.size(); row++) {
        encoder.row(batch, row);
        if (encoder.length() >= FLUSH_BYTES) {
          target.writeToCopy(encoder.bytes(), 0, encoder.length());
          encoder.clear();
        }
      }
      rows += batch.size();
    } catch (SQLException e) {
      throw errors.statement(e);
    }
  }

  private void checkShape(Batch batch) {
    List<DataType> wanted =
        relation.columns().stream().map(column -> column.type().type()).toList();
    List<DataType> given = batch.columns().stream().map(column -> column.type()).toList();
    if (!wanted.equals(given)) {
      throw new ThermoclineException(
          ErrorCode.TYPE_MISMATCH,
          "a batch of "
              + given.stream().map(DataType::sqlName).toList()
              + " does not fit "
              + relation.relation().name()
              + ", which has "
              + wanted.stream().map(DataType::sqlName).toList()
              + "; cast it first");
    }
  }

  @Override
  public long commit() {
    CopyIn target = active();
    try {
      encoder.trailer();
      target.writeToCopy(encoder.bytes(), 0, encoder.length());
      target.endCopy();
      lease.connection().commit();
      done = true;
      return rows;
    } catch (SQLException e) {
      throw errors.statement(e);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      CopyIn open = copy;
      if (open != null && open.isActive()) {
        open.cancelCopy();
      }
      if (!done) {
        lease.connection().rollback();
      }
      lease.connection().setAutoCommit(true);
    } catch (SQLException e) {
      lease.markBroken();
    }
    lease.close();
  }
}
