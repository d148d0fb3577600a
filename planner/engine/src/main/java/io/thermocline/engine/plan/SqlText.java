package io.thermocline.engine.plan;

import io.thermocline.spi.source.BoundStatement;
import io.thermocline.spi.source.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text of a statement for a source, in its dialect. Thread-safe.
@FunctionalInterface
public interface SqlText {
  /// Renders the statement for one execution.
  ///
  /// @param parameters the statement's parameters in the classes of
  ///   [io.thermocline.spi.batch.Values]
  /// @param filter a condition from dynamic filters on the columns that the node's slots name, or
  ///   null; it may be left out
  String render(List<@Nullable Object> parameters, @Nullable Predicate filter);

  /// The statement for one execution with the values of its parameters beside it.
  default BoundStatement bind(List<@Nullable Object> parameters, @Nullable Predicate filter) {
    return BoundStatement.of(render(parameters, filter), -1);
  }

  /// Whether the source can be sent these values.
  default boolean accepts(List<? extends @Nullable Object> parameters) {
    return true;
  }

  /// A statement that is always the same.
  static SqlText fixed(String sql) {
    return (parameters, filter) -> sql;
  }
}
