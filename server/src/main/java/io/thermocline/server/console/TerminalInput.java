package io.thermocline.server.console;

import java.nio.file.Path;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/// Lines from a terminal, with history and completion.
public final class TerminalInput implements ConsoleInput {
  private static final int HISTORY_LINES = 5000;

  private final LineReader reader;

  /// @param history the file that keeps the lines
  public TerminalInput(Terminal terminal, Completer completer, Path history) {
    DefaultParser parser = new DefaultParser();
    // Apostrophes in questions are no open quotes, and a backslash begins a command.
    parser.setQuoteChars(new char[0]);
    parser.setEscapeChars(new char[0]);
    parser.setEofOnUnclosedQuote(false);
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("thermocline")
            .completer(completer)
            .parser(parser)
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .build();
  }

  @Override
  public @Nullable String read(String prompt) {
    try {
      return reader.readLine(prompt);
    } catch (UserInterruptException e) {
      return INTERRUPTED;
    } catch (EndOfFileException e) {
      return null;
    }
  }

  @Override
  public boolean interactive() {
    return true;
  }
}
