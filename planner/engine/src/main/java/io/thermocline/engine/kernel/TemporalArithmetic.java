package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.time.ZoneId;
import java.util.List;

/// The operators `+ - * /` where an operand is a date, a time or an interval.
final class TemporalArithmetic {
  private TemporalArithmetic() {}

  /// Whether an operand makes an operation temporal.
  static boolean applies(Kernel left, Kernel right) {
    return isTemporal(left.type()) || isTemporal(right.type());
  }

  private static boolean isTemporal(DataType type) {
    return type.isTemporal() || type == ScalarType.TIME || type == ScalarType.INTERVAL;
  }

  /// The kernel of an operation.
  static Kernel compile(
      ArithmeticOperator operator, DataType type, Kernel left, Kernel right, ZoneId zone) {
    DataType a = left.type();
    DataType b = right.type();
    return switch (operator) {
      case ADD ->
          a == ScalarType.INTERVAL && b != ScalarType.INTERVAL
              ? compile(ArithmeticOperator.ADD, type, right, left, zone)
              : addition(1, type, left, right, zone);
      case SUBTRACT ->
          a != ScalarType.INTERVAL && b != ScalarType.INTERVAL && isTemporal(b)
              ? difference(type, left, right)
              : addition(-1, type, left, right, zone);
      case MULTIPLY ->
          a == ScalarType.INTERVAL
              ? scale(type, left, right, false)
              : scale(type, right, left, false);
      case DIVIDE -> scale(type, left, right, true);
      case MODULO -> throw mismatch(operator, a, b);
    };
  }

  private static ThermoclineException mismatch(
      ArithmeticOperator operator, DataType a, DataType b) {
    return new ThermoclineException(
        ErrorCode.TYPE_MISMATCH,
        "the operator "
            + operator
            + " does not take "
            + a.sqlName()
            + " and "
            + b.sqlName()
            + "; cast an operand");
  }

  private static Kernel addition(int sign, DataType type, Kernel left, Kernel right, ZoneId zone) {
    if (left.type() == ScalarType.DATE && right.type().isNumeric()) {
      return new LongArithmetic(
          sign > 0 ? ArithmeticOperator.ADD : ArithmeticOperator.SUBTRACT, type, left, right);
    }
    if (left.type().isNumeric() && right.type() == ScalarType.DATE && sign > 0) {
      return new LongArithmetic(ArithmeticOperator.ADD, type, right, left);
    }
    if (right.type() != ScalarType.INTERVAL) {
      if (left.type() == ScalarType.DATE && right.type() == ScalarType.TIME && sign > 0) {
        return RowKernel.strict(
            type,
            List.of(left, right),
            (v, row, out) -> out.appendLong(v[0].longAt(row) * Temporal.DAY + v[1].longAt(row)));
      }
      throw mismatch(
          sign > 0 ? ArithmeticOperator.ADD : ArithmeticOperator.SUBTRACT,
          left.type(),
          right.type());
    }
    if (left.type() == ScalarType.INTERVAL) {
      return RowKernel.strict(
          type, List.of(left, right), (v, row, out) -> addIntervals(sign, v, row, out));
    }
    if (left.type() == ScalarType.TIME) {
      return RowKernel.strict(
          type,
          List.of(left, right),
          (v, row, out) ->
              out.appendLong(
                  Math.floorMod(
                      v[0].longAt(row) + sign * (v[1].lowAt(row) % Temporal.DAY), Temporal.DAY)));
    }
    return RowKernel.strict(
        type,
        List.of(left, right),
        (v, row, out) -> {
          long months = sign * v[1].highAt(row);
          long micros = sign * v[1].lowAt(row);
          long value = v[0].longAt(row);
          if (v[0].type() == ScalarType.TIMESTAMP_TZ) {
            long moved =
                months == 0
                    ? value
                    : Temporal.toInstant(
                        Temporal.plusMonths(Temporal.toLocal(value, zone), months), zone);
            out.appendLong(Temporal.plus(moved, 0, micros));
          } else {
            long local =
                Temporal.plus(
                    v[0].type() == ScalarType.DATE ? value * Temporal.DAY : value, months, micros);
            out.appendLong(
                out.type() == ScalarType.DATE ? Math.floorDiv(local, Temporal.DAY) : local);
          }
        });
  }

  private static void addIntervals(int sign, Vector[] v, int row, VectorBuilder out) {
    try {
      out.appendInt128(
          Math.addExact(v[0].highAt(row), Math.multiplyExact(sign, v[1].highAt(row))),
          Math.addExact(v[0].lowAt(row), Math.multiplyExact((long) sign, v[1].lowAt(row))));
    } catch (ArithmeticException e) {
      throw Temporal.outOfRange(e);
    }
  }

  private static Kernel difference(DataType type, Kernel left, Kernel right) {
    if (type == ScalarType.INTERVAL) {
      int leftUnit = left.type() == ScalarType.DATE ? 1 : 0;
      int rightUnit = right.type() == ScalarType.DATE ? 1 : 0;
      return RowKernel.strict(
          type,
          List.of(left, right),
          (v, row, out) -> {
            long a = leftUnit == 1 ? v[0].longAt(row) * Temporal.DAY : v[0].longAt(row);
            long b = rightUnit == 1 ? v[1].longAt(row) * Temporal.DAY : v[1].longAt(row);
            out.appendInt128(0, a - b);
          });
    }
    return new LongArithmetic(ArithmeticOperator.SUBTRACT, type, left, right);
  }

  /// An interval times or divided by a number. Fractions of months become days of a month of 30
  /// days.
  private static Kernel scale(DataType type, Kernel interval, Kernel number, boolean divide) {
    if (interval.type() != ScalarType.INTERVAL || !number.type().isNumeric()) {
      throw mismatch(
          divide ? ArithmeticOperator.DIVIDE : ArithmeticOperator.MULTIPLY,
          interval.type(),
          number.type());
    }
    return RowKernel.strict(
        type,
        List.of(interval, number),
        (v, row, out) -> {
          double factor = Numbers.toDouble(v[1], row);
          if (divide && factor == 0) {
            throw LongArithmetic.divisionByZero();
          }
          double months = divide ? v[0].highAt(row) / factor : v[0].highAt(row) * factor;
          double micros = divide ? v[0].lowAt(row) / factor : v[0].lowAt(row) * factor;
          double whole = months < 0 ? Math.ceil(months) : Math.floor(months);
          double total = micros + (months - whole) * 30 * Temporal.DAY;
          if (!(Math.abs(whole) < 1e15 && Math.abs(total) < 9.2e18)) {
            throw Temporal.outOfRange(new ArithmeticException("interval"));
          }
          out.appendInt128((long) whole, Math.round(total));
        });
  }
}
