package io.thermocline.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data type on the wire.
 *
 * <pre>
 * u8 code                             the {@link TypeCode}
 * DECIMAL: u8 precision, u8 scale     1 ≤ precision ≤ 38, scale ≤ precision
 * ARRAY:   type                       of the elements, nested at most {@link ProtocolLimits#MAX_TYPE_DEPTH} deep
 * </pre>
 *
 * @param precision digits of a decimal, else 0
 * @param scale digits after a decimal's point, else 0
 * @param element the type of an array's elements, else null
 */
public record WireType(TypeCode code, int precision, int scale, @Nullable WireType element) {
  /** The most digits of a decimal. */
  public static final int MAX_PRECISION = 38;

  /** The most digits whose unscaled value always fits 8 bytes. */
  public static final int MAX_LONG_PRECISION = 18;

  /** Checks that parameters are there exactly where the kind has them. */
  public WireType {
    boolean decimal = code == TypeCode.DECIMAL;
    if (decimal
        ? precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision
        : precision != 0 || scale != 0) {
      throw new ProtocolException(
          code.sqlName() + "(" + precision + "," + scale + ") is not a data type");
    }
    if ((code == TypeCode.ARRAY) != (element != null)) {
      throw new ProtocolException("an array type has an element type and no other type has");
    }
  }

  /** A type without parameters. */
  public static WireType of(TypeCode code) {
    return new WireType(code, 0, 0, null);
  }

  /** An exact decimal. */
  public static WireType decimal(int precision, int scale) {
    return new WireType(TypeCode.DECIMAL, precision, scale, null);
  }

  /** An array. */
  public static WireType array(WireType element) {
    return new WireType(TypeCode.ARRAY, 0, 0, element);
  }

  /** The type of the elements of an array. */
  public WireType elementType() {
    return Objects.requireNonNull(element, "not an array");
  }

  /** Bytes of a value in a vector, 0 when the length varies. */
  public int width() {
    return code == TypeCode.DECIMAL ? (precision <= MAX_LONG_PRECISION ? 8 : 16) : code.width();
  }

  /** The name as PostgreSQL prints it, for instance {@code numeric(12,2)} or {@code text[]}. */
  public String sqlName() {
    if (element != null) {
      return element.sqlName() + "[]";
    }
    return code == TypeCode.DECIMAL ? "numeric(" + precision + "," + scale + ")" : code.sqlName();
  }
}
