package io.thermocline.jdbc.internal.meta;

import org.jspecify.annotations.Nullable;

/**
 * A name pattern of DatabaseMetaData: {@code %} and {@code _} are wildcards, {@code \} before
 * either makes it plain. Becomes an equality where it holds no wildcard, so that a look-up of one
 * name stays cheap.
 */
public final class Pattern {
  /** Matches every name. */
  public static final Pattern ANY = new Pattern("", Kind.ANY);

  private enum Kind {
    ANY,
    EXACT,
    LIKE
  }

  private final String text;
  private final Kind kind;

  private Pattern(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
  }

  /** A pattern; null and {@code %} match every name. */
  public static Pattern of(@Nullable String pattern) {
    if (pattern == null || pattern.equals("%")) {
      return ANY;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%' || c == '_') {
        return new Pattern(pattern, Kind.LIKE);
      }
      if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        c = pattern.charAt(i);
      }
      plain.append(c);
    }
    return new Pattern(plain.toString(), Kind.EXACT);
  }

  /** A name that is no pattern; null matches every name. */
  public static Pattern exactly(@Nullable String name) {
    return name == null ? ANY : new Pattern(name, Kind.EXACT);
  }

  /**
   * The condition on a column that ends a WHERE clause which has begun already; empty for every
   * name.
   */
  String condition(String column) {
    String quoted = "'" + text.replace("'", "''") + "'";
    return switch (kind) {
      case ANY -> "";
      case EXACT -> " AND \"" + column + "\" = " + quoted;
      case LIKE -> " AND \"" + column + "\" LIKE " + quoted + " ESCAPE '\\'";
    };
  }
}
