package io.thermocline.optimizer.sql;

import io.thermocline.catalog.AbsentSource;
import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.optimizer.sql.TextNormalizer.Normalized;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;

/// Turns the parser's and validator's errors into the gateway's, with the place in the text and the
/// nearest name.
final class SqlErrors {
  private static final Pattern NEAR = Pattern.compile("Encountered \"(.*?)\" at line");
  private static final Pattern LEXICAL =
      Pattern.compile(
          "Lexical error at line \\d+, column \\d+\\.\\s+Encountered: (.*)", Pattern.DOTALL);
  private static final Pattern OBJECT =
      Pattern.compile("Object '(.*?)' not found(?: within '(.*?)')?.*", Pattern.DOTALL);
  private static final Pattern TABLE = Pattern.compile("Table '(.*?)' not found.*", Pattern.DOTALL);
  private static final Pattern COLUMN =
      Pattern.compile("Column '(.*?)' not found in (?:any table|table '(.*?)').*", Pattern.DOTALL);
  private static final Pattern FUNCTION =
      Pattern.compile("No match found for function signature (.*)", Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile("Illegal use of dynamic parameter.*", Pattern.DOTALL);
  private static final Pattern TYPES =
      Pattern.compile(
          "(Cannot apply .*|Values passed to .*|Illegal mixing of types.*|Type mismatch.*|Cast function cannot convert.*|"
              + "Invalid number of arguments.*|Cannot infer return type.*|WHERE clause must be a condition.*|"
              + "HAVING clause must be a condition.*|Parameters must be of the same type.*)",
          Pattern.DOTALL);

  private final Catalog catalog;
  private final Normalized text;

  SqlErrors(Catalog catalog, Normalized text) {
    this.catalog = catalog;
    this.text = text;
  }

  ThermoclineException syntax(SqlParseException e) {
    if (e.getCause() instanceof StackOverflowError) {
      return new ThermoclineException(
          ErrorCode.STATEMENT_TOO_COMPLEX,
          "the statement has too many terms in one expression; split it",
          e);
    }
    String message = String.valueOf(e.getMessage());
    String place = "";
    int position = 0;
    if (e.getPos() != null && e.getPos().getLineNum() > 0) {
      position = 1 + text.origin(e.getPos().getLineNum(), e.getPos().getColumnNum());
      place = " (" + text.describe(e.getPos().getLineNum(), e.getPos().getColumnNum()) + ")";
    }
    Matcher near = NEAR.matcher(message);
    Matcher lexical = LEXICAL.matcher(message);
    String what;
    if (near.find()) {
      String token = near.group(1);
      what =
          token.equals("<EOF>")
              ? "the statement ends too early; complete it"
              : "syntax error at or near \""
                  + token
                  + "\"; check the text before it, and quote names that are keywords with \"…\"";
    } else if (lexical.find()) {
      what = "a character is not part of SQL: " + lexical.group(1).strip();
    } else {
      what = "syntax error: " + firstLine(message);
    }
    return new ThermoclineException(ErrorCode.SYNTAX_ERROR, what + place, position, e);
  }

  ThermoclineException validation(RuntimeException e) {
    if (e instanceof ThermoclineException known) {
      return known;
    }
    Throwable cause = e;
    String place = "";
    int position = 0;
    if (e instanceof CalciteContextException context) {
      if (context.getPosLine() > 0) {
        place = " (" + text.describe(context.getPosLine(), context.getPosColumn()) + ")";
        position = 1 + text.origin(context.getPosLine(), context.getPosColumn());
      }
      cause = context.getCause() == null ? e : context.getCause();
    }
    String message = firstLine(String.valueOf(cause.getMessage()));
    ThermoclineException failure = classify(message, place, e);
    return new ThermoclineException(
        failure.code(), String.valueOf(failure.getMessage()), position, e);
  }

  private ThermoclineException classify(String message, String place, RuntimeException e) {
    Matcher m = OBJECT.matcher(message);
    if (m.matches()) {
      String name = m.group(2) == null ? m.group(1) : m.group(2) + "." + m.group(1);
      return table(name, m.group(1), place, e);
    }
    m = TABLE.matcher(message);
    if (m.matches()) {
      return table(m.group(1), m.group(1), place, e);
    }
    m = COLUMN.matcher(message);
    if (m.matches()) {
      return column(m.group(1), m.group(2), place, e);
    }
    m = FUNCTION.matcher(message);
    if (m.matches()) {
      return new ThermoclineException(
          ErrorCode.UNDEFINED_FUNCTION,
          "function "
              + m.group(1).toLowerCase(Locale.ROOT)
              + " does not exist"
              + place
              + "; check its name and the types of its arguments, or cast them",
          e);
    }
    if (PARAMETER.matcher(message).matches()) {
      return new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "the type of a parameter is not known" + place + "; cast it, for instance ?::integer",
          e);
    }
    if (TYPES.matcher(message).matches()) {
      return new ThermoclineException(
          ErrorCode.TYPE_MISMATCH, message + place + "; cast one side, for instance x::text", e);
    }
    if (message.startsWith("Expression '") || message.contains("not being grouped")) {
      return new ThermoclineException(
          ErrorCode.SYNTAX_ERROR,
          message + place + "; add it to GROUP BY or use it in an aggregate function",
          e);
    }
    if (message.startsWith("Column '") && message.contains("ambiguous")) {
      return new ThermoclineException(
          ErrorCode.UNDEFINED_COLUMN, message + place + "; put the table's name before it", e);
    }
    if (e instanceof CalciteContextException) {
      return new ThermoclineException(
          ErrorCode.SYNTAX_ERROR, message + place + "; correct the statement there", e);
    }
    return new ThermoclineException(
        ErrorCode.UNSUPPORTED,
        "the statement cannot be planned: " + message + "; write it another way",
        e);
  }

  private ThermoclineException table(String name, String last, String place, RuntimeException e) {
    Optional<AbsentSource> home =
        catalog.absent().stream().filter(source -> source.holdsTable(name)).findFirst();
    if (home.isPresent()) {
      return absent("table", name, place, home.get().reason(), e);
    }
    if (catalog.absent().stream().anyMatch(source -> source.holdsSchema(name))) {
      // Not even the schema is there, so the table's name is not known here.
      return absent("schema", name, place, reasons(), e);
    }
    List<String> names = new ArrayList<>(catalog.schemas());
    for (LogicalTable table : catalog.tables()) {
      names.add(table.name());
    }
    return new ThermoclineException(
        ErrorCode.UNDEFINED_TABLE,
        "table \""
            + name
            + "\" does not exist"
            + place
            + nearest(last, names).orElse("; list the tables to see what there is")
            + (catalog.absent().isEmpty()
                ? ""
                : "; or it lies in a source that is absent: " + reasons()),
        e);
  }

  private static ThermoclineException absent(
      String what, String name, String place, String reason, RuntimeException e) {
    return new ThermoclineException(
        ErrorCode.SOURCE_UNAVAILABLE,
        what + " \"" + name + "\" cannot be read now" + place + ": " + reason,
        e);
  }

  private String reasons() {
    return catalog.absent().stream().map(AbsentSource::reason).collect(Collectors.joining("; "));
  }

  private ThermoclineException column(
      String name, @org.jspecify.annotations.Nullable String of, String place, RuntimeException e) {
    List<String> names = new ArrayList<>();
    for (LogicalTable table : catalog.tables()) {
      for (Field field : table.columns().fields()) {
        names.add(field.name());
      }
    }
    return new ThermoclineException(
        ErrorCode.UNDEFINED_COLUMN,
        "column \""
            + name
            + "\" does not exist"
            + (of == null ? "" : " in \"" + of + "\"")
            + place
            + nearest(name, names).orElse("; check its spelling and the tables in FROM"),
        e);
  }

  private static Optional<String> nearest(String name, List<String> names) {
    for (String candidate : names) {
      if (candidate.equalsIgnoreCase(name) && !candidate.equals(name)) {
        return Optional.of("; write \"" + candidate + "\" in double quotes");
      }
    }
    int limit = Math.max(1, name.length() / 3);
    return names.stream()
        .distinct()
        .filter(candidate -> distance(name, candidate) <= limit)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .map(candidate -> "; did you mean \"" + candidate + "\"?");
  }

  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int above = row[j];
        int change =
            Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1))
                ? 0
                : 1;
        row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[right.length()];
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.startsWith("At line ") && line.contains(": ")
        ? line.substring(line.indexOf(": ") + 2)
        : line;
  }
}
