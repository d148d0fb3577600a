package io.thermocline.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.Map;

/// Walks a configuration tree and stops at the first key that the table of keys does not have.
final class UnknownKeys {
  void check(JsonNode root) {
    if (root.isObject()) {
      object("", "", root);
    }
  }

  private void object(String path, String place, JsonNode node) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = entry.getKey();
      String childPath = path.isEmpty() ? name : path + "." + name;
      String childPlace = place.isEmpty() ? name : place + "." + name;
      if (!ConfigKeys.namesIn(path).contains(name)) {
        String hint =
            ConfigKeys.nearest(path, name).map(near -> " Did you mean '" + near + "'?").orElse("");
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            childPlace
                + " is not a key of the configuration."
                + hint
                + " Keys here: "
                + String.join(", ", ConfigKeys.namesIn(path))
                + ".");
      }
      value(childPath, childPlace, entry.getValue());
    }
  }

  private void value(String path, String place, JsonNode node) {
    // A key without a value, as `listen:` alone, counts as left out.
    if (node.isNull() || node.isTextual() && node.asText().isEmpty()) {
      return;
    }
    if (ConfigKeys.isSection(path + "[]")) {
      expect(node.isArray(), place, "a list: lines that start with '- '");
      for (int i = 0; i < node.size(); i++) {
        String entry = place + "[" + i + "]";
        expect(node.get(i).isObject(), entry, "a section of keys");
        object(path + "[]", entry, node.get(i));
      }
    } else if (ConfigKeys.isSection(path + "{}")) {
      expect(node.isObject(), place, "a section with a key for each name");
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        expect(entry.getValue().isObject(), place + "." + entry.getKey(), "a section of keys");
        object(path + "{}", place + "." + entry.getKey(), entry.getValue());
      }
    } else if (ConfigKeys.isSection(path)) {
      expect(node.isObject(), place, "a section of keys");
      object(path, place, node);
    }
  }

  private static void expect(boolean condition, String place, String what) {
    if (!condition) {
      throw new ThermoclineException(ErrorCode.CONFIGURATION, place + " must be " + what + ".");
    }
  }
}
