package io.thermocline.server.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Verifies some questions of each database by their published SQL, before the others are asked.
/// The SQL of the others is never looked at. For one thread.
public final class VerifiedSample {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final EvalRunner.Connector connector;
  private final Duration timeout;

  /// @param timeout of one statement
  public VerifiedSample(EvalRunner.Connector connector, Duration timeout) {
    this.connector = connector;
    this.timeout = timeout;
  }

  /// Verifies questions taken at random from those that belong to no dialogue.
  ///
  /// @param file the questions' file, whose lines hold `gold_sql`
  /// @param perDatabase how many of each database; SQL that the gateway cannot run does not count,
  ///   and the next question is taken
  /// @return the identifiers of the verified questions
  public Set<String> teach(Path file, List<EvalQuestion> questions, int perDatabase, long seed)
      throws SQLException {
    Map<String, List<EvalQuestion>> databases = new LinkedHashMap<>();
    for (EvalQuestion question : questions) {
      if (question.dialogue().isEmpty()) {
        databases.computeIfAbsent(question.database(), id -> new ArrayList<>()).add(question);
      }
    }
    Map<String, String> answers = answers(file);
    Set<String> taught = new LinkedHashSet<>();
    for (Map.Entry<String, List<EvalQuestion>> database : databases.entrySet()) {
      List<EvalQuestion> order = new ArrayList<>(database.getValue());
      Collections.shuffle(order, new Random(seed));
      int count = 0;
      try (Connection connection = connector.connect(database.getKey())) {
        for (EvalQuestion question : order) {
          if (count == perDatabase) {
            break;
          }
          if (teach(connection, question.text(), answers.getOrDefault(question.id(), ""))) {
            taught.add(question.id());
            count++;
          }
        }
      }
    }
    return taught;
  }

  private boolean teach(Connection connection, String question, String sql) {
    if (sql.isBlank()) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
      boolean rows =
          statement.execute(
              "-- question: " + question.replaceAll("\\s+", " ") + "\n-- verified\n" + sql);
      try (ResultSet result = statement.getResultSet()) {
        while (rows && result.next()) {
          // Only SQL that runs to its end is worth verifying.
          continue;
        }
      }
      return rows;
    } catch (SQLException e) {
      // The published SQL is of another dialect, or wrong.
      return false;
    }
  }

  private static Map<String, String> answers(Path file) {
    Map<String, String> answers = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          JsonNode node = MAPPER.readTree(line);
          answers.put(node.path("id").asText(), node.path("gold_sql").asText());
        }
      }
      return answers;
    } catch (JsonProcessingException e) {
      throw new ThermoclineException(
          ErrorCode.DATA_CORRUPTED, file + " has a line that is not JSON.", e);
    } catch (IOException e) {
      throw new ThermoclineException(ErrorCode.IO_ERROR, file + " cannot be read.", e);
    }
  }
}
