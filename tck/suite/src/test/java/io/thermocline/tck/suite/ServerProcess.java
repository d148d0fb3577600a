package io.thermocline.tck.suite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program `thermocline` in a process of its own, as people run it.
final class ServerProcess implements AutoCloseable {
  private static final String LISTENS = "thermocline listens on ";
  private static final int STOP_LIMIT_SECONDS = 60;

  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  private ServerProcess(Process process, Path errors) {
    this.process = process;
    this.output = process.inputReader();
    this.errors = errors;
  }

  /// Runs the program with arguments; what it logs goes to a file beside `folder`.
  static ServerProcess start(Path folder, String... arguments) {
    return start(List.of(), folder, arguments);
  }

  /// As [#start(Path, String...)], with a command in front that runs the rest.
  static ServerProcess start(List<String> runner, Path folder, String... arguments) {
    List<String> command = new ArrayList<>(runner);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "io.thermocline.server.cli.ThermoclineCommand"));
    command.addAll(List.of(arguments));
    try {
      Path errors = Files.createTempFile(folder.toAbsolutePath().getParent(), "serve", ".log");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      return new ServerProcess(process, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until it listens.
  ///
  /// @return the port
  int awaitPort() {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(LISTENS)) {
          return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("it ended with status " + awaitExit() + ": " + errors());
  }

  /// Waits for its end.
  ///
  /// @return the exit status
  int awaitExit() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// What it has written to standard error so far.
  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /// Stops it as a service manager would.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(
            "it did not stop within " + STOP_LIMIT_SECONDS + " s: " + errors());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
