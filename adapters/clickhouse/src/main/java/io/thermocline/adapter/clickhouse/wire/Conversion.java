package io.thermocline.adapter.clickhouse.wire;

import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// From the type in which ClickHouse answers to the type that was asked for. Nothing wraps: a
/// number that does not fit is an error.
final class Conversion {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private Conversion() {}

  /// A vector of the wanted type.
  static Vector convert(Vector source, DataType wanted, String column) {
    DataType type = source.type();
    if (type.equals(wanted)) {
      return source;
    }
    return switch (source) {
      case DictionaryVector d ->
          new DictionaryVector(convert(d.dictionary(), wanted, column), d.codes(), d.size());
      case ConstantVector c -> new ConstantVector(convert(c.value(), wanted, column), c.size());
      case LongVector v -> longs(v, wanted, column);
      case BytesVector v when wanted.layout() == Layout.BYTES ->
          new BytesVector(wanted, v.size(), v.data(), v.offsets(), v.nulls());
      case DoubleVector v when wanted.layout() == Layout.DOUBLE -> doubles(v, wanted);
      case Int128Vector v
          when v.type() instanceof DecimalType from
              && wanted instanceof DecimalType to
              && from.scale() == to.scale() ->
          decimals(v, to, column);
      case Int128Vector v
          when v.type() instanceof DecimalType from
              && from.scale() == 0
              && (wanted == ScalarType.INT64
                  || wanted == ScalarType.INT32
                  || wanted == ScalarType.INT16) ->
          narrowed(v, wanted, column);
      case ListVector v when wanted instanceof ArrayType array ->
          new ListVector(
              wanted,
              v.size(),
              convert(v.elements(), array.element(), column),
              v.offsets(),
              nullsOf(v));
      default -> slowly(source, wanted, column);
    };
  }

  private static long @Nullable [] nullsOf(ListVector vector) {
    if (!vector.mayHaveNulls()) {
      return null;
    }
    long[] nulls = io.thermocline.spi.batch.NullMask.create(vector.size());
    for (int i = 0; i < vector.size(); i++) {
      if (vector.isNull(i)) {
        io.thermocline.spi.batch.NullMask.setNull(nulls, i);
      }
    }
    return nulls;
  }

  private static Vector longs(LongVector v, DataType wanted, String column) {
    DataType type = v.type();
    if (wanted.layout() == Layout.LONG) {
      boolean integers =
          type instanceof ScalarType
              && wanted instanceof ScalarType
              && type.isNumeric()
              && wanted.isNumeric();
      if (integers) {
        checkRange(v, wanted, column);
        return relabelled(v, wanted);
      }
      boolean same =
          type == ScalarType.TIMESTAMP && wanted == ScalarType.TIMESTAMP_TZ
              || type == ScalarType.TIMESTAMP_TZ && wanted == ScalarType.TIMESTAMP
              || type == ScalarType.INT64 && wanted == ScalarType.TIME;
      if (same) {
        return relabelled(v, wanted);
      }
      if (type == ScalarType.DATE
          && (wanted == ScalarType.TIMESTAMP || wanted == ScalarType.TIMESTAMP_TZ)) {
        return mapped(v, wanted, days -> Math.multiplyExact(days, MICROS_PER_DAY));
      }
      if (wanted == ScalarType.DATE && type.isTemporal()) {
        return mapped(v, wanted, micros -> Math.floorDiv(micros, MICROS_PER_DAY));
      }
      if (wanted == ScalarType.BOOLEAN && type.isNumeric()) {
        return mapped(v, wanted, value -> value == 0 ? 0 : 1);
      }
      if (type == ScalarType.BOOLEAN && wanted instanceof ScalarType && wanted.isNumeric()) {
        return relabelled(v, wanted);
      }
      if (type instanceof DecimalType from
          && wanted instanceof DecimalType to
          && from.scale() == to.scale()
          && from.precision() <= to.precision()) {
        return relabelled(v, wanted);
      }
    }
    if (wanted.layout() == Layout.DOUBLE && type instanceof ScalarType && type.isNumeric()) {
      double[] values = new double[v.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = v.values()[i];
      }
      return new DoubleVector(wanted, v.size(), values, v.nulls());
    }
    if (wanted instanceof DecimalType to
        && wanted.layout() == Layout.INT128
        && wholeDigits(type, to)) {
      long[] high = new long[v.size()];
      for (int i = 0; i < high.length; i++) {
        high[i] = v.values()[i] >> 63;
      }
      return new Int128Vector(wanted, v.size(), high, v.values(), v.nulls());
    }
    return slowly(v, wanted, column);
  }

  /// Whether values of the type always fit the decimal without a change of scale.
  private static boolean wholeDigits(DataType type, DecimalType to) {
    return type instanceof DecimalType from
        ? from.scale() == to.scale() && from.precision() <= to.precision()
        : type instanceof ScalarType && type.isNumeric() && to.scale() == 0 && to.precision() >= 19;
  }

  private interface LongMap {
    long apply(long value);
  }

  private static LongVector mapped(LongVector v, DataType wanted, LongMap map) {
    long[] values = new long[v.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = v.isNull(i) ? 0 : map.apply(v.values()[i]);
    }
    return new LongVector(wanted, v.size(), values, v.nulls());
  }

  private static LongVector relabelled(LongVector v, DataType wanted) {
    return new LongVector(wanted, v.size(), v.values(), v.nulls());
  }

  private static void checkRange(LongVector v, DataType wanted, String column) {
    long low =
        wanted == ScalarType.INT16
            ? Short.MIN_VALUE
            : wanted == ScalarType.INT32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
    long high =
        wanted == ScalarType.INT16
            ? Short.MAX_VALUE
            : wanted == ScalarType.INT32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
    if (low == Long.MIN_VALUE) {
      return;
    }
    for (int i = 0; i < v.size(); i++) {
      long value = v.values()[i];
      if ((value < low || value > high) && !v.isNull(i)) {
        throw outOfRange(wanted, column, null);
      }
    }
  }

  private static DoubleVector doubles(DoubleVector v, DataType wanted) {
    if (wanted == ScalarType.FLOAT64) {
      return new DoubleVector(wanted, v.size(), v.values(), v.nulls());
    }
    double[] values = new double[v.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) v.values()[i];
    }
    return new DoubleVector(wanted, v.size(), values, v.nulls());
  }

  private static Vector decimals(Int128Vector v, DecimalType to, String column) {
    if (to.layout() == Layout.INT128 && to.precision() >= ((DecimalType) v.type()).precision()) {
      return new Int128Vector(to, v.size(), v.high(), v.low(), v.nulls());
    }
    return slowly(v, to, column);
  }

  private static LongVector narrowed(Int128Vector v, DataType wanted, String column) {
    for (int i = 0; i < v.size(); i++) {
      if (v.high()[i] != v.low()[i] >> 63 && !v.isNull(i)) {
        throw outOfRange(wanted, column, null);
      }
    }
    LongVector narrow = new LongVector(wanted, v.size(), v.low(), v.nulls());
    checkRange(narrow, wanted, column);
    return narrow;
  }

  /// Value by value.
  private static Vector slowly(Vector source, DataType wanted, String column) {
    VectorBuilder builder = new VectorBuilder(wanted, Math.max(1, source.size()));
    for (int i = 0; i < source.size(); i++) {
      Object value = Values.get(source, i);
      try {
        builder.appendValue(value == null ? null : adapted(value, wanted));
      } catch (ThermoclineException e) {
        throw e.code() == ErrorCode.NUMERIC_OUT_OF_RANGE
            ? outOfRange(wanted, column, e)
            : impossible(source, wanted, column, e);
      } catch (IllegalArgumentException | DateTimeParseException | ClassCastException e) {
        throw impossible(source, wanted, column, e);
      }
    }
    return builder.build();
  }

  private static Object adapted(Object value, DataType wanted) {
    if (wanted == ScalarType.TEXT || wanted == ScalarType.JSON) {
      return value instanceof java.math.BigDecimal d ? d.toPlainString() : value.toString();
    }
    if (value instanceof String text) {
      if (wanted == ScalarType.UUID) {
        return java.util.UUID.fromString(text);
      }
      if (wanted == ScalarType.DATE) {
        return LocalDate.parse(text);
      }
      if (wanted.isNumeric()) {
        java.math.BigDecimal number = new java.math.BigDecimal(text.strip());
        return wanted.layout() == Layout.DOUBLE ? (Object) number.doubleValue() : number;
      }
    }
    if (value instanceof Boolean b && wanted.isNumeric()) {
      return b ? 1 : 0;
    }
    if (value instanceof Double d
        && wanted instanceof ScalarType
        && wanted.layout() == Layout.LONG) {
      return new java.math.BigDecimal(Math.rint(d));
    }
    if (value instanceof java.math.BigDecimal d
        && wanted instanceof ScalarType
        && wanted.layout() == Layout.LONG) {
      return d.setScale(0, java.math.RoundingMode.HALF_UP);
    }
    return value;
  }

  private static ThermoclineException outOfRange(
      DataType wanted, String column, @Nullable Throwable cause) {
    return new ThermoclineException(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        "a value of \""
            + column
            + "\" does not fit "
            + wanted.sqlName()
            + "; cast it to a wider type",
        cause);
  }

  private static ThermoclineException impossible(
      Vector source, DataType wanted, String column, Throwable cause) {
    return new ThermoclineException(
        ErrorCode.SOURCE_FAILED,
        "ClickHouse answered \""
            + column
            + "\" as "
            + source.type().sqlName()
            + ", which cannot be read as "
            + wanted.sqlName()
            + "; add a cast to the statement",
        cause);
  }
}
