package io.thermocline.jdbc;

import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.jdbc.internal.value.JdbcTypes;
import io.thermocline.protocol.WireType;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** What the {@code ?} of a prepared statement are. */
final class ThermoclineParameterMetaData implements ParameterMetaData {
  private final List<WireType> types;

  ThermoclineParameterMetaData(List<WireType> types) {
    this.types = types;
  }

  private WireType type(int parameter) throws SQLException {
    if (parameter < 1 || parameter > types.size()) {
      throw SqlErrors.of(
          SqlErrors.ARGUMENT,
          "parameter " + parameter + " is outside the statement's " + types.size());
    }
    return types.get(parameter - 1);
  }

  @Override
  public int getParameterCount() {
    return types.size();
  }

  @Override
  public int isNullable(int parameter) throws SQLException {
    type(parameter);
    return parameterNullable;
  }

  @Override
  public boolean isSigned(int parameter) throws SQLException {
    return JdbcTypes.isSigned(type(parameter));
  }

  @Override
  public int getPrecision(int parameter) throws SQLException {
    return JdbcTypes.precision(type(parameter));
  }

  @Override
  public int getScale(int parameter) throws SQLException {
    return JdbcTypes.scale(type(parameter));
  }

  @Override
  public int getParameterType(int parameter) throws SQLException {
    return JdbcTypes.sqlType(type(parameter));
  }

  @Override
  public String getParameterTypeName(int parameter) throws SQLException {
    return JdbcTypes.typeName(type(parameter));
  }

  @Override
  public String getParameterClassName(int parameter) throws SQLException {
    return JdbcTypes.javaClass(type(parameter)).getName();
  }

  @Override
  public int getParameterMode(int parameter) throws SQLException {
    type(parameter);
    return parameterModeIn;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrappers.unwrap(type, this);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
