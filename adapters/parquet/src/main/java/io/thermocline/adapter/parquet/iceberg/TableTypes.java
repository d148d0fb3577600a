package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.Conversion;
import io.thermocline.adapter.parquet.file.WiderTypes;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// Iceberg's types and values as the gateway's.
final class TableTypes {
  private TableTypes() {}

  /// The gateway's type, or null for structs, maps, lists of lists and other types without one.
  static @Nullable DataType of(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> ScalarType.BOOLEAN;
      case INTEGER -> ScalarType.INT32;
      case LONG -> ScalarType.INT64;
      case FLOAT -> ScalarType.FLOAT32;
      case DOUBLE -> ScalarType.FLOAT64;
      case DATE -> ScalarType.DATE;
      case TIME -> ScalarType.TIME;
      case TIMESTAMP ->
          ((Types.TimestampType) type).shouldAdjustToUTC()
              ? ScalarType.TIMESTAMP_TZ
              : ScalarType.TIMESTAMP;
      case TIMESTAMP_NANO ->
          ((Types.TimestampNanoType) type).shouldAdjustToUTC()
              ? ScalarType.TIMESTAMP_TZ
              : ScalarType.TIMESTAMP;
      case STRING -> ScalarType.TEXT;
      case UUID -> ScalarType.UUID;
      case FIXED, BINARY -> ScalarType.BYTES;
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield new DecimalType(decimal.precision(), decimal.scale());
      }
      case LIST -> {
        DataType element = of(((Types.ListType) type).elementType());
        yield element == null || element instanceof ArrayType ? null : new ArrayType(element);
      }
      case STRUCT, MAP, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN -> null;
    };
  }

  /// Whether a column of that shape in a file can be read as the table's type: it is the same or
  /// was promoted to it since.
  static boolean isReadable(ColumnShape shape, DataType type) {
    if (type.equals(WiderTypes.of(shape.type(), type))) {
      return true;
    }
    boolean timestamps = type == ScalarType.TIMESTAMP_TZ || type == ScalarType.TIMESTAMP;
    if (timestamps && shape.conversion() == Conversion.INT96) {
      return true;
    }
    // Some writers leave out that bytes are text.
    return type == ScalarType.TEXT
        && shape.type() == ScalarType.BYTES
        && shape.elementType().layout() == Layout.BYTES;
  }

  /// A value of a partition or a default, in the classes of [Values].
  static @Nullable Object value(Type type, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Number n ->
          switch (type.typeId()) {
            case DATE -> LocalDate.ofEpochDay(n.longValue());
            case TIME -> LocalTime.ofNanoOfDay(n.longValue() * 1000);
            case TIMESTAMP -> timestamp(type, n.longValue());
            case TIMESTAMP_NANO -> timestamp(type, Math.floorDiv(n.longValue(), 1000L));
            default -> n;
          };
      case CharSequence text -> text.toString();
      case ByteBuffer buffer -> {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        yield bytes;
      }
      default -> value;
    };
  }

  private static Object timestamp(Type type, long micros) {
    var instant = Values.instant(micros);
    return of(type) == ScalarType.TIMESTAMP_TZ
        ? instant
        : java.time.LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
