package io.thermocline.nl;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.KeyEdge;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.model.ModelSource;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.nl.sketch.Grammar;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/// What the training code says each stage gives, and the bundled model.
public final class Fixtures {
  private static final JsonNode ROOT = read("fixtures/parity.json");

  private Fixtures() {}

  /// The newest grammar, which the bundled model may be too old for.
  public static Grammar newestGrammar() {
    JsonNode json = read("grammar-2.json");
    return new Grammar(
        json.path("version").asInt(),
        json.path("start").asText(),
        strings(json.path("tokens")),
        strings(json.path("pointers")),
        new ObjectMapper().convertValue(json.path("table"), new TypeReference<>() {}));
  }

  private static JsonNode read(String name) {
    try (InputStream stream = Fixtures.class.getResourceAsStream("/io/thermocline/nl/" + name)) {
      return new ObjectMapper().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode root() {
    return ROOT;
  }

  /// The bundled model, loaded once for all tests.
  public static TranslationModel model() {
    return ModelHolder.MODEL;
  }

  private static final class ModelHolder {
    static final TranslationModel MODEL = TranslationModel.load(ModelSource.bundled());
  }

  public static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  public static List<String> strings(JsonNode array) {
    return list(array).stream().map(JsonNode::asText).toList();
  }

  public static int[] ints(JsonNode array) {
    return list(array).stream().mapToInt(JsonNode::asInt).toArray();
  }

  public static long[] longs(JsonNode array) {
    return list(array).stream().mapToLong(JsonNode::asLong).toArray();
  }

  /// The schema of an example.
  public static SchemaView schema(String id) {
    JsonNode json =
        list(ROOT.path("schemas")).stream()
            .filter(s -> s.path("db_id").asText().equals(id))
            .findFirst()
            .orElseThrow();
    return schema(json);
  }

  /// A schema in the form of schema.json.
  public static SchemaView schema(JsonNode json) {
    List<TableView> tables = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    int next = 0;
    for (JsonNode table : json.path("tables")) {
      List<ColumnView> columns = new ArrayList<>();
      Set<Integer> key = new HashSet<>();
      String name = table.path("name").asText();
      for (JsonNode column : table.path("columns")) {
        String columnName = column.path("name").asText();
        if (strings(table.path("primary_key")).contains(columnName)) {
          key.add(next);
        }
        places.put(name + "." + columnName, next);
        columns.add(
            new ColumnView(
                next++,
                tables.size(),
                name,
                columns.size(),
                columnName,
                column.path("display_name").asText(),
                List.of(),
                type(column.path("type").asText()),
                false,
                null));
      }
      places.put(name, tables.size());
      tables.add(
          new TableView(
              tables.size(),
              "main",
              name,
              table.path("display_name").asText(),
              List.of(),
              columns,
              key));
    }
    List<KeyEdge> keys = new ArrayList<>();
    for (JsonNode key : json.path("foreign_keys")) {
      String left = key.path("table").asText();
      String right = key.path("ref_table").asText();
      List<KeyEdge.Pair> pairs = new ArrayList<>();
      for (int i = 0; i < key.path("columns").size(); i++) {
        pairs.add(
            new KeyEdge.Pair(
                places.get(left + "." + key.path("columns").path(i).asText()),
                places.get(right + "." + key.path("ref_columns").path(i).asText())));
      }
      keys.add(new KeyEdge(places.get(left), places.get(right), pairs, false));
    }
    return new SchemaView(tables, keys);
  }

  private static DataType type(String name) {
    return switch (name) {
      case "integer" -> ScalarType.INT32;
      case "bigint" -> ScalarType.INT64;
      case "decimal" -> new DecimalType(18, 4);
      case "double" -> ScalarType.FLOAT64;
      case "date" -> ScalarType.DATE;
      case "timestamp" -> ScalarType.TIMESTAMP;
      case "time" -> ScalarType.TIME;
      case "boolean" -> ScalarType.BOOLEAN;
      default -> ScalarType.TEXT;
    };
  }
}
