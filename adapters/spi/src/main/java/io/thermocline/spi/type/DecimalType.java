package io.thermocline.spi.type;

/// An exact decimal of `precision` digits, `scale` of them after the point; 1 ≤ precision ≤ 38, 0 ≤
/// scale ≤ precision.
public record DecimalType(int precision, int scale) implements DataType {
  /// The most digits that a decimal can have.
  public static final int MAX_PRECISION = 38;

  /// The most digits whose unscaled value always fits a `long`.
  public static final int MAX_LONG_PRECISION = 18;

  /// Checks the bounds.
  public DecimalType {
    if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "decimal(" + precision + "," + scale + ") is out of bounds");
    }
  }

  @Override
  public Layout layout() {
    return precision <= MAX_LONG_PRECISION ? Layout.LONG : Layout.INT128;
  }

  @Override
  public String sqlName() {
    return "numeric(" + precision + "," + scale + ")";
  }
}
