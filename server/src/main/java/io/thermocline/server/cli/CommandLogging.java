package io.thermocline.server.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/// Sends log lines to standard error, one line each.
final class CommandLogging {
  private CommandLogging() {}

  /// @param level of our own lines; libraries log warnings and errors only
  static void configure(String level) {
    String settings =
        """
        handlers=java.util.logging.ConsoleHandler
        .level=WARNING
        io.thermocline.level=%s
        java.util.logging.ConsoleHandler.level=ALL
        java.util.logging.ConsoleHandler.formatter=java.util.logging.SimpleFormatter
        java.util.logging.SimpleFormatter.format=%%1$tFT%%1$tT.%%1$tL %%4$s %%3$s %%5$s%%6$s%%n
        """
            .formatted(level);
    try {
      LogManager.getLogManager()
          .readConfiguration(
              new ByteArrayInputStream(settings.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
