package io.thermocline.spi.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement in a source's dialect with places for values: text, a place, text, a place, … text.
///
/// @param fragments the text around the places, one more than there are values
/// @param values what goes to the places, in order
/// @param expectedRows how many rows the planner expects, or -1 when it does not know
public record BoundStatement(List<String> fragments, List<Value> values, double expectedRows) {
  /// Copies the lists.
  public BoundStatement {
    fragments = List.copyOf(fragments);
    values = List.copyOf(values);
    if (fragments.size() != values.size() + 1) {
      throw new IllegalArgumentException(
          fragments.size() + " fragments around " + values.size() + " values");
    }
  }

  /// The value of a place.
  ///
  /// @param literal as a literal of the dialect
  /// @param text as text that the source reads in the place's type; null for a null
  public record Value(String literal, @Nullable String text) {}

  /// A statement without places.
  public static BoundStatement of(String sql, double expectedRows) {
    return new BoundStatement(List.of(sql), List.of(), expectedRows);
  }

  /// The statement with its values as literals.
  public String inlined() {
    StringBuilder sql = new StringBuilder(fragments.getFirst());
    for (int i = 0; i < values.size(); i++) {
      sql.append(values.get(i).literal()).append(fragments.get(i + 1));
    }
    return sql.toString();
  }
}
