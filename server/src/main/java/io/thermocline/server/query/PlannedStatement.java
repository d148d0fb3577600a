package io.thermocline.server.query;

import io.thermocline.catalog.Catalog;
import io.thermocline.nl.semantics.VerifiedQuestion;
import io.thermocline.server.insight.ResultShape;
import io.thermocline.server.semantics.SemanticStatement;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A prepared statement of this gateway.
sealed interface PlannedStatement extends Prepared {
  /// The one column of EXPLAIN.
  Field PLAN_COLUMN = Field.required("plan", ScalarType.TEXT);

  /// SQL or a question whose rows are wanted: a tree that is planned for each execution.
  ///
  /// @param text the statement as it was sent, to prepare it again when the catalog has changed
  /// @param constants the values of parameters that stand for constants of the text; then the
  ///   client has no parameters of its own
  /// @param catalog the catalog that the tree was made over
  /// @param preparedAt when relative dates of a question were resolved
  /// @param explanation lines that EXPLAIN prints above the plan: the reading and the sketch of a
  ///   question
  /// @param memory what a session remembers once the statement has run; the same object as before
  ///   for SQL
  /// @param shape what the columns of a grouped answer are; empty for other results
  record Rows(
      Kind kind,
      String text,
      SharedTree tree,
      List<Field> columns,
      List<DataType> parameterTypes,
      List<Object> constants,
      List<Notice> notices,
      Catalog catalog,
      Instant preparedAt,
      List<String> explanation,
      Memory memory,
      Optional<ResultShape> shape)
      implements PlannedStatement {
    public Rows {
      columns = List.copyOf(columns);
      parameterTypes = List.copyOf(parameterTypes);
      constants = List.copyOf(constants);
      notices = List.copyOf(notices);
      explanation = List.copyOf(explanation);
    }

    /// The same statement, prepared again from another text.
    Rows withText(String newText) {
      return new Rows(
          kind,
          newText,
          tree,
          columns,
          parameterTypes,
          constants,
          notices,
          catalog,
          preparedAt,
          explanation,
          memory,
          shape);
    }

    /// The statement of another text that differs from this one's in constants alone, which are
    /// parameters here.
    Rows withConstants(String newText, List<Object> values) {
      return new Rows(
          kind,
          newText,
          tree,
          columns,
          List.of(),
          values,
          notices,
          catalog,
          preparedAt,
          explanation,
          memory,
          shape);
    }

    /// The same statement as it was asked at another time.
    Rows asOf(String newText, Instant time) {
      return new Rows(
          kind,
          newText,
          tree,
          columns,
          parameterTypes,
          constants,
          notices,
          catalog,
          time,
          explanation,
          memory,
          shape);
    }

    /// The values of all parameters of the tree.
    List<? extends @Nullable Object> values(List<? extends @Nullable Object> parameters) {
      return constants.isEmpty() ? parameters : constants;
    }

    List<String> names() {
      return columns.stream().map(Field::name).toList();
    }
  }

  /// What running a statement leaves in the session's conversation.
  sealed interface Memory {
    /// SQL leaves it alone.
    record Unchanged() implements Memory {}

    /// A question becomes the previous one.
    ///
    /// @param sketch its reading as text; empty when it was answered by verified SQL
    record Remember(Object conversation, String sketch) implements Memory {}
  }

  /// A statement that teaches.
  record Teach(SemanticStatement statement) implements NoRows {}

  /// A question whose reading is called wrong.
  ///
  /// @param note why; may be empty
  record Reject(String question, String sketch, String reading, String note) implements NoRows {}

  /// SQL or a question whose answer is vouched for, and which is answered as well.
  record Vouched(Rows rows, String question, VerifiedQuestion.Form form, String statement)
      implements PlannedStatement {
    @Override
    public Kind kind() {
      return rows.kind();
    }

    @Override
    public List<Field> columns() {
      return rows.columns();
    }

    @Override
    public List<DataType> parameterTypes() {
      return rows.parameterTypes();
    }

    @Override
    public List<Notice> notices() {
      return rows.notices();
    }
  }

  /// Statements that change something and return nothing.
  sealed interface NoRows extends PlannedStatement {
    @Override
    default Kind kind() {
      return Kind.SESSION;
    }

    @Override
    default List<Field> columns() {
      return List.of();
    }

    @Override
    default List<DataType> parameterTypes() {
      return List.of();
    }

    @Override
    default List<Notice> notices() {
      return List.of();
    }
  }

  /// `EXPLAIN [ANALYZE]`.
  record Explain(Rows statement, boolean analyze) implements PlannedStatement {
    @Override
    public Kind kind() {
      return Kind.EXPLAIN;
    }

    @Override
    public List<Field> columns() {
      return List.of(PLAN_COLUMN);
    }

    @Override
    public List<DataType> parameterTypes() {
      return statement.parameterTypes();
    }

    @Override
    public List<Notice> notices() {
      return statement.notices();
    }
  }

  /// `SET` and `RESET`.
  record Setting(String name, String value) implements NoRows {}

  /// `SHOW`.
  record Show(String name) implements PlannedStatement {
    @Override
    public Kind kind() {
      return Kind.SQL;
    }

    @Override
    public List<Field> columns() {
      return List.of(Field.required(name, ScalarType.TEXT));
    }

    @Override
    public List<DataType> parameterTypes() {
      return List.of();
    }

    @Override
    public List<Notice> notices() {
      return List.of();
    }
  }
}
