package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// LIKE, SIMILAR TO and regular expressions. A pattern is compiled once as long as it stays the
/// same from row to row.
final class PatternFunctions {
  private PatternFunctions() {}

  /// The kernel of a pattern function.
  static Kernel compile(FunctionId function, DataType type, List<Kernel> arguments) {
    return switch (function) {
      case LIKE -> like(type, arguments, false);
      case ILIKE -> like(type, arguments, true);
      case SIMILAR_TO -> matches(type, arguments, new Regexes(PatternFunctions::similar));
      case REGEX_MATCH -> matches(type, arguments, new Regexes((p, e) -> regex(p, 0)));
      case REGEX_MATCH_IGNORE_CASE ->
          matches(
              type,
              arguments,
              new Regexes((p, e) -> regex(p, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)));
      case REGEXP_REPLACE -> regexpReplace(type, arguments);
      case REGEXP_SUBSTR -> regexpSubstr(type, arguments);
      default -> throw new IllegalStateException(function + " takes no pattern");
    };
  }

  private static Kernel like(DataType type, List<Kernel> arguments, boolean ignoreCase) {
    LikePatterns patterns = new LikePatterns(ignoreCase);
    RowKernel.RowFunction function =
        (v, row, out) -> {
          LikePattern pattern = patterns.get(v, row);
          out.appendLong(
              pattern.matches(v[0].bytesData(row), v[0].bytesStart(row), v[0].bytesEnd(row))
                  ? 1
                  : 0);
        };
    return withPattern(type, arguments, function, patterns::get);
  }

  /// A kernel that cannot fail when its pattern is constant and valid.
  private static Kernel withPattern(
      DataType type, List<Kernel> arguments, RowKernel.RowFunction function, PatternSource source) {
    Vector[] constants = new Vector[arguments.size()];
    for (int i = 1; i < constants.length; i++) {
      if (!(arguments.get(i) instanceof ConstantKernel constant) || constant.isNull()) {
        return RowKernel.strict(type, arguments, function);
      }
      constants[i] = constant.value();
    }
    try {
      Object unused = source.get(constants, 0);
    } catch (ThermoclineException e) {
      return RowKernel.strict(type, arguments, function);
    }
    return RowKernel.strictSafe(type, arguments, function);
  }

  /// Compiles the pattern of a row.
  private interface PatternSource {
    Object get(Vector[] arguments, int row);
  }

  private static Kernel matches(DataType type, List<Kernel> arguments, Regexes regexes) {
    return withPattern(
        type,
        arguments,
        (v, row, out) ->
            out.appendLong(regexes.get(v, row).matcher(Utf8.text(v[0], row)).find() ? 1 : 0),
        regexes::get);
  }

  private static Kernel regexpReplace(DataType type, List<Kernel> arguments) {
    Regexes regexes =
        new Regexes((p, flags) ->
            regex(p, flags.contains("i") ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0));
    return RowKernel.strict(
        type,
        arguments,
        (v, row, out) -> {
          String flags = v.length > 3 ? Utf8.text(v[3], row) : "";
          Matcher matcher = regexes.get(Utf8.text(v[1], row), flags).matcher(Utf8.text(v[0], row));
          String replacement = javaReplacement(Utf8.text(v[2], row), matcher.groupCount());
          Utf8.append(
              out,
              flags.contains("g")
                  ? matcher.replaceAll(replacement)
                  : matcher.replaceFirst(replacement));
        });
  }

  private static Kernel regexpSubstr(DataType type, List<Kernel> arguments) {
    Regexes regexes = new Regexes((p, e) -> regex(p, 0));
    return RowKernel.strict(
        type,
        arguments,
        (v, row, out) -> {
          Matcher matcher = regexes.get(v, row).matcher(Utf8.text(v[0], row));
          if (matcher.find()) {
            Utf8.append(out, matcher.group());
          } else {
            out.appendNull();
          }
        });
  }

  /// `\1` to `\9` and `\&` as Java writes them; everything else stands for itself.
  private static String javaReplacement(String text, int groups) {
    StringBuilder java = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (c == '\\' && next >= '1' && next <= '9') {
        java.append(next - '0' <= groups ? "$" + next : "");
        i++;
      } else if (c == '\\' && next == '&') {
        java.append("$0");
        i++;
      } else if (c == '\\' && next == '\\') {
        java.append("\\\\");
        i++;
      } else {
        java.append(Matcher.quoteReplacement(String.valueOf(c)));
      }
    }
    return java.toString();
  }

  /// A POSIX pattern as PostgreSQL reads it: `.` matches line ends, `\m`, `\M` and `\y` are word
  /// boundaries.
  private static Pattern regex(String pattern, int flags) {
    StringBuilder java = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '\\' || i + 1 == pattern.length()) {
        java.append(c);
        continue;
      }
      char next = pattern.charAt(++i);
      switch (next) {
        case 'm' -> java.append("\\b(?=\\w)");
        case 'M' -> java.append("\\b(?<=\\w)");
        case 'y' -> java.append("\\b");
        case 'Y' -> java.append("\\B");
        default -> java.append(c).append(next);
      }
    }
    String translated =
        java.toString()
            .replace("[:alpha:]", "\\p{IsAlphabetic}")
            .replace("[:digit:]", "\\d")
            .replace("[:alnum:]", "\\p{IsAlphabetic}\\d")
            .replace("[:space:]", "\\s")
            .replace("[:upper:]", "\\p{Lu}")
            .replace("[:lower:]", "\\p{Ll}")
            .replace("[:punct:]", "\\p{Punct}");
    return compile(translated, flags | Pattern.DOTALL, pattern);
  }

  private static Pattern compile(String translated, int flags, String original) {
    try {
      return Pattern.compile(translated, flags);
    } catch (PatternSyntaxException e) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "the regular expression " + original + " is invalid: " + e.getDescription(),
          e);
    }
  }

  /// A SIMILAR TO pattern, anchored at both ends.
  private static Pattern similar(String pattern, String escape) {
    StringBuilder java = new StringBuilder("\\A(?:");
    boolean inBrackets = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (!escape.isEmpty() && escape.charAt(0) == c && i + 1 < pattern.length()) {
        java.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else if (inBrackets) {
        inBrackets = c != ']';
        java.append(c == '\\' ? "\\\\" : String.valueOf(c));
      } else {
        switch (c) {
          case '%' -> java.append(".*");
          case '_' -> java.append('.');
          case '(' -> java.append("(?:");
          case '.', '^', '$', '\\' -> java.append('\\').append(c);
          default -> {
            inBrackets = c == '[';
            java.append(c);
          }
        }
      }
    }
    return compile(java.append(")\\z").toString(), Pattern.DOTALL, pattern);
  }

  /// How a pattern and its second text, an escape or flags, become a [Pattern].
  private interface Translation {
    Pattern translate(String pattern, String second);
  }

  /// The pattern that was compiled last.
  private static final class Regexes {
    private final Translation translation;
    private String pattern = "";
    private String second = "";
    private @Nullable Pattern compiled;

    Regexes(Translation translation) {
      this.translation = translation;
    }

    Pattern get(Vector[] v, int row) {
      return get(Utf8.text(v[1], row), v.length > 2 ? Utf8.text(v[2], row) : "\\");
    }

    Pattern get(String newPattern, String newSecond) {
      Pattern current = compiled;
      if (current == null || !pattern.equals(newPattern) || !second.equals(newSecond)) {
        current = translation.translate(newPattern, newSecond);
        pattern = newPattern;
        second = newSecond;
        compiled = current;
      }
      return current;
    }
  }

  /// The LIKE pattern that was compiled last.
  private static final class LikePatterns {
    private final boolean ignoreCase;
    private byte @Nullable [] data;
    private int start;
    private int end;
    private String escape = "";
    private @Nullable LikePattern compiled;

    LikePatterns(boolean ignoreCase) {
      this.ignoreCase = ignoreCase;
    }

    LikePattern get(Vector[] v, int row) {
      LikePattern current = compiled;
      String newEscape = v.length > 2 ? Utf8.text(v[2], row) : "\\";
      boolean same =
          data == v[1].bytesData(row) && start == v[1].bytesStart(row) && end == v[1].bytesEnd(row);
      if (current == null || !same || !escape.equals(newEscape)) {
        current = LikePattern.compile(Utf8.text(v[1], row), newEscape, ignoreCase);
        data = v[1].bytesData(row);
        start = v[1].bytesStart(row);
        end = v[1].bytesEnd(row);
        escape = newEscape;
        compiled = current;
      }
      return current;
    }
  }
}
