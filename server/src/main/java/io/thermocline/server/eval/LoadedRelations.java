package io.thermocline.server.eval;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/// Remembers which relations are loaded completely, in a file with a line for each, so that another
/// run does not load them again. For one thread.
final class LoadedRelations {
  private final Path file;
  private final Set<String> lines;

  private LoadedRelations(Path file, Set<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  static LoadedRelations open(Path file) {
    try {
      return new LoadedRelations(
          file, Files.exists(file) ? new HashSet<>(Files.readAllLines(file)) : new HashSet<>());
    } catch (IOException e) {
      throw new ThermoclineException(ErrorCode.IO_ERROR, file + " cannot be read.", e);
    }
  }

  boolean contains(String line) {
    return lines.contains(line);
  }

  void add(String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      lines.add(line);
    } catch (IOException e) {
      throw new ThermoclineException(ErrorCode.IO_ERROR, file + " cannot be written.", e);
    }
  }
}
