package io.thermocline.server.insight;

import java.util.List;

/// What the columns of an answer are.
///
/// @param roles one a column
/// @param complete whether the rows are all groups, so that shares of their sum mean something
/// @param orderedBy the column by which the rows are sorted first, -1 for none
public record ResultShape(List<Role> roles, boolean complete, int orderedBy) {
  /// Copies the list.
  public ResultShape {
    roles = List.copyOf(roles);
  }

  /// What a column is.
  public enum Role {
    /// What rows are grouped by.
    KEY,
    /// A value of each group.
    MEASURE,
    /// A value of each group whose sum over groups is that of all rows.
    ADDITIVE
  }
}
