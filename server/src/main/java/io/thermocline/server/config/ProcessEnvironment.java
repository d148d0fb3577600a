package io.thermocline.server.config;

import java.util.Map;

/// The one place that reads the surroundings of the process.
public final class ProcessEnvironment {
  private ProcessEnvironment() {}

  /// The variables.
  public static Map<String, String> variables() {
    return Map.copyOf(System.getenv());
  }

  /// The home folder of the process's user.
  public static String userHome() {
    return System.getProperty("user.home", "/");
  }
}
