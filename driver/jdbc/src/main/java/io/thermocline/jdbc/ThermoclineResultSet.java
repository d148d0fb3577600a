package io.thermocline.jdbc;

import io.thermocline.jdbc.internal.net.BatchSource;
import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.jdbc.internal.value.Columns;
import io.thermocline.jdbc.internal.value.Numbers;
import io.thermocline.jdbc.internal.value.Texts;
import io.thermocline.jdbc.internal.value.Times;
import io.thermocline.jdbc.internal.value.Values;
import io.thermocline.protocol.ColumnInfo;
import io.thermocline.protocol.ResultBatch;
import io.thermocline.protocol.WireColumn;
import io.thermocline.protocol.WireNotice;
import io.thermocline.protocol.WireVector;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as they stream in, forward only. At most the connection's receive window of rows is in
 * memory; closing early tells the gateway to stop and reads nothing more. For one thread, except
 * for {@link #close}.
 */
final class ThermoclineResultSet extends LabelledResultSet {
  private final BatchSource source;
  private final Columns columns;
  private final ZoneId zone;
  private final @Nullable ThermoclineStatement statement;
  private final Notices notices;
  private int fetchSize;
  private WireColumn[] cells = new WireColumn[0];
  private int batchRows;
  private int batchRow = -1;
  private long rowNumber;
  private boolean ended;
  private boolean wasNull;
  private int position;
  private volatile boolean closed;

  /**
   * Takes over the source.
   *
   * @param statement that made it; null for metadata
   */
  ThermoclineResultSet(
      BatchSource source,
      List<ColumnInfo> columns,
      ZoneId zone,
      @Nullable ThermoclineStatement statement,
      List<WireNotice> notices) {
    this.source = source;
    this.columns = new Columns(columns);
    this.zone = zone;
    this.statement = statement;
    this.notices = new Notices(notices);
    this.notices.add(source.takeNotices());
  }

  @Override
  public boolean next() throws SQLException {
    requireOpen();
    if (ended) {
      return false;
    }
    if (++batchRow < batchRows) {
      rowNumber++;
      return true;
    }
    ResultBatch batch = source.next();
    List<WireNotice> news = source.takeNotices();
    if (!news.isEmpty()) {
      notices.add(news);
      if (statement != null) {
        statement.notices().add(news);
      }
    }
    if (batch == null) {
      ended = true;
      cells = new WireColumn[0];
      if (statement != null) {
        statement.ended();
      }
      return false;
    }
    if (batch.columns().size() != columns.count()) {
      throw SqlErrors.of(
          "08P01",
          "the gateway sent " + batch.columns().size() + " columns instead of " + columns.count());
    }
    cells = batch.columns().toArray(WireColumn[]::new);
    batchRows = batch.rowCount();
    batchRow = 0;
    rowNumber++;
    return true;
  }

  @Override
  public void close() throws SQLException {
    if (!closed) {
      closed = true;
      source.close();
      if (statement != null) {
        statement.closed(this);
      }
    }
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw SqlErrors.closed("result set");
    }
  }

  /**
   * The vector that holds a column's value; its row goes to {@link #position}, and whether it is
   * null to {@link #wasNull}.
   */
  private WireVector cell(int column) throws SQLException {
    if (closed || batchRow < 0 || ended) {
      requireOpen();
      throw SqlErrors.of("24000", "the result set is not on a row; call next() first");
    }
    if (column < 1 || column > cells.length) {
      throw SqlErrors.of(
          "42703", "column " + column + " is outside the result's " + cells.length + " columns");
    }
    WireColumn cell = cells[column - 1];
    position = cell.position(batchRow);
    WireVector vector = cell.vector();
    wasNull = vector.isNull(position);
    return vector;
  }

  @Override
  public boolean wasNull() {
    return wasNull;
  }

  @Override
  public @Nullable String getString(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? null : Texts.toText(cell, position, zone);
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    WireVector cell = cell(column);
    return !wasNull && Numbers.toBoolean(cell, position);
  }

  @Override
  public byte getByte(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? 0 : (byte) Numbers.toLong(cell, position, Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  @Override
  public short getShort(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? 0 : (short) Numbers.toLong(cell, position, Short.MIN_VALUE, Short.MAX_VALUE);
  }

  @Override
  public int getInt(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? 0 : (int) Numbers.toLong(cell, position, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Override
  public long getLong(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? 0 : Numbers.toLong(cell, position);
  }

  @Override
  public float getFloat(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? 0 : (float) Numbers.toDouble(cell, position);
  }

  @Override
  public double getDouble(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? 0 : Numbers.toDouble(cell, position);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? null : Numbers.toBigDecimal(cell, position);
  }

  @Override
  @Deprecated
  public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    BigDecimal value = getBigDecimal(column);
    return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
  }

  @Override
  public byte @Nullable [] getBytes(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? null : Texts.toBytes(cell, position, zone);
  }

  @Override
  public @Nullable Date getDate(int column) throws SQLException {
    return getDate(column, null);
  }

  @Override
  public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? null : Times.toDate(cell, position, zone, calendar);
  }

  @Override
  public @Nullable Time getTime(int column) throws SQLException {
    return getTime(column, null);
  }

  @Override
  public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? null : Times.toTime(cell, position, zone, calendar);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return getTimestamp(column, null);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar)
      throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? null : Times.toTimestamp(cell, position, zone, calendar);
  }

  @Override
  public @Nullable Object getObject(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? null : Values.toObject(cell, position, zone);
  }

  @Override
  public @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return getObject(column);
  }

  @Override
  public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? null : Values.toObject(cell, position, zone, type);
  }

  @Override
  public @Nullable Array getArray(int column) throws SQLException {
    WireVector cell = cell(column);
    return wasNull ? null : Values.array(cell, position, zone);
  }

  @Override
  public @Nullable String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  public @Nullable InputStream getAsciiStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  @Deprecated
  public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_16BE));
  }

  @Override
  public @Nullable InputStream getBinaryStream(int column) throws SQLException {
    byte[] bytes = getBytes(column);
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  @Override
  public @Nullable Reader getCharacterStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new StringReader(text);
  }

  @Override
  public @Nullable Reader getNCharacterStream(int column) throws SQLException {
    return getCharacterStream(column);
  }

  @Override
  public URL getURL(int column) throws SQLException {
    throw SqlErrors.unsupported("getURL");
  }

  @Override
  public Ref getRef(int column) throws SQLException {
    throw SqlErrors.unsupported("getRef");
  }

  @Override
  public Blob getBlob(int column) throws SQLException {
    throw SqlErrors.unsupported("getBlob (getBytes works)");
  }

  @Override
  public Clob getClob(int column) throws SQLException {
    throw SqlErrors.unsupported("getClob (getString works)");
  }

  @Override
  public NClob getNClob(int column) throws SQLException {
    throw SqlErrors.unsupported("getNClob (getString works)");
  }

  @Override
  public RowId getRowId(int column) throws SQLException {
    throw SqlErrors.unsupported("getRowId");
  }

  @Override
  public SQLXML getSQLXML(int column) throws SQLException {
    throw SqlErrors.unsupported("getSQLXML");
  }

  @Override
  public int findColumn(String label) throws SQLException {
    requireOpen();
    return columns.find(label);
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    requireOpen();
    return new ThermoclineResultSetMetaData(columns.infos());
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    requireOpen();
    return notices.warnings();
  }

  @Override
  public void clearWarnings() {
    notices.clearWarnings();
  }

  @Override
  public String getCursorName() throws SQLException {
    throw SqlErrors.unsupported("a cursor's name");
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    requireOpen();
    return statement;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public int getRow() throws SQLException {
    requireOpen();
    return ended || rowNumber > Integer.MAX_VALUE ? 0 : (int) rowNumber;
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    requireOpen();
    return rowNumber == 0 && !ended;
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    requireOpen();
    return ended && rowNumber > 0;
  }

  @Override
  public boolean isFirst() throws SQLException {
    requireOpen();
    return rowNumber == 1 && !ended;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    if (rows < 0) {
      throw SqlErrors.of(SqlErrors.ARGUMENT, "a fetch size of " + rows + " is negative");
    }
    fetchSize = rows;
  }

  @Override
  public int getFetchSize() {
    return fetchSize;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrappers.unwrap(type, this, notices.interpretation());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this) || type == Interpretation.class;
  }
}
