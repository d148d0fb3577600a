package io.thermocline.server.net.pgwire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A statement that the session itself runs: transactions, settings, cursors, copies.
sealed interface Command {
  /// `BEGIN` or `START TRANSACTION`.
  record Begin() implements Command {}

  /// `COMMIT` or `END`.
  record Commit() implements Command {}

  /// `ROLLBACK` or `ABORT`.
  record Rollback() implements Command {}

  /// `SAVEPOINT`, `RELEASE` or `ROLLBACK TO`: the gateway changes nothing, so there is nothing to
  /// come back to.
  ///
  /// @param tag what the client is told
  /// @param recovers whether a failed transaction goes on
  record Savepoint(String tag, boolean recovers) implements Command {}

  /// `SET name = value`; an empty value is `DEFAULT`.
  record Set(String name, String value) implements Command {}

  /// `SET TRANSACTION …`.
  record SetTransaction() implements Command {}

  /// `RESET name`, `all` for all.
  record Reset(String name) implements Command {}

  /// `SHOW name`, `all` for all.
  record Show(String name) implements Command {}

  /// `DISCARD ALL` and its parts.
  record Discard(boolean all) implements Command {}

  /// `DEALLOCATE name`, empty for all.
  record Deallocate(String name) implements Command {}

  /// `DECLARE name CURSOR FOR query`.
  record Declare(String name, boolean hold, String query) implements Command {}

  /// `FETCH` or `MOVE`.
  ///
  /// @param count rows, or [Long#MAX_VALUE] for all
  /// @param move without sending them
  record Fetch(String name, long count, boolean move) implements Command {}

  /// `CLOSE name`, empty for all.
  record CloseCursor(String name) implements Command {}

  /// `COPY … TO STDOUT`.
  record Copy(String query, CopyFormat format) implements Command {}

  /// `LISTEN`, `UNLISTEN`: accepted, since nothing ever notifies.
  record Listen(String tag) implements Command {}

  /// The command that a text is, if it is one. What is none goes to the query service.
  static Optional<Command> parse(String text) {
    List<SqlTokens.Token> tokens = SqlTokens.of(text);
    while (!tokens.isEmpty() && tokens.getLast().isSymbol(';')) {
      tokens = tokens.subList(0, tokens.size() - 1);
    }
    if (tokens.isEmpty() || tokens.getFirst().kind() != SqlTokens.Kind.WORD) {
      return Optional.empty();
    }
    return new CommandParser(text, tokens).parse();
  }

  /// The tag of a statement that is no query: its first words in upper case.
  static String tag(String text) {
    SqlTokens.Token first = SqlTokens.from(text, 0).next();
    String word = first == null ? "" : first.text().toUpperCase(Locale.ROOT);
    return TAGS.contains(word) ? word : "SELECT 0";
  }

  /// First words that are their own tags.
  java.util.Set<String> TAGS = java.util.Set.of("SET", "RESET", "DEFINE", "FORGET", "EXPLAIN");
}
