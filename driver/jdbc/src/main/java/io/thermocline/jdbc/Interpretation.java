package io.thermocline.jdbc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a question was understood. {@code statement.unwrap(Interpretation.class)} gives that of the
 * statement's last execution, {@code resultSet.unwrap(Interpretation.class)} that of the result.
 * For SQL, text and confidence are empty.
 */
public interface Interpretation {
  /** The question's reading in words. */
  Optional<String> text();

  /** How likely that reading is, from 0 to 1. */
  OptionalDouble confidence();

  /** What the translation took for granted. */
  List<String> assumptions();

  /** The tiers that were read; complete when the result was read to its end. */
  List<String> tiers();
}
