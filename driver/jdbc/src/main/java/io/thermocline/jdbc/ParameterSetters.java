package io.thermocline.jdbc;

import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.jdbc.internal.value.ParameterValues;
import io.thermocline.protocol.TypedValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * The setters of {@link PreparedStatement}, each of which makes a value and stores it. Streams are
 * read at once.
 */
abstract class ParameterSetters extends ThermoclineStatement implements PreparedStatement {
  ParameterSetters(ThermoclineConnection connection) {
    super(connection);
  }

  /** Stores the value of a parameter; positions count from 1. */
  abstract void set(int parameter, TypedValue value) throws SQLException;

  @Override
  public void setNull(int parameter, int sqlType) throws SQLException {
    set(parameter, ParameterValues.ofNull());
  }

  @Override
  public void setNull(int parameter, int sqlType, @Nullable String typeName) throws SQLException {
    set(parameter, ParameterValues.ofNull());
  }

  @Override
  public void setBoolean(int parameter, boolean value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  @Override
  public void setByte(int parameter, byte value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  @Override
  public void setShort(int parameter, short value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  @Override
  public void setInt(int parameter, int value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  @Override
  public void setLong(int parameter, long value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  @Override
  public void setFloat(int parameter, float value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  @Override
  public void setDouble(int parameter, double value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  @Override
  public void setBigDecimal(int parameter, @Nullable BigDecimal value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  @Override
  public void setString(int parameter, @Nullable String value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  @Override
  public void setNString(int parameter, @Nullable String value) throws SQLException {
    setString(parameter, value);
  }

  @Override
  public void setBytes(int parameter, byte @Nullable [] value) throws SQLException {
    set(parameter, ParameterValues.of((Object) value));
  }

  @Override
  public void setDate(int parameter, @Nullable Date value) throws SQLException {
    set(parameter, ParameterValues.of(value, null));
  }

  @Override
  public void setDate(int parameter, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    set(parameter, ParameterValues.of(value, calendar));
  }

  @Override
  public void setTime(int parameter, @Nullable Time value) throws SQLException {
    set(parameter, ParameterValues.of(value, null));
  }

  @Override
  public void setTime(int parameter, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    set(parameter, ParameterValues.of(value, calendar));
  }

  @Override
  public void setTimestamp(int parameter, @Nullable Timestamp value) throws SQLException {
    set(parameter, ParameterValues.of(value, null));
  }

  @Override
  public void setTimestamp(int parameter, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    set(parameter, ParameterValues.of(value, calendar));
  }

  @Override
  public void setObject(int parameter, @Nullable Object value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  @Override
  public void setObject(int parameter, @Nullable Object value, int sqlType) throws SQLException {
    set(parameter, ParameterValues.of(value, sqlType, -1));
  }

  @Override
  public void setObject(int parameter, @Nullable Object value, int sqlType, int scale)
      throws SQLException {
    set(parameter, ParameterValues.of(value, sqlType, scale));
  }

  @Override
  public void setObject(int parameter, @Nullable Object value, SQLType type) throws SQLException {
    setObject(parameter, value, ParameterValues.vendorNumber(type));
  }

  @Override
  public void setObject(int parameter, @Nullable Object value, SQLType type, int scale)
      throws SQLException {
    setObject(parameter, value, ParameterValues.vendorNumber(type), scale);
  }

  @Override
  public void setArray(int parameter, @Nullable Array value) throws SQLException {
    set(parameter, ParameterValues.of(value));
  }

  private void text(int parameter, @Nullable Reader reader, long length) throws SQLException {
    if (reader == null) {
      set(parameter, ParameterValues.ofNull());
      return;
    }
    try {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      String value = text.toString();
      setString(
          parameter,
          length >= 0 && length < value.length() ? value.substring(0, (int) length) : value);
    } catch (IOException e) {
      throw SqlErrors.of(
          "22000", "the reader of parameter " + parameter + " failed: " + e.getMessage(), false, e);
    }
  }

  private byte @Nullable [] read(int parameter, @Nullable InputStream stream, long length)
      throws SQLException {
    if (stream == null) {
      return null;
    }
    try {
      return length < 0
          ? stream.readAllBytes()
          : stream.readNBytes((int) Math.min(Integer.MAX_VALUE, length));
    } catch (IOException e) {
      throw SqlErrors.of(
          "22000", "the stream of parameter " + parameter + " failed: " + e.getMessage(), false, e);
    }
  }

  private void text(int parameter, @Nullable InputStream stream, long length, Charset charset)
      throws SQLException {
    byte[] bytes = read(parameter, stream, length);
    setString(parameter, bytes == null ? null : new String(bytes, charset));
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream value) throws SQLException {
    text(parameter, value, -1, StandardCharsets.US_ASCII);
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream value, int length)
      throws SQLException {
    text(parameter, value, length, StandardCharsets.US_ASCII);
  }

  @Override
  public void setAsciiStream(int parameter, @Nullable InputStream value, long length)
      throws SQLException {
    text(parameter, value, length, StandardCharsets.US_ASCII);
  }

  @Override
  @Deprecated
  public void setUnicodeStream(int parameter, @Nullable InputStream value, int length)
      throws SQLException {
    text(parameter, value, length, StandardCharsets.UTF_8);
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream value) throws SQLException {
    setBytes(parameter, read(parameter, value, -1));
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream value, int length)
      throws SQLException {
    setBytes(parameter, read(parameter, value, length));
  }

  @Override
  public void setBinaryStream(int parameter, @Nullable InputStream value, long length)
      throws SQLException {
    setBytes(parameter, read(parameter, value, length));
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader value) throws SQLException {
    text(parameter, value, -1);
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader value, int length)
      throws SQLException {
    text(parameter, value, length);
  }

  @Override
  public void setCharacterStream(int parameter, @Nullable Reader value, long length)
      throws SQLException {
    text(parameter, value, length);
  }

  @Override
  public void setNCharacterStream(int parameter, @Nullable Reader value) throws SQLException {
    text(parameter, value, -1);
  }

  @Override
  public void setNCharacterStream(int parameter, @Nullable Reader value, long length)
      throws SQLException {
    text(parameter, value, length);
  }

  @Override
  public void setClob(int parameter, @Nullable Reader value) throws SQLException {
    text(parameter, value, -1);
  }

  @Override
  public void setClob(int parameter, @Nullable Reader value, long length) throws SQLException {
    text(parameter, value, length);
  }

  @Override
  public void setNClob(int parameter, @Nullable Reader value) throws SQLException {
    text(parameter, value, -1);
  }

  @Override
  public void setNClob(int parameter, @Nullable Reader value, long length) throws SQLException {
    text(parameter, value, length);
  }

  @Override
  public void setBlob(int parameter, @Nullable InputStream value) throws SQLException {
    setBytes(parameter, read(parameter, value, -1));
  }

  @Override
  public void setBlob(int parameter, @Nullable InputStream value, long length) throws SQLException {
    setBytes(parameter, read(parameter, value, length));
  }

  @Override
  public void setBlob(int parameter, @Nullable Blob value) throws SQLException {
    setBytes(parameter, value == null ? null : value.getBytes(1, Math.toIntExact(value.length())));
  }

  @Override
  public void setClob(int parameter, @Nullable Clob value) throws SQLException {
    setString(
        parameter, value == null ? null : value.getSubString(1, Math.toIntExact(value.length())));
  }

  @Override
  public void setNClob(int parameter, @Nullable NClob value) throws SQLException {
    setClob(parameter, (Clob) value);
  }

  @Override
  public void setURL(int parameter, @Nullable URL value) throws SQLException {
    setString(parameter, value == null ? null : value.toString());
  }

  @Override
  public void setRef(int parameter, @Nullable Ref value) throws SQLException {
    throw SqlErrors.unsupported("a REF parameter");
  }

  @Override
  public void setRowId(int parameter, @Nullable RowId value) throws SQLException {
    throw SqlErrors.unsupported("a ROWID parameter");
  }

  @Override
  public void setSQLXML(int parameter, @Nullable SQLXML value) throws SQLException {
    throw SqlErrors.unsupported("an XML parameter");
  }
}
