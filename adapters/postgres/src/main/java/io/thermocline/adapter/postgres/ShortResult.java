package io.thermocline.adapter.postgres;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.source.BoundStatement;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.PGStatement;

/// Reads a result that is expected to be short with one round trip: by a statement that the server
/// has prepared, with its values apart from the text. pgjdbc keeps such statements with the
/// connection, so that the server parses and plans them once.
///
/// A result that turns out to be long is given up, as are the few statements for whose values the
/// server cannot find out types; they go through `COPY`, which bounds memory and knows literals
/// only.
final class ShortResult {
  /// Results that are expected to be longer are not read like this.
  static final double MOST_EXPECTED_ROWS = 200;

  /// Results that are longer are given up.
  private static final int MOST_ROWS = 1_000;

  /// pgjdbc's threshold that means: prepare at the first run, and ask for binary values.
  private static final int PREPARE_AT_ONCE_IN_BINARY = -1;

  private static final String CANNOT_FIND_TYPE = "42P18";
  private static final String AMBIGUOUS_FUNCTION = "42725";
  private static final String TYPE_MISMATCH = "42804";
  private static final Set<String> GIVE_UP =
      Set.of(CANNOT_FIND_TYPE, AMBIGUOUS_FUNCTION, TYPE_MISMATCH);

  private final Schema schema;
  private final String sql;
  private final List<BoundStatement.Value> values;

  /// @param before what makes of the statement, with `after`, one that has the schema's columns in
  ///   their wire types
  ShortResult(Schema schema, BoundStatement statement, String before, String after) {
    this.schema = schema;
    this.sql = before + String.join("?", statement.fragments()) + after;
    this.values = statement.values();
  }

  /// Whether results like this can be read so: they are expected to be short, and all types come as
  /// bytes that [RowDecoder] knows.
  static boolean suits(Schema schema, BoundStatement statement) {
    return schema.size() > 0
        && statement.expectedRows() >= 0
        && statement.expectedRows() <= MOST_EXPECTED_ROWS
        && statement.fragments().stream().noneMatch(text -> text.indexOf('?') >= 0)
        && schema.fields().stream().map(Field::type).allMatch(ShortResult::suits);
  }

  private static boolean suits(DataType type) {
    return !(type instanceof ArrayType) && type != ScalarType.INTERVAL;
  }

  /// The text, as a name for statements that differ in values alone.
  String sql() {
    return sql;
  }

  /// Runs the statement and reads all rows: a batch, which may have no rows, or empty when the
  /// result has to be read another way.
  Optional<Batch> read(Connections.Lease lease, ScanContext context) throws SQLException {
    lease.limit(context.remaining());
    try (Cancellation cancellation = new Cancellation(lease, context);
        PreparedStatement statement = lease.connection().prepareStatement(sql)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(PREPARE_AT_ONCE_IN_BINARY);
      statement.setMaxRows(MOST_ROWS + 1);
      for (int i = 0; i < values.size(); i++) {
        String text = values.get(i).text();
        if (text == null) {
          statement.setNull(i + 1, Types.OTHER);
        } else {
          statement.setObject(i + 1, text, Types.OTHER);
        }
      }
      try (ResultSet rows = statement.executeQuery()) {
        cancellation.finish();
        return decode(rows);
      }
    } catch (SQLException e) {
      if (PostgresErrors.isLost(e)) {
        lease.markBroken();
      }
      if (GIVE_UP.contains(String.valueOf(e.getSQLState()))) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Batch> decode(ResultSet rows) throws SQLException {
    PGResultSetMetaData metadata = rows.getMetaData().unwrap(PGResultSetMetaData.class);
    int columns = schema.size();
    boolean[] binary = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      binary[i] = metadata.getFormat(i + 1) == 1;
      if (!binary[i] && !isReadAsText(schema.field(i).type())) {
        return Optional.empty();
      }
    }
    RowDecoder decoder = new RowDecoder(schema);
    byte[] @Nullable [] row = new byte[columns][];
    while (rows.next()) {
      if (decoder.rows() == MOST_ROWS) {
        return Optional.empty();
      }
      for (int i = 0; i < columns; i++) {
        byte[] value = rows.getBytes(i + 1);
        row[i] =
            value == null || binary[i] || schema.field(i).type() != ScalarType.BOOLEAN
                ? value
                : new byte[] {(byte) (value[0] == 't' ? 1 : 0)};
      }
      decoder.row(row);
    }
    return Optional.of(decoder.take());
  }

  private static boolean isReadAsText(DataType type) {
    return type == ScalarType.TEXT || type == ScalarType.JSON || type == ScalarType.BOOLEAN;
  }
}
