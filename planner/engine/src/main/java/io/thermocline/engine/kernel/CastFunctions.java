package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.UUID;

/// Conversions of one value.
final class CastFunctions {
  private static final MathContext DOUBLE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);
  private static final MathContext FLOAT_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private CastFunctions() {}

  /// The conversion from one type to another.
  static RowKernel.RowFunction of(DataType source, DataType target, ZoneId zone) {
    if (target == ScalarType.TEXT || target == ScalarType.JSON) {
      return (v, row, out) -> Utf8.append(out, TextFormat.format(v[0], row, zone));
    }
    if (source == ScalarType.TEXT || source == ScalarType.JSON) {
      return fromText(target, zone);
    }
    if (source.isNumeric() && target.isNumeric()) {
      return source.layout() == Layout.DOUBLE
          ? CastFunctions::fromDouble
          : CastFunctions::fromExact;
    }
    if (source == ScalarType.BOOLEAN && target.isNumeric()) {
      return (v, row, out) -> Numbers.appendLong(out, v[0].longAt(row));
    }
    if (source.isNumeric() && target == ScalarType.BOOLEAN) {
      return (v, row, out) -> out.appendLong(Numbers.toDouble(v[0], row) != 0 ? 1 : 0);
    }
    if (source instanceof ScalarType from && target instanceof ScalarType to) {
      return temporal(from, to, zone);
    }
    throw mismatch(source, target);
  }

  private static ThermoclineException mismatch(DataType source, DataType target) {
    return new ThermoclineException(
        ErrorCode.TYPE_MISMATCH,
        "cannot cast type "
            + source.sqlName()
            + " to "
            + target.sqlName()
            + "; cast through text if that is meant");
  }

  private static void fromDouble(Vector[] v, int row, VectorBuilder out) {
    double value = v[0].doubleAt(row);
    if (out.type().layout() == Layout.DOUBLE) {
      Numbers.appendDouble(out, value);
      return;
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw Int128Math.outOfRange(out.type().sqlName());
    }
    if (out.type() instanceof DecimalType) {
      Numbers.append(
          out,
          new BigDecimal(value, v[0].type() == ScalarType.FLOAT32 ? FLOAT_DIGITS : DOUBLE_DIGITS));
      return;
    }
    double rounded = Math.rint(value);
    if (!(rounded >= -0x1p63 && rounded < 0x1p63)) {
      throw Int128Math.outOfRange(out.type().sqlName());
    }
    Numbers.appendLong(out, (long) rounded);
  }

  private static void fromExact(Vector[] v, int row, VectorBuilder out) {
    Numbers.append(out, Numbers.decimal(v[0], row));
  }

  private static RowKernel.RowFunction fromText(DataType target, ZoneId zone) {
    return switch (target) {
      case DecimalType d ->
          (v, row, out) -> Numbers.append(out, TextParse.number(Utf8.text(v[0], row), d));
      case ArrayType a -> throw mismatch(ScalarType.TEXT, target);
      case ScalarType s ->
          switch (s) {
            case BOOLEAN ->
                (v, row, out) -> out.appendLong(TextParse.bool(Utf8.text(v[0], row)) ? 1 : 0);
            case INT16, INT32, INT64 ->
                (v, row, out) ->
                    Numbers.appendLong(out, TextParse.integer(Utf8.text(v[0], row), s));
            case FLOAT32, FLOAT64 ->
                (v, row, out) -> out.appendDouble(TextParse.floating(Utf8.text(v[0], row), s));
            case TEXT, JSON -> (v, row, out) -> out.appendFrom(v[0], row);
            case BYTES -> (v, row, out) -> out.appendBytes(TextParse.bytes(Utf8.text(v[0], row)));
            case DATE ->
                (v, row, out) -> out.appendLong(TextParse.date(Utf8.text(v[0], row)).toEpochDay());
            case TIME -> (v, row, out) -> out.appendLong(TextParse.time(Utf8.text(v[0], row), s));
            case TIMESTAMP ->
                (v, row, out) -> out.appendLong(TextParse.timestamp(Utf8.text(v[0], row), s));
            case TIMESTAMP_TZ ->
                (v, row, out) ->
                    out.appendLong(TextParse.timestampWithZone(Utf8.text(v[0], row), zone));
            case INTERVAL ->
                (v, row, out) -> {
                  Interval interval = TextParse.interval(Utf8.text(v[0], row));
                  out.appendInt128(interval.months(), interval.micros());
                };
            case UUID ->
                (v, row, out) -> {
                  UUID uuid = TextParse.uuid(Utf8.text(v[0], row));
                  out.appendInt128(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
                };
          };
    };
  }

  private static RowKernel.RowFunction temporal(ScalarType source, ScalarType target, ZoneId zone) {
    return switch (source) {
      case DATE ->
          switch (target) {
            case TIMESTAMP -> (v, row, out) -> out.appendLong(v[0].longAt(row) * Temporal.DAY);
            case TIMESTAMP_TZ ->
                (v, row, out) ->
                    out.appendLong(Temporal.toInstant(v[0].longAt(row) * Temporal.DAY, zone));
            default -> throw mismatch(source, target);
          };
      case TIMESTAMP ->
          switch (target) {
            case DATE ->
                (v, row, out) -> out.appendLong(Math.floorDiv(v[0].longAt(row), Temporal.DAY));
            case TIME ->
                (v, row, out) -> out.appendLong(Math.floorMod(v[0].longAt(row), Temporal.DAY));
            case TIMESTAMP_TZ ->
                (v, row, out) -> out.appendLong(Temporal.toInstant(v[0].longAt(row), zone));
            default -> throw mismatch(source, target);
          };
      case TIMESTAMP_TZ ->
          switch (target) {
            case DATE ->
                (v, row, out) ->
                    out.appendLong(
                        Math.floorDiv(Temporal.toLocal(v[0].longAt(row), zone), Temporal.DAY));
            case TIME ->
                (v, row, out) ->
                    out.appendLong(
                        Math.floorMod(Temporal.toLocal(v[0].longAt(row), zone), Temporal.DAY));
            case TIMESTAMP ->
                (v, row, out) -> out.appendLong(Temporal.toLocal(v[0].longAt(row), zone));
            default -> throw mismatch(source, target);
          };
      case TIME -> {
        if (target == ScalarType.INTERVAL) {
          yield (v, row, out) -> out.appendInt128(0, v[0].longAt(row));
        }
        throw mismatch(source, target);
      }
      case INTERVAL -> {
        if (target == ScalarType.TIME) {
          yield (v, row, out) -> out.appendLong(Math.floorMod(v[0].lowAt(row), Temporal.DAY));
        }
        throw mismatch(source, target);
      }
      default -> throw mismatch(source, target);
    };
  }
}
