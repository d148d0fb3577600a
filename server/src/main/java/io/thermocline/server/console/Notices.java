package io.thermocline.server.console;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

  /// Copies the lists.
  public Notices {
    interpretation = List.copyOf(interpretation);
    assumptions = List.copyOf(assumptions);
    tiers = List.copyOf(tiers);
    warnings = List.copyOf(warnings);
  }

  /// What a statement and, when there is one, its result say; to be read after the last row.
  public static Notices of(Statement statement, @Nullable SQLWarning ofResult) throws SQLException {
    List<SQLWarning> all = new ArrayList<>();
    chain(all, statement.getWarnings());
    chain(all, ofResult);
    List<String> interpretation = new ArrayList<>();
    List<String> assumptions = new ArrayList<>();
    List<String> tiers = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    OptionalDouble confidence = OptionalDouble.empty();
    for (SQLWarning warning : all) {
      String text = String.valueOf(warning.getMessage());
      String state = String.valueOf(warning.getSQLState());
      switch (state) {
        case INTERPRETATION -> add(interpretation, text);
        case CONFIDENCE -> confidence = number(text);
        case ASSUMPTION -> add(assumptions, text);
        case TIERS -> add(tiers, text);
        default -> add(warnings, text);
      }
    }
    return new Notices(interpretation, confidence, assumptions, tiers, warnings);
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

  /// The last number of the text; of percent, the hundredth.
  static OptionalDouble number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    OptionalDouble last = OptionalDouble.empty();
    while (matcher.find()) {
      double value = Double.parseDouble(matcher.group());
      last = OptionalDouble.of(value > 1 ? value / 100 : value);
    }
    return last;
  }
}
