package io.thermocline.server.console;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a result as texts, ready to be laid out.
///
/// @param rows a text for each column; null is SQL's NULL
/// @param complete false when there were more rows than were read
public record ResultTable(
    List<Column> columns, List<List<@Nullable String>> rows, boolean complete) {
  /// Copies the lists.
  public ResultTable {
    columns = List.copyOf(columns);
    rows = Collections.unmodifiableList(new ArrayList<>(rows));
  }

  /// A column; numbers stand to the right.
  public record Column(String name, boolean right) {}

  /// Reads a result up to a number of rows, and one more to know whether it ends.
  ///
  /// @param limit 0 for all rows
  public static ResultTable read(ResultSet result, long limit) throws SQLException {
    ResultSetMetaData metaData = result.getMetaData();
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      columns.add(new Column(metaData.getColumnLabel(i), isNumeric(metaData.getColumnType(i))));
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (result.next()) {
      if (limit > 0 && rows.size() == limit) {
        return new ResultTable(columns, rows, false);
      }
      List<@Nullable String> row = new ArrayList<>(columns.size());
      for (int i = 1; i <= columns.size(); i++) {
        row.add(text(result, i, metaData.getColumnType(i)));
      }
      rows.add(row);
    }
    return new ResultTable(columns, rows, true);
  }

  private static @Nullable String text(ResultSet result, int column, int type) throws SQLException {
    String text = result.getString(column);
    // A timestamp at midnight is nearly always the start of a day or month.
    return text != null && type == Types.TIMESTAMP
        ? text.replace('T', ' ').replaceFirst(" 00:00(:00(\\.0+)?)?$", "")
        : text;
  }

  private static boolean isNumeric(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL ->
          true;
      default -> false;
    };
  }
}
