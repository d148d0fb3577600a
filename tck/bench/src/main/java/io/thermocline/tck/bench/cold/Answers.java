package io.thermocline.tck.bench.cold;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares answers. Numbers are the same when nine digits are: averages of decimals are floating
/// point in one engine and exact in the other. The order of rows counts only where ties cannot
/// change it, which queries here ensure by sorting on all that may tie; others are sorted first.
final class Answers {
  private static final MathContext DIGITS = new MathContext(9);

  private Answers() {}

  /// What differs, or an empty text.
  static String difference(
      List<List<@Nullable Object>> ours, List<List<@Nullable Object>> theirs, boolean ordered) {
    if (ours.size() != theirs.size()) {
      return ours.size() + " rows and " + theirs.size();
    }
    List<String> left = texts(ours, ordered);
    List<String> right = texts(theirs, ordered);
    for (int i = 0; i < left.size(); i++) {
      if (!left.get(i).equals(right.get(i))) {
        return "row " + i + ": " + left.get(i) + " and " + right.get(i);
      }
    }
    return "";
  }

  private static List<String> texts(List<List<@Nullable Object>> rows, boolean ordered) {
    List<String> texts = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      texts.add(row.stream().map(Answers::text).toList().toString());
    }
    if (!ordered) {
      texts.sort(null);
    }
    return texts;
  }

  private static String text(@Nullable Object value) {
    if (value instanceof Number number) {
      BigDecimal rounded = new BigDecimal(number.toString()).round(DIGITS);
      return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(value);
  }
}
