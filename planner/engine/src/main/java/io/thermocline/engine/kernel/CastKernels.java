package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Conversions between types: loops for numbers among each other and for types that differ in name
/// only, row by row for the rest.
final class CastKernels {
  private CastKernels() {}

  /// The kernel of a cast; the operand itself when nothing changes.
  static Kernel cast(Kernel operand, DataType target, boolean safe, ZoneId zone) {
    DataType source = operand.type();
    if (source.equals(target)) {
      return operand;
    }
    if (operand instanceof ConstantKernel constant && constant.isNull()) {
      return ConstantKernel.of(target, null);
    }
    if (!safe) {
      if (isInteger(source) && isInteger(target)) {
        return new Loop(target, operand, Loop.Kind.LONG_TO_LONG);
      }
      if (source.isNumeric() && target.layout() == Layout.DOUBLE) {
        return new Loop(target, operand, Loop.Kind.NUMBER_TO_DOUBLE);
      }
      if ((isInteger(source) || source instanceof DecimalType) && target instanceof DecimalType) {
        return new Loop(target, operand, Loop.Kind.EXACT_TO_DECIMAL);
      }
      if (source == ScalarType.DATE && target == ScalarType.TIMESTAMP) {
        return new Loop(target, operand, Loop.Kind.DATE_TO_TIMESTAMP);
      }
      if (isText(source) && isText(target)) {
        return new Loop(target, operand, Loop.Kind.TEXT_TO_TEXT);
      }
    }
    RowKernel.RowFunction function = CastFunctions.of(source, target, zone);
    if (!safe) {
      return RowKernel.strict(target, List.of(operand), function);
    }
    return RowKernel.strictSafe(
        target,
        List.of(operand),
        (v, row, out) -> {
          try {
            function.apply(v, row, out);
          } catch (ThermoclineException e) {
            out.appendNull();
          }
        });
  }

  static boolean isInteger(DataType type) {
    return type == ScalarType.INT16 || type == ScalarType.INT32 || type == ScalarType.INT64;
  }

  private static boolean isText(DataType type) {
    return type == ScalarType.TEXT || type == ScalarType.JSON;
  }

  /// A cast in one loop.
  private static final class Loop extends FunctionKernel {
    private enum Kind {
      LONG_TO_LONG,
      NUMBER_TO_DOUBLE,
      EXACT_TO_DECIMAL,
      DATE_TO_TIMESTAMP,
      TEXT_TO_TEXT
    }

    private final Kind kind;

    Loop(DataType type, Kernel operand, Kind kind) {
      super(type, List.of(operand), true);
      this.kind = kind;
    }

    @Override
    public boolean canFail() {
      return kind != Kind.TEXT_TO_TEXT || argumentsCanFail();
    }

    @Override
    Vector apply(Vector[] arguments, int size) {
      Vector operand =
          arguments[0] instanceof ConstantVector c && size == 1
              ? c.value()
              : arguments[0].flatten();
      long[] nulls = Vectors.nullMask(operand, size);
      return switch (kind) {
        case LONG_TO_LONG -> {
          long[] values = ((LongVector) operand).values();
          LongArithmetic.checkRange(type(), values, nulls, size);
          yield new LongVector(type(), size, values, nulls);
        }
        case NUMBER_TO_DOUBLE ->
            new DoubleVector(type(), size, doubles(operand, nulls, size), nulls);
        case EXACT_TO_DECIMAL -> decimals(operand, nulls, size);
        case DATE_TO_TIMESTAMP -> {
          long[] micros = new long[size];
          for (int i = 0; i < size; i++) {
            micros[i] = operand.longAt(i) * Temporal.DAY;
          }
          yield new LongVector(type(), size, micros, nulls);
        }
        case TEXT_TO_TEXT -> {
          BytesVector bytes = (BytesVector) operand;
          yield new BytesVector(type(), size, bytes.data(), bytes.offsets(), nulls);
        }
      };
    }

    private double[] doubles(Vector operand, long @Nullable [] nulls, int size) {
      double[] out = new double[size];
      switch (operand.type().layout()) {
        case LONG -> {
          long[] values = ((LongVector) operand).values();
          int scale = operand.type() instanceof DecimalType d ? d.scale() : 0;
          if (scale == 0) {
            for (int i = 0; i < size; i++) {
              out[i] = values[i];
            }
          } else {
            for (int i = 0; i < size; i++) {
              out[i] = Numbers.decimalToDouble(values[i], scale);
            }
          }
        }
        case DOUBLE -> System.arraycopy(((DoubleVector) operand).values(), 0, out, 0, size);
        default -> {
          int scale = ((DecimalType) operand.type()).scale();
          for (int i = 0; i < size; i++) {
            out[i] = Numbers.decimalToDouble(operand.highAt(i), operand.lowAt(i), scale);
          }
        }
      }
      if (type() == ScalarType.FLOAT32) {
        for (int i = 0; i < size; i++) {
          float rounded = (float) out[i];
          if (Float.isInfinite(rounded)
              && !Double.isInfinite(out[i])
              && !NullMask.isNull(nulls, i)) {
            throw Int128Math.outOfRange(type().sqlName());
          }
          out[i] = rounded;
        }
      }
      return out;
    }

    private Vector decimals(Vector operand, long @Nullable [] nulls, int size) {
      DecimalType target = (DecimalType) type();
      int fromScale = operand.type() instanceof DecimalType d ? d.scale() : 0;
      int fromPrecision =
          operand.type() instanceof DecimalType d ? d.precision() : integerDigits(operand.type());
      int shift = target.scale() - fromScale;
      if (operand.type().layout() == Layout.LONG
          && target.layout() == Layout.LONG
          && shift >= 0
          && fromPrecision + shift <= target.precision()) {
        long factor = Int128Math.pow10(shift);
        long[] values = ((LongVector) operand).values();
        long[] out = values;
        if (shift > 0) {
          out = new long[size];
          for (int i = 0; i < size; i++) {
            out[i] = values[i] * factor;
          }
        }
        return new LongVector(target, size, out, nulls);
      }
      DecimalArithmetic.Words words = DecimalArithmetic.Words.of(operand);
      long[] high = new long[size];
      long[] low = new long[size];
      for (int i = 0; i < size; i++) {
        if (!Int128Math.rescale(
                words.high(i), words.low(i), fromScale, target.scale(), high, low, i)
            && !NullMask.isNull(nulls, i)) {
          throw Int128Math.outOfRange(target.sqlName());
        }
      }
      return DecimalArithmetic.narrow(target, high, low, nulls, size);
    }

    private static int integerDigits(DataType type) {
      return type == ScalarType.INT16 ? 5 : type == ScalarType.INT32 ? 10 : 19;
    }
  }
}
