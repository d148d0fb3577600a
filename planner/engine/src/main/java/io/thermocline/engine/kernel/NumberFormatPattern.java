package io.thermocline.engine.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// The patterns of `to_char` for numbers: `9 0 . D , G FM S MI PL PR $ L`.
final class NumberFormatPattern {
  private NumberFormatPattern() {}

  static String format(BigDecimal value, String pattern) {
    String upper = pattern.toUpperCase(Locale.ROOT);
    boolean fill = !upper.contains("FM");
    upper = upper.replace("FM", "");
    boolean minusAtEnd = upper.endsWith("MI");
    boolean brackets = upper.endsWith("PR");
    boolean signed = upper.startsWith("S");
    boolean signAtEnd = !signed && upper.endsWith("S");
    String picture = upper.replace("MI", "").replace("PR", "").replace("PL", "").replace("S", "");
    int point = picture.indexOf('.') >= 0 ? picture.indexOf('.') : picture.indexOf('D');
    String whole = point < 0 ? picture : picture.substring(0, point);
    String fraction = point < 0 ? "" : picture.substring(point + 1);
    int decimals = (int) fraction.chars().filter(c -> c == '9' || c == '0').count();
    BigDecimal rounded = value.abs().setScale(decimals, RoundingMode.HALF_UP);
    boolean negative = value.signum() < 0 && rounded.signum() != 0;
    String digits = rounded.toBigInteger().toString();
    if (digits.equals("0")) {
      digits = "";
    }
    int places = (int) whole.chars().filter(c -> c == '9' || c == '0').count();
    boolean overflow = digits.length() > places;
    StringBuilder text = new StringBuilder();
    String shown =
        integerPart(
            whole, digits, places, overflow, decimals == 0 || !fill && rounded.signum() == 0);
    text.append(shown);
    if (point >= 0) {
      text.append('.').append(fractionPart(fraction, rounded, decimals, overflow, fill));
    }
    return withSign(text.toString(), negative, fill, minusAtEnd, brackets, signed, signAtEnd);
  }

  private static String integerPart(
      String whole, String digits, int places, boolean overflow, boolean showZero) {
    StringBuilder text = new StringBuilder();
    int firstZero = whole.indexOf('0');
    int place = 0;
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      boolean started = text.chars().anyMatch(x -> x >= '0' && x <= '9' || x == '#');
      switch (c) {
        case '9', '0' -> {
          int fromRight = places - place++;
          boolean last = fromRight == 1;
          if (overflow) {
            text.append('#');
          } else if (fromRight <= digits.length()) {
            text.append(digits.charAt(digits.length() - fromRight));
          } else if (firstZero >= 0 && i >= firstZero || last && digits.isEmpty() && showZero) {
            text.append('0');
          } else {
            text.append(' ');
          }
        }
        case ',', 'G' -> text.append(started ? ',' : ' ');
        case 'L' -> text.append('$');
        default -> text.append(c);
      }
    }
    return text.toString();
  }

  private static String fractionPart(
      String fraction, BigDecimal rounded, int decimals, boolean overflow, boolean fill) {
    if (overflow) {
      return "#".repeat(decimals);
    }
    String plain = rounded.toPlainString();
    String digits = decimals == 0 ? "" : plain.substring(plain.length() - decimals);
    if (fill) {
      return digits;
    }
    int keep = fraction.lastIndexOf('0') + 1;
    int end = digits.length();
    while (end > keep && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }

  private static String withSign(
      String text,
      boolean negative,
      boolean fill,
      boolean minusAtEnd,
      boolean brackets,
      boolean signed,
      boolean signAtEnd) {
    String body = text.stripLeading();
    String padding = fill ? " ".repeat(text.length() - body.length()) : "";
    if (brackets) {
      return padding + (negative ? "<" + body + ">" : fill ? " " + body + " " : body);
    }
    if (minusAtEnd) {
      return padding + body + (negative ? "-" : fill ? " " : "");
    }
    if (signAtEnd) {
      return padding + body + (negative ? "-" : "+");
    }
    if (signed) {
      return padding + (negative ? "-" : "+") + body;
    }
    return padding + (negative ? "-" : fill ? " " : "") + body;
  }
}
