package io.thermocline.spi.type;

/// A data type. Scalars without parameters are [ScalarType] constants; decimals and arrays carry
/// parameters.
public sealed interface DataType permits ScalarType, DecimalType, ArrayType {
  /// How values of this type lie in a vector.
  Layout layout();

  /// The name as PostgreSQL prints it, for instance `numeric(12,2)`.
  String sqlName();

  /// Whether values are numbers.
  default boolean isNumeric() {
    return switch (this) {
      case ScalarType s ->
          s == ScalarType.INT16
              || s == ScalarType.INT32
              || s == ScalarType.INT64
              || s == ScalarType.FLOAT32
              || s == ScalarType.FLOAT64;
      case DecimalType d -> true;
      case ArrayType a -> false;
    };
  }

  /// Whether values are points in time: date or timestamp with or without zone.
  default boolean isTemporal() {
    return this == ScalarType.DATE
        || this == ScalarType.TIMESTAMP
        || this == ScalarType.TIMESTAMP_TZ;
  }
}
