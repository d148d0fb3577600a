package io.thermocline.nl.link;

import java.util.Locale;
import java.util.regex.Pattern;

/// Names of tables and columns in words, when nobody wrote better ones.
final class DisplayNames {
  private static final Pattern CAMEL =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Pattern SEPARATORS = Pattern.compile("[_\\-.\\s$#]+");

  private DisplayNames() {}

  /// `order_date`, `orderDate` and `OrderDate` become `order date`.
  static String of(String name) {
    String spaced = SEPARATORS.matcher(CAMEL.matcher(name).replaceAll(" ")).replaceAll(" ").strip();
    return spaced.isEmpty() ? name : spaced.toLowerCase(Locale.ROOT);
  }
}
