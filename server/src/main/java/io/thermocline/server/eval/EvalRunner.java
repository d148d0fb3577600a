package io.thermocline.server.eval;

import io.thermocline.server.console.Notices;
import java.io.IOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Asks questions over JDBC, each dialogue in a session of its own, and writes a line for each as
/// soon as it is answered. For one thread.
public final class EvalRunner {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter TIMESTAMP_MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private static final String EVIDENCE = "Evidence: ";

  private final Connector connector;
  private final Duration timeout;
  private final int maxRows;
  private final boolean evidence;
  private final LongSupplier nanoTime;

  /// Opens sessions over one database.
  public interface Connector {
    /// A new session; the caller closes it.
    Connection connect(String database) throws SQLException;
  }

  /// @param timeout of one question, at least a second
  /// @param maxRows the most rows of an answer that are written
  /// @param evidence whether each question is also explained, for the evidence of its reading
  /// @param nanoTime the clock, as `System::nanoTime`
  public EvalRunner(
      Connector connector, Duration timeout, int maxRows, boolean evidence, LongSupplier nanoTime) {
    this.connector = connector;
    this.timeout = timeout;
    this.maxRows = maxRows;
    this.evidence = evidence;
    this.nanoTime = nanoTime;
  }

  /// Asks the questions of all sessions.
  ///
  /// @param done questions that have their line already; those of a dialogue are asked again where
  ///   later ones are not done, because later ones depend on them
  /// @param out gets a line for each question, flushed
  /// @param heard hears each new prediction
  public void run(
      List<List<EvalQuestion>> sessions, Set<String> done, Writer out, Consumer<Prediction> heard)
      throws IOException {
    for (List<EvalQuestion> session : sessions) {
      int last = -1;
      for (int i = 0; i < session.size(); i++) {
        last = done.contains(session.get(i).id()) ? last : i;
      }
      for (Prediction prediction : ask(session.subList(0, last + 1))) {
        if (!done.contains(prediction.id())) {
          out.write(prediction.json() + "\n");
          out.flush();
          heard.accept(prediction);
        }
      }
    }
  }

  private List<Prediction> ask(List<EvalQuestion> session) {
    List<Prediction> predictions = new ArrayList<>();
    int asked = 0;
    while (asked < session.size()) {
      try (Connection connection = connector.connect(session.getFirst().database())) {
        while (asked < session.size()) {
          predictions.add(ask(connection, session.get(asked)));
          asked++;
          if (connection.isClosed()) {
            break;
          }
        }
      } catch (SQLException e) {
        if (asked < session.size()) {
          predictions.add(failure(session.get(asked), e, 0));
          asked++;
        }
      }
    }
    return predictions;
  }

  private Prediction ask(Connection connection, EvalQuestion question) {
    Map<String, Double> numbers = evidence ? evidence(connection, question) : Map.of();
    long start = nanoTime.getAsLong();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
      statement.setMaxRows(maxRows);
      if (!statement.execute(question.text())) {
        return failure(question, new SQLException("no rows came back"), millis(start));
      }
      try (ResultSet result = statement.getResultSet()) {
        List<String> columns = columns(result.getMetaData());
        List<List<@Nullable Object>> rows = rows(result);
        double latency = millis(start);
        OptionalDouble confidence = Notices.of(statement, result).confidence();
        return new Prediction(
            question.id(),
            Prediction.Status.ANSWERED,
            columns,
            rows,
            confidence,
            numbers,
            latency,
            "");
      }
    } catch (SQLException e) {
      return failure(question, e, millis(start));
    }
  }

  /// The numbers behind the confidence of a question's reading; empty when it has none.
  private static Map<String, Double> evidence(Connection connection, EvalQuestion question) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      Map<String, Double> numbers = new LinkedHashMap<>();
      try (ResultSet lines = statement.executeQuery("EXPLAIN " + question.text())) {
        while (lines.next()) {
          String line = lines.getString(1);
          if (line.startsWith(EVIDENCE)) {
            for (String pair : line.substring(EVIDENCE.length()).split(", ", -1)) {
              int equals = pair.indexOf('=');
              numbers.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
            }
          }
        }
      }
      return numbers;
    } catch (SQLException e) {
      return Map.of();
    }
  }

  private double millis(long start) {
    return (nanoTime.getAsLong() - start) / 1e6;
  }

  private static Prediction failure(EvalQuestion question, SQLException error, double latency) {
    return new Prediction(
        question.id(),
        Prediction.Status.ofState(error.getSQLState()),
        List.of(),
        List.of(),
        OptionalDouble.empty(),
        Map.of(),
        latency,
        String.valueOf(error.getSQLState()) + ": " + error.getMessage());
  }

  private static List<String> columns(ResultSetMetaData metaData) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      columns.add(metaData.getColumnLabel(i));
    }
    return columns;
  }

  private List<List<@Nullable Object>> rows(ResultSet result) throws SQLException {
    ResultSetMetaData metaData = result.getMetaData();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (rows.size() < maxRows && result.next()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= metaData.getColumnCount(); i++) {
        row.add(value(result, i, metaData.getColumnType(i)));
      }
      rows.add(row);
    }
    return rows;
  }

  /// Numbers and booleans as they are, points in time as ISO text, anything else as text.
  private static @Nullable Object value(ResultSet result, int column, int type)
      throws SQLException {
    return switch (type) {
      case Types.BIT,
          Types.BOOLEAN,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL ->
          result.getObject(column);
      case Types.TIMESTAMP -> timestamp(result.getObject(column, LocalDateTime.class));
      default -> text(result.getObject(column), result, column);
    };
  }

  private static @Nullable String timestamp(@Nullable LocalDateTime value) {
    if (value == null) {
      return null;
    }
    return value.getNano() == 0 ? TIMESTAMP.format(value) : TIMESTAMP_MICROS.format(value);
  }

  private static @Nullable String text(@Nullable Object value, ResultSet result, int column)
      throws SQLException {
    return switch (value) {
      case null -> null;
      case String s -> s;
      case Timestamp t -> timestamp(t.toLocalDateTime());
      case Time t -> t.toString();
      default -> result.getString(column);
    };
  }
}
