package io.thermocline.server.demo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares an answer with the expected rows: as multisets, fractions to nine digits, and with
/// further columns in the answer allowed.
public final class RowComparison {
  private static final MathContext DIGITS = new MathContext(9);

  /// Whole numbers and amounts of money are compared digit by digit.
  private static final int EXACT_SCALE = 2;

  private static final int MAX_COLUMNS = 8;

  private RowComparison() {}

  /// Whether some choice of the answer's columns has exactly the expected rows.
  public static boolean matches(
      List<? extends List<? extends @Nullable Object>> expected,
      List<? extends List<? extends @Nullable Object>> actual) {
    if (expected.size() != actual.size()) {
      return false;
    }
    if (expected.isEmpty()) {
      return true;
    }
    int wanted = expected.getFirst().size();
    int given = actual.getFirst().size();
    if (given < wanted || given > MAX_COLUMNS) {
      return false;
    }
    List<String> target = sorted(expected, identity(wanted));
    return search(target, actual, new int[wanted], 0, new boolean[given]);
  }

  private static boolean search(
      List<String> target,
      List<? extends List<? extends @Nullable Object>> actual,
      int[] choice,
      int depth,
      boolean[] used) {
    if (depth == choice.length) {
      return sorted(actual, choice).equals(target);
    }
    for (int column = 0; column < used.length; column++) {
      if (!used[column]) {
        used[column] = true;
        choice[depth] = column;
        if (search(target, actual, choice, depth + 1, used)) {
          return true;
        }
        used[column] = false;
      }
    }
    return false;
  }

  private static int[] identity(int size) {
    int[] columns = new int[size];
    Arrays.setAll(columns, i -> i);
    return columns;
  }

  private static List<String> sorted(
      List<? extends List<? extends @Nullable Object>> rows, int[] columns) {
    List<String> texts = new ArrayList<>(rows.size());
    for (List<? extends @Nullable Object> row : rows) {
      StringBuilder text = new StringBuilder();
      for (int column : columns) {
        text.append(canonical(row.get(column))).append('\u0001');
      }
      texts.add(text.toString());
    }
    texts.sort(Comparator.naturalOrder());
    return texts;
  }

  /// A text that equal values share, whatever their classes.
  static String canonical(@Nullable Object value) {
    return switch (value) {
      case null -> "\u0000";
      case Double d when !Double.isFinite(d) -> d.toString();
      case Float f when !Float.isFinite(f) -> f.toString();
      case Number n -> number(new BigDecimal(n.toString()));
      case LocalDateTime t -> midnight(t.toString());
      case LocalDate d -> d.toString();
      case java.sql.Timestamp t -> midnight(t.toLocalDateTime().toString());
      case java.sql.Date d -> d.toLocalDate().toString();
      case Temporal t -> t.toString();
      default -> value.toString();
    };
  }

  private static String midnight(String text) {
    return text.endsWith("T00:00") ? text.substring(0, text.length() - 6) : text;
  }

  private static String number(BigDecimal value) {
    BigDecimal exact = value.stripTrailingZeros();
    BigDecimal compared =
        exact.scale() <= EXACT_SCALE ? exact : exact.round(DIGITS).stripTrailingZeros();
    return compared.signum() == 0 ? "0" : compared.toPlainString();
  }
}
