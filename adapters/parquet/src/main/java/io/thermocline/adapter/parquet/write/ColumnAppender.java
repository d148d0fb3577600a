package io.thermocline.adapter.parquet.write;

import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.nio.ByteBuffer;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/// Writes rows of a vector to one column of a row group.
final class ColumnAppender {
  private final Field field;
  private final DataType elementType;
  private final PrimitiveTypeName physical;
  private final boolean list;
  private final int maxDefinition;
  private final byte[] wide = new byte[16];
  private @Nullable Vector knownDictionary;
  private Binary[] binaries = new Binary[0];

  ColumnAppender(Field field, PrimitiveType leaf) {
    this.field = field;
    this.list = field.type() instanceof ArrayType;
    this.elementType = field.type() instanceof ArrayType array ? array.element() : field.type();
    this.physical = leaf.getPrimitiveTypeName();
    this.maxDefinition = (field.nullable() ? 1 : 0) + (list ? 2 : 0);
  }

  /// Fails when a vector is not of the column's type.
  void check(Vector vector) {
    DataType type = vector.type();
    boolean integers =
        type.layout() == Layout.LONG
            && type instanceof ScalarType
            && elementType instanceof ScalarType
            && type.isNumeric()
            && field.type().isNumeric()
            && ((ScalarType) type).compareTo((ScalarType) elementType) <= 0;
    if (!type.equals(field.type()) && !integers) {
      throw new ThermoclineException(
          ErrorCode.TYPE_MISMATCH,
          "column \""
              + field.name()
              + "\" is "
              + field.type().sqlName()
              + ", not "
              + type.sqlName()
              + "; cast the values");
    }
  }

  void append(ColumnWriter writer, Vector vector, int from, int to) {
    if (list) {
      appendLists(writer, vector, from, to);
      return;
    }
    if (vector instanceof DictionaryVector d && physical == PrimitiveTypeName.BINARY) {
      appendCodes(writer, d, from, to);
      return;
    }
    boolean nulls = vector.mayHaveNulls();
    for (int row = from; row < to; row++) {
      if (nulls && vector.isNull(row)) {
        appendNull(writer);
      } else {
        value(writer, vector, row, 0, maxDefinition);
      }
    }
  }

  private void appendNull(ColumnWriter writer) {
    if (!field.nullable()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "column \"" + field.name() + "\" must not be null; supply a value for every row");
    }
    writer.writeNull(0, 0);
  }

  private void appendCodes(ColumnWriter writer, DictionaryVector vector, int from, int to) {
    Vector dictionary = vector.dictionary();
    if (dictionary != knownDictionary) {
      binaries = new Binary[dictionary.size()];
      knownDictionary = dictionary;
    }
    int[] codes = vector.codes();
    for (int row = from; row < to; row++) {
      int code = codes[row];
      if (dictionary.isNull(code)) {
        appendNull(writer);
        continue;
      }
      Binary binary = binaries[code];
      if (binary == null) {
        int start = dictionary.bytesStart(code);
        binary =
            Binary.fromConstantByteArray(
                java.util.Arrays.copyOfRange(
                    dictionary.bytesData(code), start, dictionary.bytesEnd(code)));
        binaries[code] = binary;
      }
      writer.write(binary, 0, maxDefinition);
    }
  }

  private void value(ColumnWriter writer, Vector vector, int row, int repetition, int definition) {
    switch (physical) {
      case BOOLEAN -> writer.write(vector.longAt(row) != 0, repetition, definition);
      case INT32 -> writer.write((int) vector.longAt(row), repetition, definition);
      case INT64 -> writer.write(vector.longAt(row), repetition, definition);
      case FLOAT -> writer.write((float) vector.doubleAt(row), repetition, definition);
      case DOUBLE -> writer.write(vector.doubleAt(row), repetition, definition);
      case BINARY -> {
        int start = vector.bytesStart(row);
        writer.write(
            Binary.fromReusedByteArray(vector.bytesData(row), start, vector.bytesEnd(row) - start),
            repetition,
            definition);
      }
      case FIXED_LEN_BYTE_ARRAY -> {
        ByteBuffer.wrap(wide).putLong(vector.highAt(row)).putLong(vector.lowAt(row));
        writer.write(Binary.fromReusedByteArray(wide), repetition, definition);
      }
      case INT96 -> throw new IllegalStateException("INT96 is not written");
    }
  }

  private void appendLists(ColumnWriter writer, Vector vector, int from, int to) {
    ListVector lists = (ListVector) vector.flatten();
    Vector elements = lists.elements();
    int emptyLevel = field.nullable() ? 1 : 0;
    for (int row = from; row < to; row++) {
      if (lists.isNull(row)) {
        appendNull(writer);
        continue;
      }
      int start = lists.offsets()[row];
      int end = lists.offsets()[row + 1];
      if (start == end) {
        writer.writeNull(0, emptyLevel);
      }
      for (int i = start; i < end; i++) {
        int repetition = i == start ? 0 : 1;
        if (elements.isNull(i)) {
          writer.writeNull(repetition, maxDefinition - 1);
        } else {
          value(writer, elements, i, repetition, maxDefinition);
        }
      }
    }
  }
}
