package io.thermocline.jdbc;

import io.thermocline.jdbc.internal.net.RemoteStatement;
import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.TypedValue;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question or SQL text that the gateway has translated and planned already; {@code ?} stand for
 * values in both.
 */
final class ThermoclinePreparedStatement extends ParameterSetters {
  private final RemoteStatement remote;
  private final @Nullable TypedValue[] values;

  ThermoclinePreparedStatement(ThermoclineConnection connection, String sql) throws SQLException {
    super(connection);
    this.remote = RemoteStatement.prepare(session(), nativeText(sql), timeout());
    this.values = new @Nullable TypedValue[description().parameterTypes().size()];
    notices().add(description().notices());
  }

  private ServerMessage.Prepared description() {
    return remote.description();
  }

  @Override
  void set(int parameter, TypedValue value) throws SQLException {
    requireOpen();
    if (parameter < 1 || parameter > values.length) {
      throw SqlErrors.of(
          SqlErrors.ARGUMENT,
          "parameter "
              + parameter
              + " is outside the statement's "
              + values.length
              + " parameters");
    }
    values[parameter - 1] = value;
  }

  private List<TypedValue> values() throws SQLException {
    List<TypedValue> complete = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      TypedValue value = values[i];
      if (value == null) {
        throw SqlErrors.of(
            SqlErrors.ARGUMENT, "parameter " + (i + 1) + " of " + values.length + " has no value");
      }
      complete.add(value);
    }
    return complete;
  }

  @Override
  public boolean execute() throws SQLException {
    begin();
    return accept(description(), remote.execute(values(), request(), this::running));
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return requireResult(execute());
  }

  @Override
  public int executeUpdate() throws SQLException {
    return requireNoResult(execute());
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return executeUpdate();
  }

  @Override
  boolean run(String sql) throws SQLException {
    throw SqlErrors.of(
        SqlErrors.STATE, "a prepared statement has its text already; call the method without one");
  }

  @Override
  public void clearParameters() throws SQLException {
    requireOpen();
    Arrays.fill(values, null);
  }

  @Override
  public void addBatch() throws SQLException {
    throw SqlErrors.unsupported("a batch of statements");
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    requireOpen();
    return description().columns().isEmpty()
        ? null
        : new ThermoclineResultSetMetaData(description().columns());
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    requireOpen();
    return new ThermoclineParameterMetaData(description().parameterTypes());
  }

  @Override
  public void close() throws SQLException {
    if (!isClosed()) {
      super.close();
      remote.close();
    }
  }
}
