package io.thermocline.nl.link;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words, stems and normal forms, as docs/reference/sketch.md defines them for the model's input.
public final class Words {
  private static final String SPACE =
      "\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u2000-\\u200a\\u2028\\u2029\\u3000";
  private static final Pattern WORD =
      Pattern.compile(
          "[A-Za-z\\u00C0-\\u024F]+|[0-9]+(?:[.,][0-9]+)*|[^"
              + SPACE
              + "A-Za-z\\u00C0-\\u024F0-9]");

  private Words() {}

  /// The words of a text in order.
  public static List<Word> split(String text) {
    List<Word> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(new Word(matcher.group(), matcher.start(), matcher.end()));
    }
    return words;
  }

  /// The word in lower case without its plural ending.
  public static String stem(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    int length = lower.length();
    if (length > 4 && lower.endsWith("ies")) {
      return lower.substring(0, length - 3) + "y";
    }
    if (length > 5 && lower.endsWith("sses")
        || length > 4 && lower.endsWith("xes")
        || length > 5 && (lower.endsWith("ches") || lower.endsWith("shes"))) {
      return lower.substring(0, length - 2);
    }
    if (length > 3 && lower.endsWith("s") && !lower.endsWith("ss")) {
      return lower.substring(0, length - 1);
    }
    return lower;
  }

  /// Whether a word begins with a letter or digit of the word pattern.
  public static boolean isWordLike(String word) {
    if (word.isEmpty()) {
      return false;
    }
    char c = word.charAt(0);
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c >= 0xC0 && c <= 0x24F;
  }

  /// Lower case without accents.
  public static String fold(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (isAscii(lower)) {
      return lower;
    }
    String decomposed = Normalizer.normalize(lower, Normalizer.Form.NFD);
    StringBuilder folded = new StringBuilder(decomposed.length());
    decomposed
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  /// Lower case without accents and outer white space: what equal means for stored values.
  public static String normalise(String text) {
    return fold(text).strip();
  }

  /// The words of the normalised text, stemmed and joined by single spaces.
  public static String stemAll(String text) {
    StringBuilder stems = new StringBuilder(text.length());
    for (Word word : split(normalise(text))) {
      if (!stems.isEmpty()) {
        stems.append(' ');
      }
      stems.append(stem(word.text()));
    }
    return stems.toString();
  }

  /// The stems of the words that begin with a letter or digit: a display name's `names`.
  public static List<String> nameStems(String display) {
    return split(display).stream()
        .map(Word::text)
        .filter(Words::isWordLike)
        .map(Words::stem)
        .toList();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
