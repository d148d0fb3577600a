package io.thermocline.jdbc.internal.value;

import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireType;
import io.thermocline.protocol.WireVector;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An array's elements as objects; independent of the result set that it came from. */
public final class ArrayValue implements Array {
  private final WireType elementType;
  private final String text;
  private final @Nullable Object[] elements;

  private ArrayValue(WireType elementType, String text, @Nullable Object[] elements) {
    this.elementType = elementType;
    this.text = text;
    this.elements = elements;
  }

  /** The elements of an array column's row. */
  static ArrayValue of(WireVector vector, int position, ZoneId zone) throws SQLException {
    if (vector.type().code() != TypeCode.ARRAY) {
      throw Numbers.wrongType(vector.type(), "array");
    }
    int start = vector.start(position);
    @Nullable Object[] elements = new @Nullable Object[vector.end(position) - start];
    WireVector values = vector.elements();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = values.isNull(start + i) ? null : element(values, start + i, zone);
    }
    return new ArrayValue(values.type(), Texts.toText(vector, position, zone), elements);
  }

  private static Object element(WireVector values, int position, ZoneId zone) throws SQLException {
    Object value = Values.toObject(values, position, zone);
    return value instanceof ArrayValue nested ? nested.elements : value;
  }

  /** An array that the application made, as a parameter. */
  public static ArrayValue of(WireType elementType, @Nullable Object[] elements) {
    return new ArrayValue(elementType, Arrays.toString(elements), elements.clone());
  }

  WireType elementType() {
    return elementType;
  }

  @Nullable Object[] elements() {
    return elements.clone();
  }

  @Override
  public String getBaseTypeName() {
    return JdbcTypes.typeName(elementType);
  }

  @Override
  public int getBaseType() {
    return JdbcTypes.sqlType(elementType);
  }

  @Override
  public Object getArray() {
    return elements();
  }

  @Override
  public Object getArray(@Nullable Map<String, Class<?>> map) {
    return elements();
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    if (index < 1 || count < 0 || index - 1 + count > elements.length) {
      throw SqlErrors.of(
          SqlErrors.ARGUMENT,
          "elements "
              + index
              + " to "
              + (index + count - 1)
              + " are not all in an array of "
              + elements.length);
    }
    return Arrays.copyOfRange(elements, (int) index - 1, (int) index - 1 + count);
  }

  @Override
  public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return getArray(index, count);
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    throw SqlErrors.unsupported("an array as a result set");
  }

  @Override
  public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    return getResultSet();
  }

  @Override
  public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return getResultSet();
  }

  @Override
  public void free() {
    // holds nothing but memory
  }

  @Override
  public String toString() {
    return text;
  }
}
