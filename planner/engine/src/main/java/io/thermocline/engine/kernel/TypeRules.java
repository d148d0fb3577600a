package io.thermocline.engine.kernel;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;

/// The implicit conversions: which type two operands meet in.
public final class TypeRules {
  private TypeRules() {}

  /// The type in which values of both types can be compared without loss where PostgreSQL has an
  /// implicit cast.
  public static DataType common(DataType a, DataType b) {
    if (a.equals(b)) {
      return a;
    }
    if (a.isNumeric() && b.isNumeric()) {
      return commonNumber(a, b);
    }
    if (a.isTemporal() && b.isTemporal()) {
      return a == ScalarType.TIMESTAMP_TZ || b == ScalarType.TIMESTAMP_TZ
          ? ScalarType.TIMESTAMP_TZ
          : ScalarType.TIMESTAMP;
    }
    if ((a == ScalarType.JSON || b == ScalarType.JSON)
        && a.layout() == Layout.BYTES
        && b.layout() == Layout.BYTES) {
      return ScalarType.TEXT;
    }
    throw new ThermoclineException(
        ErrorCode.TYPE_MISMATCH,
        a.sqlName() + " and " + b.sqlName() + " have no common type; cast one of them");
  }

  private static DataType commonNumber(DataType a, DataType b) {
    if (a.layout() == Layout.DOUBLE || b.layout() == Layout.DOUBLE) {
      return ScalarType.FLOAT64;
    }
    if (a instanceof DecimalType || b instanceof DecimalType) {
      DecimalType x = asDecimal(a);
      DecimalType y = asDecimal(b);
      int scale = Math.max(x.scale(), y.scale());
      int whole = Math.max(x.precision() - x.scale(), y.precision() - y.scale());
      return new DecimalType(
          Math.min(DecimalType.MAX_PRECISION, Math.max(1, whole + scale)), scale);
    }
    return a == ScalarType.INT64 || b == ScalarType.INT64 ? ScalarType.INT64 : ScalarType.INT32;
  }

  /// The decimal type that holds every value of an exact numeric type.
  public static DecimalType asDecimal(DataType type) {
    return type instanceof DecimalType decimal
        ? decimal
        : new DecimalType(type == ScalarType.INT16 ? 5 : type == ScalarType.INT32 ? 10 : 19, 0);
  }
}
