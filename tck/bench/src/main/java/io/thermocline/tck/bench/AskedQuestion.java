package io.thermocline.tck.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A question with the tables that its answer reads.
record AskedQuestion(String database, String text, Set<String> tables) {
  AskedQuestion {
    tables = Set.copyOf(tables);
  }

  /// Reads JSON lines with `db_id`, `question`, `source` and `tables`; those of one source.
  static List<AskedQuestion> read(Path file, String source) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<AskedQuestion> questions = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode json = mapper.readTree(line);
      if (json.path("source").asText().equals(source)) {
        Set<String> tables = new TreeSet<>();
        json.path("tables").forEach(table -> tables.add(table.asText()));
        questions.add(
            new AskedQuestion(json.path("db_id").asText(), json.path("question").asText(), tables));
      }
    }
    return questions;
  }
}
