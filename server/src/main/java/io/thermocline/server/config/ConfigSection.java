package io.thermocline.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A mapping of the YAML file and its place in the table of keys. Every getter takes a name that
/// the table has in this section, and falls back to the table's default.
final class ConfigSection {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)?");

  private final String path;
  private final String place;
  private final JsonNode node;
  private final ConfigFolders folders;

  /// @param path in the table of keys, with `[]` and `{}`
  /// @param place as the user wrote it, for messages
  ConfigSection(String path, String place, JsonNode node, ConfigFolders folders) {
    this.path = path;
    this.place = place;
    this.node = node;
    this.folders = folders;
  }

  /// A section inside this one; empty when the file does not have it.
  ConfigSection section(String name) {
    return new ConfigSection(join(path, name), join(place, name), child(name), folders);
  }

  /// The entries of a list of sections.
  List<ConfigSection> list(String name) {
    List<ConfigSection> sections = new ArrayList<>();
    for (JsonNode element : child(name)) {
      String entry = join(place, name) + "[" + sections.size() + "]";
      sections.add(new ConfigSection(join(path, name) + "[]", entry, element, folders));
    }
    return sections;
  }

  /// The entries of a map of sections, in the file's order.
  Map<String, ConfigSection> map(String name) {
    Map<String, ConfigSection> sections = new LinkedHashMap<>();
    child(name)
        .properties()
        .forEach(entry ->
            sections.put(
                entry.getKey(),
                new ConfigSection(
                    join(path, name) + "{}",
                    join(join(place, name), entry.getKey()),
                    entry.getValue(),
                    folders)));
    return sections;
  }

  /// The text of a key or of its default; empty when there is neither.
  Optional<String> optional(String name) {
    ConfigKey key = key(name);
    JsonNode value = child(name);
    if (value.isMissingNode() || value.isNull() || value.isTextual() && value.asText().isEmpty()) {
      return key.defaultText().isEmpty() ? Optional.empty() : Optional.of(key.defaultText());
    }
    if (!value.isValueNode()) {
      throw wrong(name, "takes one " + key.type().title() + ", not a list or a section");
    }
    return Optional.of(value.asText());
  }

  /// A text that must be there.
  String required(String name) {
    return optional(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> wrong(name, "is missing. " + key(name).doc()));
  }

  String text(String name) {
    return optional(name).orElse("");
  }

  List<String> texts(String name) {
    JsonNode value = child(name);
    if (value.isMissingNode() || value.isNull() || value.isTextual() && value.asText().isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (value.isValueNode()) {
      texts.add(value.asText());
    }
    for (JsonNode element : value) {
      if (!element.isValueNode()) {
        throw wrong(name, "takes a list of texts");
      }
      texts.add(element.asText());
    }
    return texts;
  }

  int integer(String name, int least, int most) {
    String text = required(name);
    try {
      int value = Integer.parseInt(text.replace("_", ""));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, "is '" + text + "', not a whole number", e);
    }
    throw wrong(name, "is " + text + "; it must lie between " + least + " and " + most);
  }

  double fraction(String name) {
    String text = required(name);
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, "is '" + text + "', not a number", e);
    }
    throw wrong(name, "is " + text + "; it must lie between 0 and 1");
  }

  boolean bool(String name) {
    String text = required(name).toLowerCase(Locale.ROOT);
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "is '" + text + "'; write true or false");
    };
  }

  DataSize size(String name) {
    try {
      return DataSize.parse(required(name));
    } catch (IllegalArgumentException e) {
      throw wrong(name, e.getMessage() + "", e);
    }
  }

  Duration duration(String name) {
    String text = required(name);
    Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw wrong(name, "is '" + text + "', not a duration such as 30s, 5m or 1h");
    }
    long amount = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofSeconds(amount);
    };
  }

  Optional<Path> path(String name) {
    return optional(name).map(folders::resolve);
  }

  Optional<Secret> secret(String name) {
    return optional(name).map(text -> Secret.reference(text, join(place, name), folders.base()));
  }

  Optional<Instant> instant(String name) {
    Optional<String> text = optional(name);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw wrong(
          name, "is '" + text.orElse("") + "', not an instant such as 2026-01-31T12:00:00Z", e);
    }
  }

  /// An error about a key of this section.
  ThermoclineException wrong(String name, String message) {
    return new ThermoclineException(ErrorCode.CONFIGURATION, join(place, name) + " " + message);
  }

  private ThermoclineException wrong(String name, String message, Exception cause) {
    return new ThermoclineException(
        ErrorCode.CONFIGURATION, join(place, name) + " " + message, cause);
  }

  private ConfigKey key(String name) {
    return ConfigKeys.find(join(path, name))
        .orElseThrow(
            () -> new IllegalStateException(join(path, name) + " is not in the table of keys"));
  }

  private JsonNode child(String name) {
    return node.path(name);
  }

  private static String join(String left, String right) {
    return left.isEmpty() ? right : left + "." + right;
  }
}
