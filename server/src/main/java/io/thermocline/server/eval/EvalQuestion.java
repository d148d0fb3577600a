package io.thermocline.server.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A question as it may be known to who answers it: nothing of the expected answer is read.
///
/// @param dialogue questions of one dialogue are asked in one session; empty when it stands alone
/// @param turn the place in the dialogue
public record EvalQuestion(String id, String database, String text, String dialogue, int turn) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Reads a file with a JSON object on each line.
  public static List<EvalQuestion> read(Path file) {
    List<EvalQuestion> questions = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          questions.add(parse(line, file));
        }
      }
    } catch (IOException e) {
      throw new ThermoclineException(ErrorCode.IO_ERROR, file + " cannot be read.", e);
    }
    return questions;
  }

  private static EvalQuestion parse(String line, Path file) {
    try {
      JsonNode node = MAPPER.readTree(line);
      if (!node.hasNonNull("id") || !node.hasNonNull("db_id") || !node.hasNonNull("question")) {
        throw new ThermoclineException(
            ErrorCode.DATA_CORRUPTED, file + " has a line without id, db_id or question.");
      }
      return new EvalQuestion(
          node.path("id").asText(),
          node.path("db_id").asText(),
          node.path("question").asText(),
          node.hasNonNull("dialogue") ? node.path("dialogue").asText() : "",
          node.path("turn").asInt());
    } catch (JsonProcessingException e) {
      throw new ThermoclineException(
          ErrorCode.DATA_CORRUPTED, file + " has a line that is not JSON.", e);
    }
  }

  /// The questions by session, in the order of their first questions; those of a dialogue keep
  /// their order.
  public static List<List<EvalQuestion>> sessions(List<EvalQuestion> questions) {
    Map<String, List<EvalQuestion>> sessions = new LinkedHashMap<>();
    for (EvalQuestion question : questions) {
      String key =
          question.dialogue().isEmpty()
              ? "q " + question.id()
              : "d " + question.database() + " " + question.dialogue();
      sessions.computeIfAbsent(key, k -> new ArrayList<>()).add(question);
    }
    sessions
        .values()
        .forEach(session -> session.sort((a, b) -> Integer.compare(a.turn(), b.turn())));
    return List.copyOf(sessions.values());
  }
}
