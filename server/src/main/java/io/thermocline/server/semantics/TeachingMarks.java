package io.thermocline.server.semantics;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The comments around a statement that teach: `/* verified */` or `-- verified`, `-- question: …`
/// before SQL, and `-- wrong` or `-- wrong: why`.
///
/// @param verified whether the statement is vouched for
/// @param question the question that the SQL answers
/// @param wrong what is wrong with the reading of the question; empty text when nothing was said
/// @param statement the text without these comments
public record TeachingMarks(
    boolean verified, Optional<String> question, Optional<String> wrong, String statement) {
  private static final Pattern LINE =
      Pattern.compile("--[ \\t]*([^\\r\\n]*)(?:\\r?\\n|$)|/\\*(.*?)\\*/", Pattern.DOTALL);
  private static final Pattern LAST =
      Pattern.compile(
          "\\s*;?\\s*(?:--\\s*verified|/\\*\\s*verified\\s*\\*/)\\s*;?\\s*$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern QUESTION =
      Pattern.compile("question\\s*:\\s*(\\S.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern WRONG =
      Pattern.compile("wrong\\s*(?::(.*))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /// Reads the comments in front of a statement, and a last one that says `verified`.
  public static TeachingMarks of(String text) {
    boolean verified = false;
    Optional<String> question = Optional.empty();
    Optional<String> wrong = Optional.empty();
    String rest = text.strip();
    while (true) {
      Matcher comment = LINE.matcher(rest);
      if (!comment.lookingAt()) {
        break;
      }
      String said = (comment.group(1) == null ? comment.group(2) : comment.group(1)).strip();
      Matcher asked = QUESTION.matcher(said);
      Matcher refused = WRONG.matcher(said);
      if (said.equalsIgnoreCase("verified")) {
        verified = true;
      } else if (asked.matches()) {
        question = Optional.of(asked.group(1).strip());
      } else if (refused.matches()) {
        wrong = Optional.of(refused.group(1) == null ? "" : refused.group(1).strip());
      }
      rest = rest.substring(comment.end()).strip();
    }
    Matcher last = LAST.matcher(rest);
    if (last.find()) {
      verified = true;
      rest = rest.substring(0, last.start());
    }
    return new TeachingMarks(verified, question, wrong, rest);
  }
}
