package io.thermocline.nl.decode;

import org.jspecify.annotations.Nullable;

/// The clauses of a SELECT block in the order in which they are written.
enum Clause {
  ITEMS,
  WHERE,
  GROUP,
  HAVING,
  ORDER,
  LIMIT,
  FROM;

  /// The clause that a token begins, or null.
  static @Nullable Clause begunBy(String token) {
    return switch (token) {
      case "WHERE" -> WHERE;
      case "GROUP" -> GROUP;
      case "HAVING" -> HAVING;
      case "ASC", "DESC" -> ORDER;
      case "LIMIT", "LIMIT_ONE" -> LIMIT;
      case "FROM" -> FROM;
      default -> null;
    };
  }

  /// Whether its expressions are over the groups of a block that has some.
  boolean isOverGroups() {
    return this == ITEMS || this == HAVING || this == ORDER;
  }
}
