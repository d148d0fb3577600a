package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import java.util.List;

/// Functions of text and its patterns, with what PostgreSQL makes of them in `functions.tsv`.
final class TextCases extends FunctionLiterals {
  private TextCases() {}

  static List<Expression> all() {
    TextCases c = new TextCases();
    c.text();
    c.patterns();
    return c.cases;
  }

  private void text() {
    for (String value :
        List.of("Hello World", "", "ÀÉÎ straße", "naïve 日本語 Text", "o'neil-smith x2y")) {
      for (FunctionId function :
          List.of(
              FunctionId.LOWER,
              FunctionId.UPPER,
              FunctionId.INITCAP,
              FunctionId.REVERSE,
              FunctionId.MD5)) {
        add(function, TEXT, t(value));
      }
      for (FunctionId function :
          List.of(FunctionId.LENGTH, FunctionId.OCTET_LENGTH, FunctionId.ASCII)) {
        add(function, INT, t(value));
      }
      for (int n : new int[] {3, 0, -3, 100, -100}) {
        add(FunctionId.LEFT, TEXT, t(value), i(n));
        add(FunctionId.RIGHT, TEXT, t(value), i(n));
        add(FunctionId.SUBSTRING, TEXT, t(value), i(n));
        add(FunctionId.SUBSTRING, TEXT, t(value), i(n), i(4));
        add(FunctionId.LPAD, TEXT, t(value), i(n + 5), t("xy"));
        add(FunctionId.RPAD, TEXT, t(value), i(n + 5));
      }
    }
    add(FunctionId.SUBSTRING, TEXT, t("abc"), i(1), i(-1));
    add(FunctionId.SUBSTRING, TEXT, t("abc"), i(-2147483648), i(2147483647));
    add(FunctionId.TRIM, TEXT, t("  a b  "));
    add(FunctionId.LTRIM, TEXT, t("  a b  "));
    add(FunctionId.RTRIM, TEXT, t("  a b  "));
    add(FunctionId.TRIM, TEXT, t("xyaxyx"), t("yx"));
    add(FunctionId.LTRIM, TEXT, t("éèa"), t("é"));
    add(FunctionId.RTRIM, TEXT, t("abcé"), t("éc"));
    add(FunctionId.POSITION, INT, t("lo"), t("hello"));
    add(FunctionId.POSITION, INT, t("本"), t("日本語"));
    add(FunctionId.POSITION, INT, t(""), t("abc"));
    add(FunctionId.POSITION, INT, t("z"), t("abc"));
    add(FunctionId.REPLACE, TEXT, t("banana"), t("an"), t("AN"));
    add(FunctionId.REPLACE, TEXT, t("banana"), t(""), t("x"));
    add(FunctionId.TRANSLATE, TEXT, t("12345"), t("143"), t("ax"));
    add(FunctionId.OVERLAY, TEXT, t("Txxxxas"), t("hom"), i(2), i(4));
    add(FunctionId.OVERLAY, TEXT, t("abcdef"), t("XY"), i(3));
    add(FunctionId.REPEAT, TEXT, t("ab"), i(3));
    add(FunctionId.REPEAT, TEXT, t("ab"), i(-1));
    for (int n : new int[] {1, 2, 3, 4, -1, -3, -4, 0}) {
      add(FunctionId.SPLIT_PART, TEXT, t("a,b,c"), t(","), i(n));
    }
    add(FunctionId.SPLIT_PART, TEXT, t("abc"), t(""), i(1));
    add(FunctionId.SPLIT_PART, TEXT, t("abc"), t(""), i(2));
    add(FunctionId.STARTS_WITH, BOOL, t("alphabet"), t("alph"));
    add(FunctionId.STARTS_WITH, BOOL, t("a"), t("alph"));
    add(FunctionId.CHR, TEXT, i(233));
    add(FunctionId.CHR, TEXT, i(0));
    add(FunctionId.CONCAT_OPERATOR, TEXT, t("a"), t("b"), t("c"));
    add(FunctionId.CONCAT_OPERATOR, TEXT, t("a"), t(null));
    add(FunctionId.CONCAT_OPERATOR, TEXT, t("n="), i(5));
    add(FunctionId.CONCAT, TEXT, t("a"), t(null), i(5), d("1.50"));
    add(FunctionId.CONCAT_WS, TEXT, t("-"), t("a"), t(null), t("b"));
    add(FunctionId.CONCAT_WS, TEXT, t(null), t("a"));
    add(FunctionId.UPPER, TEXT, t(null));
  }

  private void patterns() {
    for (String text :
        List.of("hello", "", "h_llo", "50%", "special case", "HELLO", "日本", "a\\b")) {
      for (String pattern :
          List.of(
              "h%",
              "%o", "%ll%", "h_l%o", "", "%", "_%", "hello", "%s%c%e", "__", "50\\%", "h\\_%",
              "a\\\\b", "%%")) {
        add(FunctionId.LIKE, BOOL, t(text), t(pattern));
        add(FunctionId.ILIKE, BOOL, t(text), t(pattern));
      }
    }
    add(FunctionId.LIKE, BOOL, t("50%"), t("50!%"), t("!"));
    add(FunctionId.LIKE, BOOL, t("a\\b"), t("a\\b"), t(""));
    add(FunctionId.LIKE, BOOL, t("ab"), t("a\\"));
    add(FunctionId.LIKE, BOOL, t("a"), t("a"), t("xy"));
    for (String pattern : List.of("abc", "a", "%(b|d)%", "(b|c)%", "[a-c]+", "a_c", "a.c", "%c")) {
      add(FunctionId.SIMILAR_TO, BOOL, t("abc"), t(pattern));
    }
    for (String pattern :
        List.of("^a", "b", "c$", "^b", "[[:digit:]]", "a.c", "B", "\\mabc\\M", "(", "a|x")) {
      add(FunctionId.REGEX_MATCH, BOOL, t("abc"), t(pattern));
      add(FunctionId.REGEX_MATCH_IGNORE_CASE, BOOL, t("ABC"), t(pattern));
    }
    add(FunctionId.REGEXP_REPLACE, TEXT, t("foobarbaz"), t("b.."), t("X"));
    add(FunctionId.REGEXP_REPLACE, TEXT, t("foobarbaz"), t("b(..)"), t("X\\1Y"), t("g"));
    add(FunctionId.REGEXP_REPLACE, TEXT, t("Foo foo"), t("f"), t("$1&"), t("gi"));
    add(FunctionId.REGEXP_SUBSTR, TEXT, t("foobarbaz"), t("b.."));
    add(FunctionId.REGEXP_SUBSTR, TEXT, t("foobarbaz"), t("x"));
  }
}
