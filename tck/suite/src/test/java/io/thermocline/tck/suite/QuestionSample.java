package io.thermocline.tck.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermocline.server.eval.EvalQuestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A part of a file of questions, the same wherever it is drawn from the same file: whole sessions
/// in the order of the hash of their first question, as many as fit.
///
/// @param lines of the file, JSON objects, with all that the file says of each question
record QuestionSample(List<String> ids, List<String> lines) {
  /// Draws a sample.
  ///
  /// @param size how many questions, reached exactly as long as the file has single questions left
  /// @param without sources whose questions are left out
  static QuestionSample draw(Path file, int size, Set<String> without) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode question = mapper.readTree(line);
      if (!without.contains(question.path("source").asText())) {
        lines.put(question.path("id").asText(), line);
      }
    }
    List<EvalQuestion> questions =
        EvalQuestion.read(file).stream().filter(q -> lines.containsKey(q.id())).toList();
    List<List<EvalQuestion>> sessions = new ArrayList<>(EvalQuestion.sessions(questions));
    sessions.sort(Comparator.comparing(session -> sha256(session.getFirst().id())));
    List<String> ids = new ArrayList<>();
    for (List<EvalQuestion> session : sessions) {
      if (ids.size() + session.size() <= size) {
        session.forEach(question -> ids.add(question.id()));
      }
    }
    return new QuestionSample(ids, ids.stream().map(lines::get).toList());
  }

  /// Tells samples of other questions, or of other wordings or answers, apart.
  String fingerprint() {
    return sha256(String.join("\n", lines));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java runtime has SHA-256", e);
    }
  }
}
