package io.thermocline.spi.type;

/// A named column of a batch, a relation or a result.
public record Field(String name, DataType type, boolean nullable) {
  /// A column that may hold null.
  public static Field nullable(String name, DataType type) {
    return new Field(name, type, true);
  }

  /// A column that never holds null.
  public static Field required(String name, DataType type) {
    return new Field(name, type, false);
  }

  /// The same column under another name.
  public Field withName(String newName) {
    return new Field(newName, type, nullable);
  }
}
