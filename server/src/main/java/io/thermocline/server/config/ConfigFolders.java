package io.thermocline.server.config;

import java.nio.file.Path;
import java.util.Map;

/// Where relative paths, `~` and defaults lead.
///
/// @param base the folder of the configuration file
/// @param home the user's home folder
/// @param data the user's data folder: `XDG_DATA_HOME`, or none
public record ConfigFolders(Path base, Path home, Path data) {
  /// What the process's surroundings say.
  ///
  /// @param environment the variables of the process
  /// @param userHome the home folder of the process's user, for want of `HOME`
  public static ConfigFolders of(Path base, Map<String, String> environment, String userHome) {
    String variable = environment.getOrDefault("HOME", "");
    Path home = Path.of(variable.isBlank() ? userHome : variable).toAbsolutePath();
    String dataHome = environment.getOrDefault("XDG_DATA_HOME", "");
    Path data =
        dataHome.isBlank()
            ? home.resolve(".thermocline")
            : Path.of(dataHome).resolve("thermocline");
    return new ConfigFolders(base.toAbsolutePath(), home, data.toAbsolutePath());
  }

  /// An absolute path.
  public Path resolve(String text) {
    if (text.equals("~")) {
      return home;
    }
    if (text.startsWith("~/")) {
      return home.resolve(text.substring(2)).normalize();
    }
    return base.resolve(text).normalize();
  }
}
