package io.thermocline.optimizer.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A text that is written token by token, with the place that each part came from. Knows where the
/// operand of a `::` begins.
final class TextOutput {
  private static final Set<String> NOT_FUNCTIONS =
      Set.of(
          "and",
          "or",
          "not",
          "in",
          "as",
          "on",
          "by",
          "where",
          "having",
          "select",
          "distinct",
          "from",
          "join",
          "when",
          "then",
          "else",
          "case",
          "between",
          "like",
          "ilike",
          "any",
          "all",
          "some",
          "exists",
          "values",
          "union",
          "intersect",
          "except",
          "is",
          "with",
          "using",
          "limit",
          "offset",
          "sets",
          "return",
          "escape");
  private static final Set<String> TYPED_LITERALS = Set.of("date", "time", "timestamp", "interval");

  private final StringBuilder text = new StringBuilder();
  private final List<int[]> positions = new ArrayList<>();
  private final List<Token> tokens = new ArrayList<>();

  /// A token: where it starts, and its text in lower case.
  private record Token(int start, String text) {
    boolean isWord() {
      return !text.isEmpty()
          && (Character.isLetter(text.charAt(0)) || text.charAt(0) == '_' || text.charAt(0) == '"');
    }
  }

  String text() {
    return text.toString();
  }

  List<int[]> positions() {
    return positions;
  }

  /// Says that what follows comes from an offset of the original.
  void mark(int original) {
    positions.add(new int[] {text.length(), original});
  }

  /// Appends a token.
  void token(String token) {
    tokens.add(new Token(text.length(), token.toLowerCase(Locale.ROOT)));
    text.append(token);
  }

  /// Appends blanks or a comment.
  void blank(String blank) {
    text.append(blank);
  }

  /// Turns the operand that ends here into a cast.
  void cast(String type) {
    int first = operand(tokens.size() - 1);
    if (first < 0) {
      text.append("::").append(type);
      return;
    }
    int start = tokens.get(first).start();
    String opening = "cast(";
    text.insert(start, opening);
    for (int[] pair : positions) {
      if (pair[0] >= start) {
        pair[0] += opening.length();
      }
    }
    for (int i = first; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      tokens.set(i, new Token(token.start() + opening.length(), token.text()));
    }
    tokens.add(first, new Token(start + opening.length() - 1, "("));
    tokens.add(first, new Token(start, "cast"));
    text.append(" as ").append(type);
    token(")");
  }

  /// The first token of the primary expression that ends with a token, or -1.
  private int operand(int last) {
    if (last < 0) {
      return -1;
    }
    Token token = tokens.get(last);
    int first =
        switch (token.text()) {
          case ")" -> call(last);
          case "end" -> matching(last, "case", "end");
          case "]" -> matching(last, "[", "]");
          default -> qualified(last);
        };
    if (first > 0
        && token.text().startsWith("'")
        && TYPED_LITERALS.contains(tokens.get(first - 1).text())) {
      return first - 1;
    }
    return first;
  }

  private int call(int last) {
    int open = matching(last, "(", ")");
    if (open <= 0
        || !tokens.get(open - 1).isWord()
        || NOT_FUNCTIONS.contains(tokens.get(open - 1).text())) {
      return open;
    }
    String word = tokens.get(open - 1).text();
    if (word.equals("over") || word.equals("filter") || word.equals("group") && open > 1) {
      return operand(word.equals("group") ? open - 3 : open - 2);
    }
    return qualified(open - 1);
  }

  private int qualified(int last) {
    int first = last;
    while (first > 1
        && tokens.get(first - 1).text().equals(".")
        && tokens.get(first - 2).isWord()) {
      first -= 2;
    }
    return first;
  }

  private int matching(int last, String open, String close) {
    int depth = 0;
    for (int i = last; i >= 0; i--) {
      if (tokens.get(i).text().equals(close)) {
        depth++;
      } else if (tokens.get(i).text().equals(open) && --depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
