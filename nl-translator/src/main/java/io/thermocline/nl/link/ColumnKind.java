package io.thermocline.nl.link;

import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;

/// What the model knows of a column's type.
public enum ColumnKind {
  /// Text, and everything that is not one of the others.
  TEXT("text"),
  /// Whole numbers.
  INTEGER("integer"),
  /// Decimals and floating-point numbers.
  DECIMAL("decimal"),
  /// Days.
  DATE("date"),
  /// Points in time, with or without zone.
  TIMESTAMP("timestamp"),
  /// Times of day.
  TIME("time"),
  /// True or false.
  BOOLEAN("boolean");

  private final String inputName;

  ColumnKind(String inputName) {
    this.inputName = inputName;
  }

  /// The name among the types of the encoder input.
  public String inputName() {
    return inputName;
  }

  /// Whether values are numbers.
  public boolean isNumeric() {
    return this == INTEGER || this == DECIMAL;
  }

  /// Whether values are days or points in time.
  public boolean isTemporal() {
    return this == DATE || this == TIMESTAMP;
  }

  /// The kind of a data type.
  public static ColumnKind of(DataType type) {
    return switch (type) {
      case DecimalType d -> DECIMAL;
      case ArrayType a -> TEXT;
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> BOOLEAN;
            case INT16, INT32, INT64 -> INTEGER;
            case FLOAT32, FLOAT64 -> DECIMAL;
            case DATE -> DATE;
            case TIME -> TIME;
            case TIMESTAMP, TIMESTAMP_TZ -> TIMESTAMP;
            case TEXT, BYTES, INTERVAL, UUID, JSON -> TEXT;
          };
    };
  }
}
