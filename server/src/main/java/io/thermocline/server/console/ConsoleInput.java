package io.thermocline.server.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Where the console reads lines.
public interface ConsoleInput {
  /// The next line, or null at the end. An interrupted line (Ctrl-C) is [#INTERRUPTED].
  @Nullable String read(String prompt);

  /// Whether a person sits there, who wants prompts and greetings.
  boolean interactive();

  /// Stands for a line that its writer gave up.
  String INTERRUPTED = "\u0003";

  /// Lines of a pipe or file.
  static ConsoleInput of(BufferedReader reader) {
    return new ConsoleInput() {
      @Override
      public @Nullable String read(String prompt) {
        try {
          return reader.readLine();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public boolean interactive() {
        return false;
      }
    };
  }
}
