package io.thermocline.server.net.pgwire;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `COPY (query) TO STDOUT` and `COPY table [(columns)] TO STDOUT`, each with options.
final class CopyParser {
  private final String text;
  private final List<SqlTokens.Token> tokens;
  private int at = 1;

  CopyParser(String text, List<SqlTokens.Token> tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /// The command, or null when the text is none.
  @Nullable Command parse() {
    String query = query();
    if (query == null || !accept("to")) {
      return null;
    }
    if (!accept("stdout")) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED,
          "COPY writes to STDOUT only; the gateway reads and writes no files");
    }
    return new Command.Copy(query, options());
  }

  private @Nullable String query() {
    if (at < tokens.size() && tokens.get(at).isSymbol('(')) {
      int start = tokens.get(at).end();
      int close = closing(at);
      at = close + 1;
      return text.substring(start, tokens.get(close).start());
    }
    int start = at;
    while (at < tokens.size() && !tokens.get(at).isSymbol('(') && !isDirection()) {
      at++;
    }
    if (at == tokens.size() || at == start) {
      return null;
    }
    String table = text.substring(tokens.get(start).start(), tokens.get(at - 1).end());
    String columns = "*";
    if (tokens.get(at).isSymbol('(')) {
      int close = closing(at);
      columns = text.substring(tokens.get(at).end(), tokens.get(close).start());
      at = close + 1;
    }
    if (accept("from")) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED, "COPY … FROM is not supported; the gateway answers queries only");
    }
    return "select " + columns + " from " + table;
  }

  private boolean isDirection() {
    return tokens.get(at).is("to") || tokens.get(at).is("from");
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += tokens.get(i).isSymbol('(') ? 1 : tokens.get(i).isSymbol(')') ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new ThermoclineException(ErrorCode.SYNTAX_ERROR, "a parenthesis of COPY is not closed");
  }

  private CopyFormat options() {
    accept("with");
    CopyFormat format = isCsv() ? CopyFormat.CSV : CopyFormat.TEXT;
    for (; at < tokens.size(); at++) {
      switch (tokens.get(at).name()) {
        case "header" -> format = format.withHeader(!isNext("false") && !isNext("off"));
        case "delimiter" -> {
          String value = argument();
          if (value.length() != 1) {
            throw new ThermoclineException(
                ErrorCode.INVALID_PARAMETER, "the delimiter of COPY is one character");
          }
          format = format.withDelimiter(value.charAt(0));
        }
        case "null" -> format = format.withNull(argument());
        case "format", "csv", "text", "as", "true", "false", "on", "off", "(", ")", "," -> {
          // the format was found before; the rest is punctuation
        }
        default ->
            throw new ThermoclineException(
                ErrorCode.UNSUPPORTED,
                "COPY has no option "
                    + tokens.get(at).text().toUpperCase(Locale.ROOT)
                    + " here; there are FORMAT text or csv, HEADER, DELIMITER and NULL");
      }
    }
    return format;
  }

  private boolean isCsv() {
    return tokens.subList(at, tokens.size()).stream().anyMatch(token -> token.name().equals("csv"));
  }

  private boolean isNext(String word) {
    return at + 1 < tokens.size() && tokens.get(at + 1).is(word);
  }

  private String argument() {
    at++;
    accept("as");
    if (at == tokens.size() || tokens.get(at).kind() != SqlTokens.Kind.STRING) {
      throw new ThermoclineException(
          ErrorCode.SYNTAX_ERROR, "an option of COPY needs a text in single quotes");
    }
    return tokens.get(at).text();
  }

  private boolean accept(String word) {
    if (at < tokens.size() && tokens.get(at).is(word)) {
      at++;
      return true;
    }
    return false;
  }
}
