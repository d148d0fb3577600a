package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/// Functions of dates, times and intervals.
final class TemporalFunctions {
  private TemporalFunctions() {}

  /// The kernel of a temporal function other than the operators.
  static Kernel compile(
      FunctionId function, DataType type, List<Kernel> arguments, ZoneId zone, long nowMicros) {
    return switch (function) {
      case EXTRACT -> extract(type, part(arguments), arguments.subList(1, 2), zone);
      case DATE_TRUNC ->
          truncate(type, part(arguments), arguments.subList(1, arguments.size()), zone);
      case AT_TIME_ZONE -> atTimeZone(type, arguments);
      case TO_CHAR -> RowKernel.strict(type, arguments, (v, row, out) -> toChar(v, row, out, zone));
      case TO_DATE ->
          RowKernel.strict(
              type,
              arguments,
              (v, row, out) ->
                  out.appendLong(
                      Math.floorDiv(
                          DateTimeFormat.parse(Utf8.text(v[0], row), Utf8.text(v[1], row)),
                          Temporal.DAY)));
      case TO_TIMESTAMP ->
          RowKernel.strict(type, arguments, (v, row, out) -> toTimestamp(v, row, out, zone));
      case MAKE_DATE ->
          RowKernel.strict(
              type, arguments, (v, row, out) -> out.appendLong(date(v, row).toEpochDay()));
      case MAKE_TIMESTAMP -> RowKernel.strict(type, arguments, TemporalFunctions::makeTimestamp);
      case MAKE_INTERVAL -> RowKernel.strict(type, arguments, TemporalFunctions::makeInterval);
      case AGE ->
          RowKernel.strict(type, arguments, (v, row, out) -> age(v, row, out, zone, nowMicros));
      case DATE_DIFF -> {
        DateTimePart part = part(arguments);
        yield RowKernel.strict(
            type,
            arguments.subList(1, 3),
            (v, row, out) ->
                Numbers.appendLong(
                    out, part.boundaries(local(v[0], row, zone), local(v[1], row, zone))));
      }
      case LAST_DAY ->
          RowKernel.strict(
              type,
              arguments,
              (v, row, out) -> {
                LocalDate date = Temporal.date(local(v[0], row, zone));
                appendLocal(
                    out, Temporal.midnight(date.withDayOfMonth(date.lengthOfMonth())), zone);
              });
      case NOW -> now(type, zone, nowMicros);
      default -> throw new IllegalStateException(function + " is not temporal");
    };
  }

  private static DateTimePart part(List<Kernel> arguments) {
    if (arguments.getFirst() instanceof ConstantKernel constant && !constant.isNull()) {
      return DateTimePart.of(Utf8.text(constant.value(), 0));
    }
    throw new ThermoclineException(
        ErrorCode.UNSUPPORTED, "a date part must be a constant such as 'year'");
  }

  /// Local microseconds of a date or timestamp.
  private static long local(Vector v, int row, ZoneId zone) {
    long value = v.longAt(row);
    return v.type() == ScalarType.DATE
        ? value * Temporal.DAY
        : v.type() == ScalarType.TIMESTAMP_TZ ? Temporal.toLocal(value, zone) : value;
  }

  private static void appendLocal(VectorBuilder out, long local, ZoneId zone) {
    out.appendLong(
        out.type() == ScalarType.DATE
            ? Math.floorDiv(local, Temporal.DAY)
            : out.type() == ScalarType.TIMESTAMP_TZ ? Temporal.toInstant(local, zone) : local);
  }

  private static Kernel extract(
      DataType type, DateTimePart part, List<Kernel> arguments, ZoneId zone) {
    ScalarType source = scalar(arguments.getFirst());
    return RowKernel.strict(
        type,
        arguments,
        (v, row, out) -> {
          long value =
              source == ScalarType.INTERVAL
                  ? part.extractInterval(v[0].highAt(row), v[0].lowAt(row))
                  : part.extract(source, v[0].longAt(row), zone);
          if (part.scale() == 0) {
            Numbers.appendLong(out, value);
          } else if (out.type().layout() == Layout.DOUBLE) {
            out.appendDouble(Numbers.decimalToDouble(value, part.scale()));
          } else if (out.type() instanceof DecimalType) {
            Numbers.append(out, BigDecimal.valueOf(value, part.scale()));
          } else {
            Numbers.appendLong(out, Math.floorDiv(value, Int128Math.pow10(part.scale())));
          }
        });
  }

  private static ScalarType scalar(Kernel kernel) {
    if (kernel.type() instanceof ScalarType scalar
        && (scalar.isTemporal() || scalar == ScalarType.TIME || scalar == ScalarType.INTERVAL)) {
      return scalar;
    }
    throw new ThermoclineException(
        ErrorCode.TYPE_MISMATCH,
        kernel.type().sqlName() + " is no date, time or interval; cast it to one");
  }

  private static Kernel truncate(
      DataType type, DateTimePart part, List<Kernel> arguments, ZoneId zone) {
    ScalarType source = scalar(arguments.getFirst());
    if (source == ScalarType.INTERVAL) {
      return RowKernel.strict(
          type,
          arguments,
          (v, row, out) ->
              out.appendInt128(
                  part.truncateMonths(v[0].highAt(row)), part.truncateMicros(v[0].lowAt(row))));
    }
    return RowKernel.strict(
        type,
        arguments,
        (v, row, out) -> {
          ZoneId used = v.length > 1 ? Temporal.zone(Utf8.text(v[1], row)) : zone;
          appendLocal(out, part.truncate(local(v[0], row, used)), used);
        });
  }

  private static Kernel atTimeZone(DataType type, List<Kernel> arguments) {
    boolean toLocal = arguments.getFirst().type() == ScalarType.TIMESTAMP_TZ;
    return RowKernel.strict(
        type,
        arguments,
        (v, row, out) -> {
          ZoneId zone = Temporal.zone(Utf8.text(v[1], row));
          long value = v[0].longAt(row);
          out.appendLong(toLocal ? Temporal.toLocal(value, zone) : Temporal.toInstant(value, zone));
        });
  }

  private static void toChar(Vector[] v, int row, VectorBuilder out, ZoneId zone) {
    String pattern = Utf8.text(v[1], row);
    DataType type = v[0].type();
    String text =
        type == ScalarType.INTERVAL
            ? DateTimeFormat.formatInterval(v[0].highAt(row), v[0].lowAt(row), pattern)
            : type.isNumeric()
                ? NumberFormatPattern.format(Numbers.decimal(v[0], row), pattern)
                : DateTimeFormat.format(
                    local(v[0], row, zone),
                    type == ScalarType.TIMESTAMP_TZ
                        ? Temporal.offsetSeconds(v[0].longAt(row), zone)
                        : 0,
                    pattern);
    Utf8.append(out, text);
  }

  private static void toTimestamp(Vector[] v, int row, VectorBuilder out, ZoneId zone) {
    if (v.length == 1) {
      BigDecimal micros =
          Numbers.decimal(v[0], row).movePointRight(6).setScale(0, RoundingMode.HALF_UP);
      if (micros.toBigInteger().bitLength() > 63) {
        throw Temporal.outOfRange(new ArithmeticException("microseconds"));
      }
      out.appendLong(micros.longValue());
    } else {
      out.appendLong(
          Temporal.toInstant(
              DateTimeFormat.parse(Utf8.text(v[0], row), Utf8.text(v[1], row)), zone));
    }
  }

  private static LocalDate date(Vector[] v, int row) {
    try {
      long year = v[0].longAt(row);
      return LocalDate.of(
          Math.toIntExact(year < 0 ? year + 1 : year),
          Math.toIntExact(v[1].longAt(row)),
          Math.toIntExact(v[2].longAt(row)));
    } catch (DateTimeException | ArithmeticException e) {
      throw Temporal.outOfRange(e);
    }
  }

  private static void makeTimestamp(Vector[] v, int row, VectorBuilder out) {
    long hour = v[3].longAt(row);
    long minute = v[4].longAt(row);
    double second = Numbers.toDouble(v[5], row);
    if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || !(second >= 0 && second < 60.5)) {
      throw Temporal.outOfRange(new ArithmeticException("time of day"));
    }
    out.appendLong(
        Temporal.midnight(date(v, row))
            + hour * Temporal.HOUR
            + minute * Temporal.MINUTE
            + Math.round(second * Temporal.SECOND));
  }

  private static void makeInterval(Vector[] v, int row, VectorBuilder out) {
    long[] units = {12, 1, 7 * Temporal.DAY, Temporal.DAY, Temporal.HOUR, Temporal.MINUTE};
    try {
      long months = 0;
      long micros = 0;
      for (int i = 0; i < v.length && i < units.length; i++) {
        long amount = Math.multiplyExact(v[i].longAt(row), units[i]);
        months = i < 2 ? Math.addExact(months, amount) : months;
        micros = i < 2 ? micros : Math.addExact(micros, amount);
      }
      if (v.length > units.length) {
        micros = Math.addExact(micros, Math.round(Numbers.toDouble(v[6], row) * Temporal.SECOND));
      }
      out.appendInt128(months, micros);
    } catch (ArithmeticException e) {
      throw Temporal.outOfRange(e);
    }
  }

  private static void age(Vector[] v, int row, VectorBuilder out, ZoneId zone, long nowMicros) {
    long to =
        v.length > 1
            ? local(v[0], row, zone)
            : DateTimePart.DAY.truncate(Temporal.toLocal(nowMicros, zone));
    Interval age = Temporal.age(to, local(v[v.length - 1], row, zone));
    out.appendInt128(age.months(), age.micros());
  }

  private static Kernel now(DataType type, ZoneId zone, long nowMicros) {
    VectorBuilder out = new VectorBuilder(type, 1);
    long local = Temporal.toLocal(nowMicros, zone);
    out.appendLong(
        type == ScalarType.TIMESTAMP_TZ
            ? nowMicros
            : type == ScalarType.DATE
                ? Math.floorDiv(local, Temporal.DAY)
                : type == ScalarType.TIME ? Math.floorMod(local, Temporal.DAY) : local);
    return new ConstantKernel(out.build());
  }
}
