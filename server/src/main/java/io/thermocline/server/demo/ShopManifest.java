package io.thermocline.server.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thermocline.spi.error.DiskSpace;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The file that says that a load is complete and what it loaded. Without it a load starts anew.
///
/// @param rows the rows by table
public record ShopManifest(ShopSpec spec, Map<String, Long> rows) {
  /// The version of the data set; a change in the generator raises it, so that older loads are not
  /// taken for the same.
  static final int VERSION = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Copies the map.
  public ShopManifest {
    rows = Map.copyOf(rows);
  }

  /// Reads a manifest; empty when there is none of this version.
  public static Optional<ShopManifest> read(Path file) {
    try {
      JsonNode node = MAPPER.readTree(Files.readString(file));
      if (node.path("version").asInt() != VERSION) {
        return Optional.empty();
      }
      JsonNode scale = node.path("scale");
      Map<String, Long> rows = new TreeMap<>();
      node.path("rows")
          .properties()
          .forEach(entry -> rows.put(entry.getKey(), entry.getValue().asLong()));
      return Optional.of(
          new ShopManifest(
              new ShopSpec(
                  node.path("seed").asLong(),
                  LocalDate.parse(node.path("today").asText()),
                  new ShopScale(
                      scale.path("customers").asInt(),
                      scale.path("products").asInt(),
                      scale.path("orders").asInt(),
                      scale.path("page_views").asInt())),
              rows));
    } catch (JsonProcessingException | DateTimeParseException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Writes the manifest, whole or not at all.
  public void write(Path file) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("version", VERSION).put("seed", spec.seed()).put("today", spec.today().toString());
    node.putObject("scale")
        .put("customers", spec.scale().customers())
        .put("products", spec.scale().products())
        .put("orders", spec.scale().orders())
        .put("page_views", spec.scale().pageViews());
    ObjectNode counts = node.putObject("rows");
    new TreeMap<>(rows).forEach(counts::put);
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(
          temporary, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ThermoclineException(
          DiskSpace.code(e),
          "the manifest " + file + " cannot be written; check the space and rights of its folder.",
          e);
    }
  }

  /// Removes the manifest, before a load begins.
  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.IO_ERROR, "the manifest " + file + " cannot be removed.", e);
    }
  }
}
