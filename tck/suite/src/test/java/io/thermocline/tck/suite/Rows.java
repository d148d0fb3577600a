package io.thermocline.tck.suite;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A result in a form in which the gateway's and Postgres's rows can be compared: numbers with ten
/// significant digits, everything else as text.
record Rows(List<List<@Nullable String>> values) {
  private static final MathContext DIGITS = new MathContext(10);

  static Rows of(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return of(result);
    }
  }

  static Rows of(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (result.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(text(result, i));
      }
      rows.add(row);
    }
    return new Rows(rows);
  }

  /// The rows of an engine.
  static Rows of(List<List<@Nullable Object>> values) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (List<@Nullable Object> row : values) {
      List<@Nullable String> texts = new ArrayList<>();
      row.forEach(value -> texts.add(text(value)));
      rows.add(texts);
    }
    return new Rows(rows);
  }

  private static @Nullable String text(ResultSet result, int column) throws SQLException {
    Object value = result.getObject(column);
    return value instanceof java.sql.Timestamp
        ? result.getObject(column, java.time.LocalDateTime.class).toString()
        : text(value);
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double d when !Double.isFinite(d) -> d.toString();
      case Float f -> number(new BigDecimal(f.toString()));
      case Double d -> number(BigDecimal.valueOf(d));
      case BigDecimal d -> number(d);
      case Number n -> number(BigDecimal.valueOf(n.longValue()));
      default -> value.toString();
    };
  }

  private static String number(BigDecimal value) {
    BigDecimal rounded = value.round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /// The same rows in an order that depends on their values alone.
  Rows sorted() {
    return new Rows(
        values.stream()
            .sorted((a, b) -> Objects.toString(a).compareTo(Objects.toString(b)))
            .toList());
  }
}
