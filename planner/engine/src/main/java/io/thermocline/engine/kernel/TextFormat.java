package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.UUID;

/// Values as PostgreSQL prints them.
public final class TextFormat {
  private TextFormat() {}

  /// The text of a row that is not null; `zone` is the session's.
  public static String format(Vector vector, int row, ZoneId zone) {
    return switch (vector.type()) {
      case DecimalType d -> Values.decimal(vector, row, d).toPlainString();
      case ArrayType a -> list(vector, row, zone);
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> vector.longAt(row) != 0 ? "true" : "false";
            case INT16, INT32, INT64 -> Long.toString(vector.longAt(row));
            case FLOAT32 -> floating(vector.doubleAt(row), true);
            case FLOAT64 -> floating(vector.doubleAt(row), false);
            case TEXT, JSON -> Utf8.text(vector, row);
            case BYTES ->
                "\\x"
                    + HexFormat.of()
                        .formatHex(
                            vector.bytesData(row), vector.bytesStart(row), vector.bytesEnd(row));
            case DATE -> date(vector.longAt(row));
            case TIME -> time(vector.longAt(row));
            case TIMESTAMP -> timestamp(vector.longAt(row), "");
            case TIMESTAMP_TZ -> timestampWithZone(vector.longAt(row), zone);
            case INTERVAL -> interval(vector.highAt(row), vector.lowAt(row));
            case UUID -> new UUID(vector.highAt(row), vector.lowAt(row)).toString();
          };
    };
  }

  /// The shortest digits that read back as the number; an exponent below 1e-04 and from 1e+15
  /// (single precision 1e+06).
  static String floating(double value, boolean single) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal shortest =
        new BigDecimal(single ? Float.toString((float) value) : Double.toString(value))
            .stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < (single ? 6 : 15)) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "")
        + mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  private static String date(long days) {
    LocalDate date = LocalDate.ofEpochDay(days);
    boolean beforeChrist = date.getYear() <= 0;
    StringBuilder text = new StringBuilder(10);
    appendPadded(text, beforeChrist ? 1 - date.getYear() : date.getYear(), 4);
    appendPadded(text.append('-'), date.getMonthValue(), 2);
    appendPadded(text.append('-'), date.getDayOfMonth(), 2);
    return text.append(beforeChrist ? " BC" : "").toString();
  }

  private static void appendPadded(StringBuilder text, long value, int width) {
    String digits = Long.toString(value);
    text.repeat('0', Math.max(0, width - digits.length())).append(digits);
  }

  private static String time(long micros) {
    StringBuilder text = new StringBuilder(15);
    appendPadded(text, micros / Temporal.HOUR, 2);
    appendPadded(text.append(':'), micros / Temporal.MINUTE % 60, 2);
    appendPadded(text.append(':'), micros / Temporal.SECOND % 60, 2);
    long fraction = micros % Temporal.SECOND;
    if (fraction != 0) {
      appendPadded(text.append('.'), fraction, 6);
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.toString();
  }

  private static String timestamp(long micros, String zone) {
    String date = date(Math.floorDiv(micros, Temporal.DAY));
    String time = time(Math.floorMod(micros, Temporal.DAY));
    return date.endsWith(" BC")
        ? date.substring(0, date.length() - 3) + " " + time + zone + " BC"
        : date + " " + time + zone;
  }

  private static String timestampWithZone(long micros, ZoneId zone) {
    long offset = Temporal.offsetSeconds(micros, zone);
    long absolute = Math.abs(offset);
    StringBuilder text = new StringBuilder().append(offset < 0 ? '-' : '+');
    appendPadded(text, absolute / 3600, 2);
    if (absolute % 3600 != 0) {
      appendPadded(text.append(':'), absolute / 60 % 60, 2);
    }
    if (absolute % 60 != 0) {
      appendPadded(text.append(':'), absolute % 60, 2);
    }
    return timestamp(micros + offset * Temporal.SECOND, text.toString());
  }

  /// An interval in PostgreSQL's own style.
  public static String interval(long months, long micros) {
    StringBuilder text = new StringBuilder();
    unit(text, months / 12, "year");
    unit(text, months % 12, "mon");
    unit(text, micros / Temporal.DAY, "day");
    long rest = micros % Temporal.DAY;
    if (rest != 0 || text.isEmpty()) {
      text.append(text.isEmpty() ? "" : " ");
      if (rest < 0) {
        text.append('-');
      } else if (text.indexOf("-") >= 0) {
        text.append('+');
      }
      text.append(time(Math.abs(rest)));
    }
    return text.toString();
  }

  private static void unit(StringBuilder text, long count, String name) {
    if (count != 0) {
      text.append(text.isEmpty() ? "" : " ");
      if (count > 0 && text.indexOf("-") >= 0) {
        text.append('+');
      }
      text.append(count).append(' ').append(name).append(count == 1 ? "" : "s");
    }
  }

  private static String list(Vector vector, int row, ZoneId zone) {
    ListVector flat =
        (ListVector)
            switch (vector) {
              case ConstantVector c -> c.value();
              case DictionaryVector d -> d.dictionary();
              default -> vector;
            };
    int at =
        vector instanceof ConstantVector
            ? 0
            : vector instanceof DictionaryVector d ? d.codes()[row] : row;
    StringBuilder text = new StringBuilder("{");
    for (int i = flat.offsets()[at]; i < flat.offsets()[at + 1]; i++) {
      text.append(i > flat.offsets()[at] ? "," : "");
      if (flat.elements().isNull(i)) {
        text.append("NULL");
      } else {
        appendElement(
            text, format(flat.elements(), i, zone), flat.elements().type() instanceof ArrayType);
      }
    }
    return text.append('}').toString();
  }

  private static void appendElement(StringBuilder text, String element, boolean nested) {
    boolean quote =
        !nested
            && (element.isEmpty()
                || element.equalsIgnoreCase("null")
                || element
                    .chars()
                    .anyMatch(c -> "{},\"\\".indexOf(c) >= 0 || Character.isWhitespace(c)));
    if (quote) {
      text.append('"').append(element.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    } else {
      text.append(element);
    }
  }
}
