package io.thermocline.server.cli;

import io.thermocline.server.console.Console;
import io.thermocline.server.console.ConsoleInput;
import io.thermocline.server.console.NameCompleter;
import io.thermocline.server.console.Screen;
import io.thermocline.server.console.TerminalInput;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// Runs consoles over what the process's standard streams are: a terminal, or pipes.
final class Terminals {
  private final CommandEnvironment environment;

  Terminals(CommandEnvironment environment) {
    this.environment = environment;
  }

  /// Whether a person sits at both ends.
  static boolean isInteractive() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  /// Runs a console until its input ends.
  ///
  /// @return whether every statement succeeded, always true for a person
  boolean runConsole(Connection connection) {
    if (!isInteractive()) {
      Console console = new Console(connection, Screen.plain(environment.out()), System::nanoTime);
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(environment.in(), StandardCharsets.UTF_8));
      return console.run(ConsoleInput.of(reader));
    }
    try (Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .dumb(true)
            .encoding(StandardCharsets.UTF_8)
            .build()) {
      Screen screen = new Screen(environment.out(), () -> Math.max(40, terminal.getWidth()), true);
      Console console = new Console(connection, screen, System::nanoTime);
      terminal.handle(Terminal.Signal.INT, signal -> console.cancel());
      console.run(
          new TerminalInput(terminal, new NameCompleter(console::completionWords), history()));
      return true;
    } catch (IOException e) {
      throw new ThermoclineException(ErrorCode.IO_ERROR, "the terminal cannot be opened.", e);
    }
  }

  private Path history() {
    Path folder = environment.folders().data();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.IO_ERROR,
          "the folder " + folder + " for the console's history cannot be created.",
          e);
    }
    return folder.resolve("console-history");
  }
}
