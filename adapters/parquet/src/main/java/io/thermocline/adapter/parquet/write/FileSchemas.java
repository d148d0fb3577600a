package io.thermocline.adapter.parquet.write;

import io.thermocline.adapter.parquet.file.ColumnShapes;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/// The Parquet schema of a relation.
final class FileSchemas {
  private static final int WIDE_BYTES = 16;
  private static final int MAXIMUM_INT_PRECISION = 9;

  private FileSchemas() {}

  static MessageType of(String name, Schema columns) {
    List<Type> fields = new ArrayList<>();
    for (Field field : columns.fields()) {
      Repetition repetition = field.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
      fields.add(
          field.type() instanceof ArrayType array
              ? list(field.name(), repetition, array)
              : primitive(field.name(), repetition, field.type()));
    }
    return new MessageType(name, fields);
  }

  /// Marks for types that Parquet has no annotation for.
  static Map<String, String> typeMarks(Schema columns) {
    Map<String, String> marks = new LinkedHashMap<>();
    for (Field field : columns.fields()) {
      if (field.type() == ScalarType.INTERVAL) {
        marks.put(ColumnShapes.TYPE_KEY + field.name(), "interval");
      }
    }
    return marks;
  }

  private static GroupType list(String name, Repetition repetition, ArrayType array) {
    if (array.element() instanceof ArrayType || array.element() == ScalarType.INTERVAL) {
      throw new io.thermocline.spi.error.ThermoclineException(
          io.thermocline.spi.error.ErrorCode.UNSUPPORTED,
          "column \""
              + name
              + "\": arrays of "
              + array.element().sqlName()
              + " cannot be stored in Parquet; store them as text");
    }
    return Types.buildGroup(repetition)
        .as(LogicalTypeAnnotation.listType())
        .repeatedGroup()
        .addField(primitive("element", Repetition.OPTIONAL, array.element()))
        .named("list")
        .named(name);
  }

  private static PrimitiveType primitive(String name, Repetition repetition, DataType type) {
    return switch (type) {
      case DecimalType d -> decimal(name, repetition, d);
      case ArrayType a -> throw new IllegalStateException("a list is a group");
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> plain(name, repetition, PrimitiveTypeName.BOOLEAN, null);
            case INT16 ->
                plain(
                    name,
                    repetition,
                    PrimitiveTypeName.INT32,
                    LogicalTypeAnnotation.intType(16, true));
            case INT32 -> plain(name, repetition, PrimitiveTypeName.INT32, null);
            case INT64 -> plain(name, repetition, PrimitiveTypeName.INT64, null);
            case FLOAT32 -> plain(name, repetition, PrimitiveTypeName.FLOAT, null);
            case FLOAT64 -> plain(name, repetition, PrimitiveTypeName.DOUBLE, null);
            case TEXT ->
                plain(
                    name, repetition, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());
            case JSON ->
                plain(name, repetition, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.jsonType());
            case BYTES -> plain(name, repetition, PrimitiveTypeName.BINARY, null);
            case DATE ->
                plain(name, repetition, PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType());
            case TIME ->
                plain(
                    name,
                    repetition,
                    PrimitiveTypeName.INT64,
                    LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS));
            case TIMESTAMP, TIMESTAMP_TZ ->
                plain(
                    name,
                    repetition,
                    PrimitiveTypeName.INT64,
                    LogicalTypeAnnotation.timestampType(
                        s == ScalarType.TIMESTAMP_TZ, TimeUnit.MICROS));
            case INTERVAL ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                    .length(WIDE_BYTES)
                    .named(name);
            case UUID ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                    .length(WIDE_BYTES)
                    .as(LogicalTypeAnnotation.uuidType())
                    .named(name);
          };
    };
  }

  private static PrimitiveType plain(
      String name,
      Repetition repetition,
      PrimitiveTypeName primitive,
      @org.jspecify.annotations.Nullable LogicalTypeAnnotation annotation) {
    var builder = Types.primitive(primitive, repetition);
    return annotation == null ? builder.named(name) : builder.as(annotation).named(name);
  }

  private static PrimitiveType decimal(String name, Repetition repetition, DecimalType type) {
    LogicalTypeAnnotation annotation =
        LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
    if (type.precision() <= MAXIMUM_INT_PRECISION) {
      return plain(name, repetition, PrimitiveTypeName.INT32, annotation);
    }
    if (type.precision() <= DecimalType.MAX_LONG_PRECISION) {
      return plain(name, repetition, PrimitiveTypeName.INT64, annotation);
    }
    return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
        .length(WIDE_BYTES)
        .as(annotation)
        .named(name);
  }
}
