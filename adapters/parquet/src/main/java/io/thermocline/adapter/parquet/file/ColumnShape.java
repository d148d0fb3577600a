package io.thermocline.adapter.parquet.file;

import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import org.apache.parquet.schema.PrimitiveType;

/// How a column is stored.
///
/// @param type the type that the gateway sees; an [ArrayType] for lists
/// @param primitive the stored leaf
/// @param conversion from stored to seen values, of the elements for lists
/// @param maxDefinition the definition level of a present value
/// @param maxRepetition 0, or 1 for lists
/// @param optional whether the column itself may be null
/// @param optionalElement whether elements of a list may be null
public record ColumnShape(
    DataType type,
    PrimitiveType primitive,
    Conversion conversion,
    int maxDefinition,
    int maxRepetition,
    boolean optional,
    boolean optionalElement) {

  /// The type of a value, or of an element for lists.
  public DataType elementType() {
    return type instanceof ArrayType array ? array.element() : type;
  }

  /// Bytes of a stored value of fixed width, or 0.
  public int width() {
    return switch (primitive.getPrimitiveTypeName()) {
      case INT32, FLOAT -> 4;
      case INT64, DOUBLE -> 8;
      case INT96 -> 12;
      case FIXED_LEN_BYTE_ARRAY -> primitive.getTypeLength();
      case BINARY, BOOLEAN -> 0;
    };
  }
}
