package io.thermocline.server.query;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import java.util.List;

/// A statement that is ready to run. Implementations add the plan; sessions only hand it back to
/// the service.
public interface Prepared {
  /// What kind of statement it is.
  Kind kind();

  /// The result's columns, known before execution; empty for statements without rows.
  List<Field> columns();

  /// The type of each `?`.
  List<DataType> parameterTypes();

  /// Interpretation, confidence, assumptions and warnings that are known before execution.
  List<Notice> notices();

  /// Kinds of statements.
  enum Kind {
    /// SQL text.
    SQL,
    /// A question in natural language.
    QUESTION,
    /// `EXPLAIN` of either.
    EXPLAIN,
    /// A statement that changes the session and returns no rows.
    SESSION
  }
}
