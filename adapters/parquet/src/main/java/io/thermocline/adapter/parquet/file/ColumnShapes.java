package io.thermocline.adapter.parquet.file;

import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/// Maps the top-level fields of a Parquet schema to columns. Fields of other shapes (structs, maps,
/// lists of lists) have none.
public final class ColumnShapes {
  /// The footer key that marks a fixed 16-byte column as an interval.
  public static final String TYPE_KEY = "thermocline.type.";

  private ColumnShapes() {}

  private record Value(DataType type, Conversion conversion) {}

  /// The shape of a field, or empty.
  public static Optional<ColumnShape> of(Type field, Map<String, String> metadata) {
    if (field.isPrimitive()) {
      boolean interval = "interval".equals(metadata.get(TYPE_KEY + field.getName()));
      Value value = value(field.asPrimitiveType(), interval);
      if (value == null) {
        return Optional.empty();
      }
      if (field.isRepetition(Repetition.REPEATED)) {
        return Optional.of(list(field.asPrimitiveType(), value, false, false));
      }
      boolean optional = field.isRepetition(Repetition.OPTIONAL);
      return Optional.of(
          new ColumnShape(
              value.type,
              field.asPrimitiveType(),
              value.conversion,
              optional ? 1 : 0,
              0,
              optional,
              false));
    }
    return field.isRepetition(Repetition.REPEATED) ? Optional.empty() : listOf(field.asGroupType());
  }

  private static Optional<ColumnShape> listOf(GroupType group) {
    if (!(group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)
        || group.getFieldCount() != 1) {
      return Optional.empty();
    }
    Type repeated = group.getType(0);
    if (!repeated.isRepetition(Repetition.REPEATED)) {
      return Optional.empty();
    }
    boolean optional = group.isRepetition(Repetition.OPTIONAL);
    Type element = repeated;
    if (!repeated.isPrimitive()) {
      GroupType inner = repeated.asGroupType();
      if (inner.getFieldCount() != 1
          || inner.getName().equals("array")
          || inner.getName().equals(group.getName() + "_tuple")) {
        return Optional.empty();
      }
      element = inner.getType(0);
    }
    if (!element.isPrimitive()
        || element != repeated && element.isRepetition(Repetition.REPEATED)) {
      return Optional.empty();
    }
    Value value = value(element.asPrimitiveType(), false);
    return value == null
        ? Optional.empty()
        : Optional.of(
            list(
                element.asPrimitiveType(),
                value,
                optional,
                element.isRepetition(Repetition.OPTIONAL)));
  }

  private static ColumnShape list(
      PrimitiveType primitive, Value value, boolean optional, boolean optionalElement) {
    int maxDefinition = 1 + (optional ? 1 : 0) + (optionalElement ? 1 : 0);
    return new ColumnShape(
        new ArrayType(value.type),
        primitive,
        value.conversion,
        maxDefinition,
        1,
        optional,
        optionalElement);
  }

  private static @Nullable Value value(PrimitiveType primitive, boolean interval) {
    LogicalTypeAnnotation annotation = primitive.getLogicalTypeAnnotation();
    return switch (primitive.getPrimitiveTypeName()) {
      case BOOLEAN -> new Value(ScalarType.BOOLEAN, Conversion.INTEGER);
      case INT32 -> int32(annotation);
      case INT64 -> int64(annotation);
      case INT96 -> new Value(ScalarType.TIMESTAMP, Conversion.INT96);
      case FLOAT -> new Value(ScalarType.FLOAT32, Conversion.FLOATING);
      case DOUBLE -> new Value(ScalarType.FLOAT64, Conversion.FLOATING);
      case BINARY -> binary(annotation);
      case FIXED_LEN_BYTE_ARRAY -> fixed(annotation, primitive.getTypeLength(), interval);
    };
  }

  private static @Nullable Value int32(@Nullable LogicalTypeAnnotation annotation) {
    return switch (annotation) {
      case null -> new Value(ScalarType.INT32, Conversion.INTEGER);
      case IntLogicalTypeAnnotation i when i.isSigned() ->
          new Value(
              i.getBitWidth() <= 16 ? ScalarType.INT16 : ScalarType.INT32, Conversion.INTEGER);
      case IntLogicalTypeAnnotation i when i.getBitWidth() == 8 ->
          new Value(ScalarType.INT16, Conversion.INTEGER);
      case IntLogicalTypeAnnotation i when i.getBitWidth() == 16 ->
          new Value(ScalarType.INT32, Conversion.INTEGER);
      case IntLogicalTypeAnnotation i -> new Value(ScalarType.INT64, Conversion.UNSIGNED_32);
      case DateLogicalTypeAnnotation d -> new Value(ScalarType.DATE, Conversion.INTEGER);
      case TimeLogicalTypeAnnotation t -> new Value(ScalarType.TIME, Conversion.MILLIS);
      case DecimalLogicalTypeAnnotation d -> decimal(d, Conversion.INTEGER);
      default -> null;
    };
  }

  private static @Nullable Value int64(@Nullable LogicalTypeAnnotation annotation) {
    return switch (annotation) {
      case null -> new Value(ScalarType.INT64, Conversion.INTEGER);
      case IntLogicalTypeAnnotation i when i.isSigned() ->
          new Value(ScalarType.INT64, Conversion.INTEGER);
      case IntLogicalTypeAnnotation i -> new Value(new DecimalType(20, 0), Conversion.UNSIGNED_64);
      case TimeLogicalTypeAnnotation t -> new Value(ScalarType.TIME, unit(t.getUnit()));
      case TimestampLogicalTypeAnnotation t ->
          new Value(
              t.isAdjustedToUTC() ? ScalarType.TIMESTAMP_TZ : ScalarType.TIMESTAMP,
              unit(t.getUnit()));
      case DecimalLogicalTypeAnnotation d -> decimal(d, Conversion.INTEGER);
      default -> null;
    };
  }

  private static Conversion unit(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> Conversion.MILLIS;
      case MICROS -> Conversion.INTEGER;
      case NANOS -> Conversion.NANOS;
    };
  }

  private static @Nullable Value binary(@Nullable LogicalTypeAnnotation annotation) {
    return switch (annotation) {
      case null -> new Value(ScalarType.BYTES, Conversion.BYTES);
      case StringLogicalTypeAnnotation s -> new Value(ScalarType.TEXT, Conversion.BYTES);
      case EnumLogicalTypeAnnotation e -> new Value(ScalarType.TEXT, Conversion.BYTES);
      case JsonLogicalTypeAnnotation j -> new Value(ScalarType.JSON, Conversion.BYTES);
      case BsonLogicalTypeAnnotation b -> new Value(ScalarType.BYTES, Conversion.BYTES);
      case DecimalLogicalTypeAnnotation d -> bytesDecimal(d);
      default -> null;
    };
  }

  private static @Nullable Value fixed(
      @Nullable LogicalTypeAnnotation annotation, int length, boolean interval) {
    return switch (annotation) {
      case null ->
          interval && length == 16
              ? new Value(ScalarType.INTERVAL, Conversion.INTERVAL_EXACT)
              : new Value(ScalarType.BYTES, Conversion.BYTES);
      case UUIDLogicalTypeAnnotation u when length == 16 ->
          new Value(ScalarType.UUID, Conversion.UUID);
      case IntervalLogicalTypeAnnotation i when length == 12 ->
          new Value(ScalarType.INTERVAL, Conversion.INTERVAL_MILLIS);
      case Float16LogicalTypeAnnotation f when length == 2 ->
          new Value(ScalarType.FLOAT32, Conversion.FLOAT16);
      case DecimalLogicalTypeAnnotation d -> bytesDecimal(d);
      default -> null;
    };
  }

  private static @Nullable Value bytesDecimal(DecimalLogicalTypeAnnotation d) {
    return decimal(
        d,
        d.getPrecision() <= DecimalType.MAX_LONG_PRECISION
            ? Conversion.DECIMAL_LONG
            : Conversion.DECIMAL_INT128);
  }

  private static @Nullable Value decimal(DecimalLogicalTypeAnnotation d, Conversion conversion) {
    if (d.getPrecision() > DecimalType.MAX_PRECISION || d.getScale() > d.getPrecision()) {
      return null;
    }
    return new Value(new DecimalType(d.getPrecision(), d.getScale()), conversion);
  }
}
