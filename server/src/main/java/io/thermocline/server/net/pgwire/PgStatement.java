package io.thermocline.server.net.pgwire;

import io.thermocline.server.pgcatalog.PgType;
import io.thermocline.server.query.Prepared;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import java.util.ArrayList;
import java.util.List;

/// A statement that was parsed.
sealed interface PgStatement {
  /// The result's columns; empty for statements without rows.
  List<Field> columns();

  /// No text, or comments only.
  record Empty() implements PgStatement {
    @Override
    public List<Field> columns() {
      return List.of();
    }
  }

  /// What the session itself runs.
  ///
  /// @param columns of its rows
  record Utility(Command command, List<Field> columns) implements PgStatement {
    /// Copies the list.
    public Utility {
      columns = List.copyOf(columns);
    }
  }

  /// SQL or a question.
  ///
  /// @param declared the types that the client said, 0 where it said none
  record Query(String text, Prepared prepared, List<Integer> declared) implements PgStatement {
    /// Copies the list.
    public Query {
      declared = List.copyOf(declared);
    }

    @Override
    public List<Field> columns() {
      return prepared.columns();
    }
  }

  /// The types of the parameters: what the client said, else what the statement wants.
  default List<Integer> parameterTypes() {
    if (!(this instanceof Query query)) {
      return List.of();
    }
    List<Integer> types = new ArrayList<>();
    List<DataType> wanted = query.prepared().parameterTypes();
    for (int i = 0; i < wanted.size(); i++) {
      int declared = i < query.declared().size() ? query.declared().get(i) : 0;
      types.add(
          declared == 0 || declared == PgType.UNKNOWN.oid() ? PgType.oid(wanted.get(i)) : declared);
    }
    return types;
  }
}
