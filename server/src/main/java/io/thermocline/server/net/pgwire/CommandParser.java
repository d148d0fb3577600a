package io.thermocline.server.net.pgwire;

import io.thermocline.server.pgcatalog.PgSettings;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tokens to commands. A text that begins like a command but goes on otherwise is none, so that
/// questions such as "show the newest orders" stay questions.
final class CommandParser {
  private static final Set<String> TRANSACTION = Set.of("transaction", "work");

  private final String text;
  private final List<SqlTokens.Token> tokens;
  private int at;

  CommandParser(String text, List<SqlTokens.Token> tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  Optional<Command> parse() {
    String first = tokens.getFirst().text().toLowerCase(Locale.ROOT);
    at = 1;
    return Optional.ofNullable(
        switch (first) {
          case "begin" -> modes() ? new Command.Begin() : null;
          case "start" -> accept("transaction") && modes() ? new Command.Begin() : null;
          case "commit", "end" -> transactionEnd() ? new Command.Commit() : null;
          case "abort" -> transactionEnd() ? new Command.Rollback() : null;
          case "rollback" -> rollback();
          case "savepoint" -> name() != null && atEnd() ? savepoint("SAVEPOINT", false) : null;
          case "release" -> release();
          case "set" -> set();
          case "reset" -> reset();
          case "show" -> show();
          case "discard" -> discard();
          case "deallocate" -> deallocate();
          case "declare" -> declare();
          case "fetch", "move" -> fetch(first.equals("move"));
          case "close" -> close();
          case "copy" -> new CopyParser(text, tokens).parse();
          case "listen", "unlisten" -> listen(first);
          default -> null;
        });
  }

  private static Command savepoint(String tag, boolean recovers) {
    return new Command.Savepoint(tag, recovers);
  }

  /// `[WORK | TRANSACTION] [mode, …]`.
  private boolean modes() {
    acceptOne(TRANSACTION);
    while (!atEnd()) {
      if (!(accept("isolation") && accept("level") && isolation()
          || accept("read") && (accept("only") || accept("write"))
          || accept("deferrable")
          || accept("not") && accept("deferrable"))) {
        return false;
      }
      symbol(',');
    }
    return true;
  }

  private boolean isolation() {
    return accept("serializable")
        || accept("repeatable") && accept("read")
        || accept("read") && (accept("committed") || accept("uncommitted"));
  }

  private boolean transactionEnd() {
    acceptOne(TRANSACTION);
    if (accept("and")) {
      accept("no");
      if (!accept("chain")) {
        return false;
      }
    }
    return atEnd();
  }

  private @Nullable Command rollback() {
    acceptOne(TRANSACTION);
    if (accept("to")) {
      accept("savepoint");
      return name() != null && atEnd() ? savepoint("ROLLBACK", true) : null;
    }
    return transactionEnd() ? new Command.Rollback() : null;
  }

  private @Nullable Command release() {
    accept("savepoint");
    return name() != null && atEnd() ? savepoint("RELEASE", false) : null;
  }

  private @Nullable Command set() {
    if (accept("transaction")) {
      return new Command.SetTransaction();
    }
    if (accept("session")) {
      if (accept("characteristics")) {
        return new Command.SetTransaction();
      }
    } else {
      accept("local");
    }
    if (accept("time")) {
      return accept("zone") && !atEnd() ? new Command.Set("timezone", value()) : null;
    }
    if (accept("names")) {
      return new Command.Set("client_encoding", atEnd() ? "" : value());
    }
    String name = settingName();
    if (name == null || !(symbol('=') || accept("to")) || atEnd()) {
      return null;
    }
    return new Command.Set(name, value());
  }

  /// A name with its qualifier, such as `thermocline.insights`.
  private @Nullable String settingName() {
    String name = name();
    while (name != null && symbol('.')) {
      String part = name();
      name = part == null ? null : name + "." + part;
    }
    return name;
  }

  /// The rest as one value: words and texts, separated by commas.
  private String value() {
    if (at == tokens.size() - 1 && peek().is("default") || peek().is("local")) {
      return "";
    }
    StringBuilder value = new StringBuilder();
    int end = peek().start();
    for (; at < tokens.size(); at++) {
      SqlTokens.Token token = peek();
      if (token.start() > end && !token.isSymbol(',')) {
        value.append(' ');
      }
      value.append(token.text());
      end = token.end();
    }
    return value.toString();
  }

  private @Nullable Command reset() {
    if (accept("time")) {
      return accept("zone") && atEnd() ? new Command.Reset("timezone") : null;
    }
    String name = settingName();
    return name != null && atEnd() ? new Command.Reset(name) : null;
  }

  private @Nullable Command show() {
    if (accept("time")) {
      return accept("zone") && atEnd() ? new Command.Show("timezone") : null;
    }
    if (accept("transaction")) {
      return accept("isolation") && accept("level") && atEnd()
          ? new Command.Show("transaction_isolation")
          : null;
    }
    String name = settingName();
    return name != null && atEnd() && (name.equals("all") || PgSettings.isKnown(name))
        ? new Command.Show(name)
        : null;
  }

  private @Nullable Command discard() {
    if (accept("all")) {
      return atEnd() ? new Command.Discard(true) : null;
    }
    return (accept("plans") || accept("sequences") || accept("temp") || accept("temporary"))
            && atEnd()
        ? new Command.Discard(false)
        : null;
  }

  private @Nullable Command deallocate() {
    accept("prepare");
    String name = name();
    if (name == null || !atEnd()) {
      return null;
    }
    return new Command.Deallocate(name.equals("all") ? "" : name);
  }

  private @Nullable Command declare() {
    String name = name();
    if (name == null) {
      return null;
    }
    boolean scroll = false;
    while (!accept("cursor")) {
      if (accept("no")) {
        if (!accept("scroll")) {
          return null;
        }
      } else if (accept("scroll")) {
        scroll = true;
      } else if (!accept("binary") && !accept("insensitive") && !accept("asensitive")) {
        return null;
      }
    }
    boolean hold = accept("with") && accept("hold");
    if (accept("without") && !accept("hold") || !accept("for") || atEnd()) {
      return null;
    }
    if (scroll) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED, "cursors only move forward; declare it without SCROLL");
    }
    return new Command.Declare(name, hold, text.substring(peek().start()));
  }

  private @Nullable Command fetch(boolean move) {
    long count = 1;
    boolean backward = accept("prior") || accept("backward") || accept("first") || accept("last");
    if (accept("absolute") || accept("relative")) {
      backward = true;
    }
    boolean forward = accept("forward");
    if (accept("next")) {
      count = 1;
    } else if (accept("all")) {
      count = Long.MAX_VALUE;
    } else if (!atEnd() && peek().kind() == SqlTokens.Kind.NUMBER) {
      count = Long.parseLong(peek().text());
      at++;
    } else if (symbol('-')) {
      backward = true;
      at++;
    } else if (!forward && atEnd()) {
      return null;
    }
    boolean from = accept("from") || accept("in");
    String name = name();
    if (name == null || !atEnd()) {
      return null;
    }
    if (backward && from) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED, "cursors only move forward; fetch NEXT, a number or ALL");
    }
    return new Command.Fetch(name, count, move);
  }

  private @Nullable Command close() {
    String name = name();
    return name == null || !atEnd()
        ? null
        : new Command.CloseCursor(name.equals("all") ? "" : name);
  }

  private @Nullable Command listen(String word) {
    boolean named = symbol('*') || name() != null;
    return named && atEnd() ? new Command.Listen(word.toUpperCase(Locale.ROOT)) : null;
  }

  private SqlTokens.Token peek() {
    return tokens.get(at);
  }

  private boolean atEnd() {
    return at == tokens.size();
  }

  private boolean accept(String word) {
    if (!atEnd() && peek().is(word)) {
      at++;
      return true;
    }
    return false;
  }

  private void acceptOne(Set<String> words) {
    if (!atEnd() && words.contains(peek().name())) {
      at++;
    }
  }

  private boolean symbol(char symbol) {
    if (!atEnd() && peek().isSymbol(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  private @Nullable String name() {
    if (atEnd()
        || peek().kind() != SqlTokens.Kind.WORD && peek().kind() != SqlTokens.Kind.QUOTED_NAME) {
      return null;
    }
    return tokens.get(at++).name();
  }
}
