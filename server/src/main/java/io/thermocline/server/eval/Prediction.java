package io.thermocline.server.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What came of a question.
///
/// @param rows values as numbers, booleans and texts; empty unless answered
/// @param evidence the numbers behind the confidence; empty unless wanted
/// @param error the message of an error, else empty
public record Prediction(
    String id,
    Status status,
    List<String> columns,
    List<List<@Nullable Object>> rows,
    OptionalDouble confidence,
    Map<String, Double> evidence,
    double latencyMillis,
    String error) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Copies the lists.
  public Prediction {
    columns = List.copyOf(columns);
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    rows = Collections.unmodifiableList(new ArrayList<>(rows));
  }

  /// Outcomes.
  public enum Status {
    /// Rows came back.
    ANSWERED("answered"),
    /// Several readings, none likely enough.
    AMBIGUOUS("ambiguous"),
    /// The catalog cannot answer it.
    REFUSED("refused"),
    /// Anything else.
    ERROR("error");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /// How it is written.
    public String word() {
      return word;
    }

    /// The outcome that an error of a SQLSTATE means.
    static Status ofState(@Nullable String sqlState) {
      return "TQ001".equals(sqlState) ? AMBIGUOUS : "TQ002".equals(sqlState) ? REFUSED : ERROR;
    }
  }

  /// One line of JSON.
  public String json() {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", id).put("status", status.word());
    ArrayNode names = node.putArray("columns");
    columns.forEach(names::add);
    ArrayNode lines = node.putArray("rows");
    for (List<@Nullable Object> row : rows) {
      ArrayNode line = lines.addArray();
      row.forEach(value -> add(line, value));
    }
    if (confidence.isPresent()) {
      node.put("confidence", confidence.getAsDouble());
    }
    if (!evidence.isEmpty()) {
      ObjectNode features = node.putObject("features");
      evidence.forEach(features::put);
    }
    node.put("latency_ms", Math.round(latencyMillis * 100) / 100.0);
    if (!error.isEmpty()) {
      node.put("error", error);
    }
    return node.toString();
  }

  private static void add(ArrayNode line, @Nullable Object value) {
    switch (value) {
      case null -> line.addNull();
      case Boolean b -> line.add(b);
      case BigDecimal d -> line.add(MAPPER.getNodeFactory().numberNode(d));
      case BigInteger i -> line.add(i);
      case Double d when Double.isFinite(d) -> line.add(d);
      case Float f when Float.isFinite(f) -> line.add(f);
      case Long l -> line.add(l);
      case Integer i -> line.add(i);
      case Short s -> line.add(s.intValue());
      default -> line.add(value.toString());
    }
  }

  /// The identifiers in a file of predictions. A line that was cut off when its run ended is
  /// removed from the file.
  public static Set<String> resume(Path file) throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    List<String> whole = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (String line : lines) {
      String id = id(line);
      if (!id.isEmpty() && ids.add(id)) {
        whole.add(line);
      }
    }
    if (whole.size() < lines.size()) {
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      Files.write(temporary, whole);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } else if (endsInsideLine(file)) {
      Files.writeString(file, "\n", StandardOpenOption.APPEND);
    }
    return ids;
  }

  private static String id(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      return node == null ? "" : node.path("id").asText();
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static boolean endsInsideLine(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      if (bytes.length() == 0) {
        return false;
      }
      bytes.seek(bytes.length() - 1);
      return bytes.read() != '\n';
    }
  }
}
