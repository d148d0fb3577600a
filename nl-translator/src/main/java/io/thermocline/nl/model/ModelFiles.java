package io.thermocline.nl.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermocline.nl.decode.Ranking;
import io.thermocline.nl.link.InputConstants;
import io.thermocline.nl.link.WordPiece;
import io.thermocline.nl.sketch.Grammar;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the files of a model and checks that they belong together: versions, sizes and hashes.
final class ModelFiles {
  /// The version of grammar, features and graphs that this code runs.
  static final int VERSION = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelSource source;
  private @Nullable ModelCard card;

  ModelFiles(ModelSource source) {
    this.source = source;
  }

  /// `model.json`.
  ModelCard card() {
    ModelCard known = card;
    if (known != null) {
      return known;
    }
    JsonNode json = json("model.json");
    Map<String, String> hashes = new HashMap<>();
    json.path("sha256")
        .properties()
        .forEach(entry -> hashes.put(entry.getKey(), entry.getValue().asText()));
    ModelCard read =
        new ModelCard(
            json.path("version").asInt(),
            json.path("grammarVersion").asInt(),
            json.path("grammarSize").asInt(),
            json.path("relations").asInt(),
            json.path("width").asInt(),
            json.path("layers").asInt(),
            json.path("heads").asInt(),
            json.path("maxActions").asInt(),
            rank(json.path("rank")),
            hashes,
            confidence(json.path("confidence")));
    if (read.version() != VERSION || read.width() < 1 || read.heads() < 1 || read.layers() < 1) {
      throw broken(
          "model.json has version " + read.version() + ", this gateway runs version " + VERSION,
          null);
    }
    card = read;
    return read;
  }

  private static Ranking.Weights rank(JsonNode json) {
    return new Ranking.Weights(
        json.path("use").asDouble(),
        json.path("missed").asDouble(),
        json.path("uncovered").asDouble(),
        json.path("idle").asDouble());
  }

  private ModelCard.@Nullable Confidence confidence(JsonNode json) {
    if (json.isMissingNode()) {
      return null;
    }
    Map<String, Double> weights = new HashMap<>();
    json.path("weights")
        .properties()
        .forEach(entry -> weights.put(entry.getKey(), entry.getValue().asDouble()));
    Map<String, Double> known =
        new Evidence(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, false, false, 0, false).numbers();
    if (!known.keySet().containsAll(weights.keySet())) {
      throw broken("model.json weighs evidence that this gateway does not have", null);
    }
    return new ModelCard.Confidence(json.path("bias").asDouble(), weights);
  }

  /// `grammar.json`, checked against the card.
  Grammar grammar() {
    Grammar grammar = grammar(json("grammar.json"));
    if (grammar.version() != card().grammarVersion()
        || grammar.tokenCount() != card().grammarSize()) {
      throw broken("grammar.json is not the grammar that the model was trained with", null);
    }
    if (grammar.version() < Grammar.FIRST_VERSION || grammar.version() > Grammar.LAST_VERSION) {
      throw broken(
          "grammar.json has version "
              + grammar.version()
              + ", this gateway knows "
              + Grammar.FIRST_VERSION
              + " to "
              + Grammar.LAST_VERSION,
          null);
    }
    return grammar;
  }

  static Grammar grammar(JsonNode json) {
    Map<String, Map<String, List<String>>> table = new LinkedHashMap<>();
    json.path("table")
        .properties()
        .forEach(row -> {
          Map<String, List<String>> bodies = new LinkedHashMap<>();
          row.getValue()
              .properties()
              .forEach(entry -> bodies.put(entry.getKey(), strings(entry.getValue())));
          table.put(row.getKey(), bodies);
        });
    return new Grammar(
        json.path("version").asInt(),
        json.path("start").asText(),
        strings(json.path("tokens")),
        strings(json.path("pointers")),
        table);
  }

  /// `features.json`, checked against the card.
  InputConstants constants() {
    JsonNode json = json("features.json");
    List<Integer> limits = new ArrayList<>();
    json.path("wordLimits").forEach(limit -> limits.add(limit.asInt()));
    InputConstants constants =
        new InputConstants(
            json.path("version").asInt(),
            strings(json.path("kinds")),
            strings(json.path("types")),
            strings(json.path("relations")),
            new HashSet<>(strings(json.path("stopWords"))),
            json.path("cls").asInt(),
            json.path("sep").asInt(),
            json.path("colon").asInt(),
            json.path("comma").asInt(),
            limits,
            json.path("maxTokens").asInt(),
            json.path("maxActions").asInt(),
            json.path("maxValueWords").asInt());
    if (constants.version() != VERSION || constants.relations().size() != card().relations()) {
      throw broken(
          "features.json does not describe the input that the model was trained with", null);
    }
    return constants;
  }

  /// `vocab.txt`.
  WordPiece wordPiece() {
    try {
      return WordPiece.read(new ByteArrayInputStream(bytes("vocab.txt")));
    } catch (IOException e) {
      throw broken("vocab.txt cannot be read", e);
    }
  }

  /// The content of a file, its hash checked.
  byte[] bytes(String name) {
    byte[] content;
    try (InputStream stream = source.open(name)) {
      content = stream.readAllBytes();
    } catch (IOException e) {
      throw broken(name + " cannot be read", e);
    }
    String wanted = name.equals("model.json") ? null : card().sha256().get(name);
    if (wanted != null && !wanted.equals(sha256(content))) {
      throw broken(name + " is not the file that model.json was written for", null);
    }
    return content;
  }

  private JsonNode json(String name) {
    try {
      return JSON.readTree(bytes(name));
    } catch (IOException e) {
      throw broken(name + " is not valid JSON", e);
    }
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.asText()));
    return strings;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private ThermoclineException broken(String what, @Nullable Throwable cause) {
    return new ThermoclineException(
        ErrorCode.CONFIGURATION,
        source.describe() + " cannot be used: " + what + "; put all files of one export together",
        cause);
  }
}
