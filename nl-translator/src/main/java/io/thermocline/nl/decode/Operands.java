package io.thermocline.nl.decode;

import io.thermocline.nl.link.ColumnKind;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.sketch.Action;
import java.util.Set;

/// What may follow the tokens that stand for comparisons with an earlier period, for windows, and
/// for limits of each value.
final class Operands {
  private static final String PRIOR = "PRIOR_";
  private static final Set<String> WINDOWS = Set.of("RUNNING", "MOVING", "RANK");
  private static final Set<String> CHANGES = Set.of("CHANGE", "GROWTH");
  private static final Set<String> AGGREGATES =
      Set.of("COUNT", "SUM", "AVG", "MIN", "MAX", "MEDIAN", "STDDEV", "FRACTION");
  private static final Set<String> OVER_AGGREGATES =
      Set.of("SHARE", "PLUS", "MINUS", "TIMES", "DIVIDE");
  private static final Set<String> NO_GROUP_VALUES = Set.of("STAR", "NUMBER", "QUERY");

  /// The clauses in which the last date that could be moved has been written before.
  private static final Set<String> BEHIND_DATES =
      Set.of("HAVING", "ASC", "DESC", "LIMIT", "LIMIT_ONE", "FROM");

  private Operands() {}

  static boolean isEarlier(String token) {
    return token.startsWith(PRIOR);
  }

  /// Whether a token compares with an earlier period or looks at other groups.
  private static boolean isOverGroups(String token) {
    return isEarlier(token) || WINDOWS.contains(token) || CHANGES.contains(token);
  }

  /// Whether a token may come in a block where it stands.
  ///
  /// @param anyDate whether the schema has a date at all
  static boolean fitsBlock(Frame frame, String token, boolean anyDate) {
    if (frame.earlier() && !frame.dated() && BEHIND_DATES.contains(token)) {
      return false;
    }
    if (!isOverGroups(token)) {
      return true;
    }
    boolean dateIsKnown = frame.dated() || frame.clause() == Clause.ITEMS && anyDate;
    return frame.clause().isOverGroups() && (WINDOWS.contains(token) || dateIsKnown);
  }

  /// Whether a token may be what another takes.
  ///
  /// @param opener the token whose operand comes next; empty for none
  static boolean fitsOpener(String opener, String token) {
    if (isEarlier(opener)) {
      return AGGREGATES.contains(token) || OVER_AGGREGATES.contains(token);
    }
    if (CHANGES.contains(opener)) {
      return isEarlier(token);
    }
    if (opener.equals("MOVING")) {
      return token.equals("TWO");
    }
    if (WINDOWS.contains(opener) || opener.equals(MOVING_OVER)) {
      return !WINDOWS.contains(token) && !NO_GROUP_VALUES.contains(token);
    }
    if (opener.equals("PER")) {
      return token.startsWith("BUCKET_") || token.startsWith("PART_");
    }
    return !AGGREGATES.contains(opener) || !isOverGroups(token);
  }

  /// Whether a column may be what a token takes, as far as these tokens know.
  static boolean fitsOpener(String opener, ColumnView column) {
    if (column.metric()) {
      return !CHANGES.contains(opener) && !opener.equals("MOVING") && !opener.equals("PER");
    }
    ColumnKind kind = column.kind();
    if (isEarlier(opener) || CHANGES.contains(opener) || opener.equals("MOVING")) {
      return false;
    }
    return switch (opener) {
      case "RUNNING", MOVING_OVER -> kind.isNumeric();
      case "RANK" -> kind.isNumeric() || kind.isTemporal();
      default -> true;
    };
  }

  /// The opener behind the number of a moving average.
  static final String MOVING_OVER = "MOVING …";

  /// The token whose operand comes after a beam; empty for none.
  static String opener(Beam beam) {
    Beam before = beam.parent();
    if (beam.action() instanceof Action.Token token) {
      boolean distinct = token.name().equals("D");
      if (before != null && before.action() instanceof Action.Token outer) {
        if (distinct) {
          return outer.name();
        }
        if (outer.name().equals("MOVING")) {
          return MOVING_OVER;
        }
      }
      return token.name();
    }
    boolean spanEnds = beam.action() instanceof Action.WordNode && beam.span() == null;
    boolean movingSpan =
        spanEnds
            && before != null
            && before.parent() != null
            && before.parent().action() instanceof Action.Token token
            && token.name().equals("MOVING");
    return movingSpan ? MOVING_OVER : "";
  }
}
