package io.thermocline.server.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A database of an evaluation: `schema.json` in a folder, and a CSV file for each table beside it.
///
/// @param id the folder's and the database's name
public record EvalDatabase(String id, Path folder, List<Table> tables, List<Key> foreignKeys) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Copies the lists.
  public EvalDatabase {
    tables = List.copyOf(tables);
    foreignKeys = List.copyOf(foreignKeys);
  }

  /// A table.
  ///
  /// @param displayName in words, empty when there is none
  /// @param primaryKey empty when there is none, or when rows violate it
  public record Table(
      String name, String displayName, List<Column> columns, List<String> primaryKey) {
    /// Copies the lists.
    public Table {
      columns = List.copyOf(columns);
      primaryKey = List.copyOf(primaryKey);
    }
  }

  /// A column.
  ///
  /// @param displayName in words, empty when there is none
  public record Column(String name, String displayName, DataType type) {}

  /// A foreign key, whether rows keep to it or not.
  public record Key(String table, List<String> columns, String target, List<String> targetColumns) {
    /// Copies the lists.
    public Key {
      columns = List.copyOf(columns);
      targetColumns = List.copyOf(targetColumns);
    }
  }

  /// The schema's name in the sources and the catalog: the identifier in lower case.
  public String schemaName() {
    return id.toLowerCase(Locale.ROOT);
  }

  /// Reads the schema in a folder.
  ///
  /// @throws ThermoclineException IO_ERROR or DATA_CORRUPTED, with the file's name
  public static EvalDatabase read(Path folder) {
    Path file = folder.resolve("schema.json");
    try {
      JsonNode root = MAPPER.readTree(Files.readString(file));
      List<Table> tables = new ArrayList<>();
      for (JsonNode table : root.path("tables")) {
        tables.add(table(file, table));
      }
      List<Key> keys = new ArrayList<>();
      for (JsonNode key : root.path("foreign_keys")) {
        keys.add(
            new Key(
                text(file, key, "table"),
                texts(key.path("columns")),
                text(file, key, "ref_table"),
                texts(key.path("ref_columns"))));
      }
      return new EvalDatabase(text(file, root, "db_id"), folder, tables, keys);
    } catch (JsonProcessingException e) {
      throw new ThermoclineException(ErrorCode.DATA_CORRUPTED, file + " is not valid JSON.", e);
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.IO_ERROR,
          file + " cannot be read. A database is a folder with schema.json and CSV files.",
          e);
    }
  }

  private static Table table(Path file, JsonNode table) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : table.path("columns")) {
      columns.add(
          new Column(
              text(file, column, "name"),
              column.path("display_name").asText(),
              type(file, column)));
    }
    boolean violated = table.path("primary_key_violated").asBoolean();
    return new Table(
        text(file, table, "name"),
        table.path("display_name").asText(),
        columns,
        violated ? List.of() : texts(table.path("primary_key")));
  }

  private static DataType type(Path file, JsonNode column) {
    String type = text(file, column, "type");
    return switch (type) {
      case "integer" -> ScalarType.INT32;
      case "bigint" -> ScalarType.INT64;
      case "double" -> ScalarType.FLOAT64;
      case "text" -> ScalarType.TEXT;
      case "date" -> ScalarType.DATE;
      case "timestamp" -> ScalarType.TIMESTAMP;
      case "time" -> ScalarType.TIME;
      case "boolean" -> ScalarType.BOOLEAN;
      case "decimal" -> {
        int precision =
            Math.clamp(
                column.path("precision").asInt(DecimalType.MAX_PRECISION),
                1,
                DecimalType.MAX_PRECISION);
        yield new DecimalType(precision, Math.clamp(column.path("scale").asInt(), 0, precision));
      }
      default ->
          throw new ThermoclineException(
              ErrorCode.DATA_CORRUPTED,
              file
                  + " has a column "
                  + column.path("name").asText()
                  + " of the unknown type '"
                  + type
                  + "'.");
    };
  }

  private static String text(Path file, JsonNode node, String key) {
    String text = node.path(key).asText();
    if (text.isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.DATA_CORRUPTED, file + " lacks the key " + key + ".");
    }
    return text;
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    node.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
