package io.thermocline.server.console;

import io.thermocline.jdbc.Interpretation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What the gateway says about a statement beside its rows, read from the chain of warnings.
///
/// @param interpretation the reading of a question, in words; empty for SQL
/// @param confidence how likely the reading is
/// @param assumptions what the reading takes for granted
/// @param tiers what was read, as the gateway words it; empty when unknown
/// @param warnings anything else
public record Notices(
    List<String> interpretation,
    OptionalDouble confidence,
    List<String> assumptions,
    List<String> tiers,
    List<String> warnings) {
  private static final String INTERPRETATION = "01T01";
  private static final String CONFIDENCE = "01T02";
  private static final String ASSUMPTION = "01T03";
  private static final String TIERS = "01T04";

  /// Copies the lists.
  public Notices {
    interpretation = List.copyOf(interpretation);
    assumptions = List.copyOf(assumptions);
    tiers = List.copyOf(tiers);
    warnings = List.copyOf(warnings);
  }

  /// What a statement and its result say; to be read after the last row.
  ///
  /// @param result null when there is none
  public static Notices of(Statement statement, @Nullable ResultSet result) throws SQLException {
    List<SQLWarning> all = new ArrayList<>();
    chain(all, statement.getWarnings());
    if (result != null) {
      chain(all, warnings(result));
    }
    List<String> interpretation = new ArrayList<>();
    List<String> assumptions = new ArrayList<>();
    List<String> tiers = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (SQLWarning warning : all) {
      String text = String.valueOf(warning.getMessage());
      switch (String.valueOf(warning.getSQLState())) {
        case INTERPRETATION -> add(interpretation, text);
        case ASSUMPTION -> add(assumptions, text);
        case TIERS -> add(tiers, text);
        case CONFIDENCE -> {}
        default -> add(warnings, text);
      }
    }
    return new Notices(interpretation, confidence(statement), assumptions, tiers, warnings);
  }

  private static @Nullable SQLWarning warnings(ResultSet result) throws SQLException {
    try {
      return result.getWarnings();
    } catch (SQLFeatureNotSupportedException e) {
      // A driver without warnings has none to tell.
      return null;
    }
  }

  private static OptionalDouble confidence(Statement statement) throws SQLException {
    return statement.isWrapperFor(Interpretation.class)
        ? statement.unwrap(Interpretation.class).confidence()
        : OptionalDouble.empty();
  }

  private static void chain(List<SQLWarning> all, @Nullable SQLWarning first) {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      all.add(warning);
    }
  }

  private static void add(List<String> texts, String text) {
    if (!texts.contains(text)) {
      texts.add(text);
    }
  }
}
