package io.thermocline.spi.type;

/// A list of elements of one type.
public record ArrayType(DataType element) implements DataType {
  @Override
  public Layout layout() {
    return Layout.LIST;
  }

  @Override
  public String sqlName() {
    return element.sqlName() + "[]";
  }
}
