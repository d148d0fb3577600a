package io.thermocline.tck.suite;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a statement gave: rows in a comparable form, or an error.
sealed interface Outcome {
  /// Rows, each as one text.
  record Answer(List<String> rows) implements Outcome {}

  /// An error.
  record Failure(String state, String message) implements Outcome {
    /// The first two characters of the SQLSTATE.
    String kind() {
      return state.substring(0, 2);
    }
  }

  /// Digits after the point beyond which numbers are quotients, which engines cut at their own
  /// places.
  int EXACT_SCALE = 10;

  MathContext DIGITS = new MathContext(10);

  /// Runs a statement; rows come in the order of their texts unless `ordered`.
  static Outcome of(Connection connection, String sql, boolean ordered) {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(60);
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(sql)) {
        int columns = result.getMetaData().getColumnCount();
        List<String> types = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          types.add(result.getMetaData().getColumnTypeName(i).toLowerCase(Locale.ROOT));
        }
        while (result.next()) {
          List<@Nullable String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(text(result, i, types.get(i - 1)));
          }
          rows.add(row.toString());
        }
      }
      if (!ordered) {
        rows.sort(Comparator.naturalOrder());
      }
      return new Answer(rows);
    } catch (SQLException e) {
      return new Failure(
          e.getSQLState() == null ? "?????" : e.getSQLState(), String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable String text(ResultSet result, int column, String type)
      throws SQLException {
    Object value = result.getObject(column);
    return switch (value) {
      case null -> null;
      case java.sql.Timestamp t
          when type.equals("timestamptz") || type.contains("with time zone") ->
          result.getObject(column, OffsetDateTime.class).toInstant().toString();
      case java.sql.Timestamp t -> result.getObject(column, LocalDateTime.class).toString();
      case OffsetDateTime t -> t.toInstant().toString();
      case java.sql.Time t -> result.getObject(column, LocalTime.class).toString();
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      case Float f -> approximate(f.doubleValue());
      case Double d -> approximate(d);
      case BigDecimal d -> exact(d);
      case Number n -> n.toString();
      default -> value.toString();
    };
  }

  private static String approximate(double value) {
    return Double.isFinite(value)
        ? plain(BigDecimal.valueOf(value).round(DIGITS))
        : Double.toString(value);
  }

  private static String exact(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return plain(
        stripped.scale() <= EXACT_SCALE
            ? stripped
            : stripped.setScale(EXACT_SCALE, RoundingMode.HALF_UP).round(DIGITS));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /// What is wrong with an outcome where another was wanted; null when nothing is.
  static @Nullable String difference(Outcome wanted, Outcome got) {
    return switch (wanted) {
      case Answer w ->
          switch (got) {
            case Answer g -> rows(w.rows(), g.rows());
            case Failure f -> "rows wanted, got " + f.state() + " " + f.message();
          };
      case Failure w ->
          switch (got) {
            case Answer g -> w.state() + " wanted (" + w.message() + "), got rows";
            case Failure f ->
                w.kind().equals(f.kind())
                    ? null
                    : w.state()
                        + " wanted ("
                        + w.message()
                        + "), got "
                        + f.state()
                        + " "
                        + f.message();
          };
    };
  }

  private static @Nullable String rows(List<String> wanted, List<String> got) {
    if (wanted.equals(got)) {
      return null;
    }
    int at = 0;
    while (at < Math.min(wanted.size(), got.size()) && wanted.get(at).equals(got.get(at))) {
      at++;
    }
    return wanted.size()
        + " rows wanted, "
        + got.size()
        + " came; first difference at row "
        + at
        + ": wanted "
        + (at < wanted.size() ? wanted.get(at) : "nothing")
        + ", got "
        + (at < got.size() ? got.get(at) : "nothing");
  }
}
