package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the result of a statement in batches. The statement starts with the first call of [#next],
/// so that readers which are opened and not read yet hold no connection.
final class CopyReader implements BatchReader {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int BATCH_BYTES = 8 << 20;
  private static final Schema COUNT = Schema.of(Field.required("count", ScalarType.INT64));

  private final Schema schema;
  private final boolean counting;
  private final PostgresErrors errors;
  private final ScanContext context;
  private final Starter starter;
  private final RowDecoder decoder;
  private @Nullable CopySession session;
  private boolean headerRead;
  private boolean ended;
  private boolean closed;
  private long uncountedRows = -1;

  /// Starts the statement.
  interface Starter {
    CopySession start() throws SQLException;
  }

  /// A reader of a result with this schema. Without columns the statement's one value is the number
  /// of rows.
  CopyReader(Schema schema, PostgresErrors errors, ScanContext context, Starter starter) {
    this.schema = schema;
    this.counting = schema.size() == 0;
    this.errors = errors;
    this.context = context;
    this.starter = starter;
    this.decoder = new RowDecoder(counting ? COUNT : schema);
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
    return counting ? nextCounted() : nextDecoded();
  }

  private @Nullable Batch nextDecoded() {
    if (ended) {
      return null;
    }
    try {
      CopySession current = session;
      if (current == null) {
        current = starter.start();
        session = current;
      }
      int bytes = 0;
      while (decoder.rows() < Batch.TARGET_ROWS && bytes < BATCH_BYTES) {
        byte[] message = current.read();
        if (message == null) {
          end();
          break;
        }
        bytes += message.length;
        int at = headerRead ? 0 : header(message);
        while (at >= 0 && at < message.length) {
          at = decoder.row(message, at);
        }
      }
      return decoder.rows() == 0 ? null : decoder.take();
    } catch (SQLException e) {
      end();
      throw errors.running(e, context);
    }
  }

  @Override
  public boolean isExhausted() {
    return ended && !counting;
  }

  /// Gives the connection back as soon as the last row was read.
  private void end() {
    ended = true;
    if (session != null) {
      session.close();
    }
  }

  private @Nullable Batch nextCounted() {
    if (uncountedRows < 0) {
      uncountedRows = Objects.requireNonNull(nextDecoded()).column(0).longAt(0);
    }
    int size = (int) Math.min(uncountedRows, Batch.TARGET_ROWS);
    uncountedRows -= size;
    return size == 0 ? null : new Batch(List.of(), size);
  }

  /// Skips the signature, the flags and the header extension of the stream.
  private int header(byte[] message) {
    for (int i = 0; i < SIGNATURE.length; i++) {
      if (message[i] != SIGNATURE[i]) {
        throw new ThermoclineException(
            ErrorCode.INTERNAL, "Postgres sent no binary COPY stream; report this");
      }
    }
    headerRead = true;
    int extension = ByteBuffer.wrap(message).getInt(SIGNATURE.length + Integer.BYTES);
    return SIGNATURE.length + 2 * Integer.BYTES + extension;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      end();
    }
  }
}
