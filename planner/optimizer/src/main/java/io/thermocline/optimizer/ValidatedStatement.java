package io.thermocline.optimizer;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Schema;
import java.util.List;
import org.apache.calcite.rel.RelNode;

/// A SQL statement whose names and types are resolved. Good for any number of plans while the
/// catalog's epoch stays.
///
/// @param rel the tree, nothing optimised; `now()` and parameters are still calls
/// @param schema the result's columns
/// @param parameterTypes the type of each parameter, in order
/// @param explain what the statement asks for: the rows, the plan, or the plan with counters of a
///   run
public record ValidatedStatement(
    RelNode rel, Schema schema, List<DataType> parameterTypes, ExplainMode explain) {
  /// Copies the list.
  public ValidatedStatement {
    parameterTypes = List.copyOf(parameterTypes);
  }

  /// The names of the result's columns.
  public List<String> names() {
    return schema.fields().stream().map(io.thermocline.spi.type.Field::name).toList();
  }

  /// What is wanted of a statement.
  public enum ExplainMode {
    /// Its rows.
    NONE,
    /// Its plan: `EXPLAIN …`.
    PLAN,
    /// Its plan with what each node did: `EXPLAIN ANALYZE …`.
    ANALYZE
  }
}
