package io.thermocline.server.config;

/// One key of `thermocline.yaml`.
///
/// @param path where it stands: `limits.connections`; `[]` after a name is a list, `{}` a map whose
///   keys are free names
/// @param type what values it takes
/// @param defaultText the value when it is left out, as it would be written; empty for none
/// @param unit what a bare number means, or what the parts of a value are; empty when there is
///   nothing to say
/// @param doc one sentence or two
public record ConfigKey(String path, Type type, String defaultText, String unit, String doc) {
  /// Kinds of values.
  public enum Type {
    /// Any text.
    TEXT("text"),
    /// A list of texts.
    TEXTS("list of text"),
    /// A whole number.
    INTEGER("integer"),
    /// A number between 0 and 1.
    FRACTION("number 0..1"),
    /// `true` or `false`.
    BOOLEAN("boolean"),
    /// A size such as `512MiB`.
    SIZE("size"),
    /// A duration such as `30s` or `5m`.
    DURATION("duration"),
    /// A file or folder; `~` is the home folder, relative ones start at the configuration file.
    PATH("path"),
    /// A reference `env:NAME` or `file:PATH`.
    SECRET("secret reference"),
    /// A number, date or timestamp.
    BOUND("number, date or timestamp"),
    /// A point in time in ISO 8601.
    INSTANT("instant");

    private final String title;

    Type(String title) {
      this.title = title;
    }

    /// How the reference page names it.
    public String title() {
      return title;
    }
  }

  /// The last part of the path.
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /// The path without its last part, empty at the top.
  public String section() {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }
}
