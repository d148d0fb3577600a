package io.thermocline.server.console;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What begins with a backslash.
enum ConsoleCommand {
  HELP("\\?", "", "list the commands"),
  DESCRIBE("\\d", "[table]", "list the tables, or a table's columns and keys"),
  EXPANDED("\\x", "", "switch between columns and a line for each value"),
  TIMING("\\timing", "", "switch the time of each statement on or off"),
  LIMIT("\\limit", "rows", "show at most so many rows of a result; 0 for all"),
  QUIT("\\q", "", "leave; Ctrl-D does too");

  private final String word;
  private final String argument;
  private final String help;

  ConsoleCommand(String word, String argument, String help) {
    this.word = word;
    this.argument = argument;
    this.help = help;
  }

  static Optional<ConsoleCommand> of(String word) {
    return Arrays.stream(values()).filter(command -> command.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(command -> command.word).toList();
  }

  String helpLine() {
    return String.format("  %-14s %s", (word + " " + argument).strip(), help);
  }
}
