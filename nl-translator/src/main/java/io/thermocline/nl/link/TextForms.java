package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Further ways to write a text than [Words] knows: `St. Gallen` and `Saint Gallen`, `T-shirt` and
/// `tshirts`, `Muenchen` for `München`, `IBM` for `International Business Machines`.
final class TextForms {
  private static final int MAX_INITIALS = 8;

  /// Words that count neither in loose forms nor in initials.
  private static final Set<String> SILENT = Set.of("and", "the", "of", "for", "de", "und");

  private static final Map<String, String> SHORT =
      pairs(
          """
          street st, saint st, sainte st, avenue ave, av ave, road rd, boulevard blvd, square sq, mount mt, fort ft, department dept,
          dep dept, division div, company co, corporation corp, incorporated inc, limited ltd, international intl, national natl,
          university univ, association assn, assoc assn, government govt, manager mgr, management mgmt, assistant asst, professor prof,
          doctor dr, junior jr, senior sr, marketing mktg, administration admin, brother bro, centre center, ctr center, colour color,
          grey gray, jewellery jewelry, theatre theater, metre meter, aluminium aluminum, tyre tire, catalogue catalog,
          organisation organization, zero 0, one 1, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8, nine 9, ten 10
          """);

  private static final Map<Character, String> STROKES =
      Map.of('ß', "ss", 'ø', "o", 'ł', "l", 'đ', "d", 'æ', "ae", 'œ', "oe", 'ı', "i", 'þ', "th");

  private static final Map<Character, String> UMLAUTS =
      Map.of('ä', "ae", 'ö', "oe", 'ü', "ue", 'å', "aa", 'ø', "oe");

  private TextForms() {}

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : text.split(",")) {
      String[] both = pair.strip().split(" ");
      pairs.put(both[0], both[1]);
    }
    return Map.copyOf(pairs);
  }

  /// The words without accents, plural endings and white space, long words by their usual
  /// abbreviations, small words left out; empty when nothing is left. Texts whose [Words#stemAll]
  /// is equal have the same one.
  static String loose(String text) {
    StringBuilder loose = new StringBuilder(text.length());
    boolean apostrophe = false;
    for (Word word : Words.split(plain(Words.normalise(text)))) {
      String written = word.text();
      if (!Words.isWordLike(written)) {
        apostrophe = written.equals("'") || written.equals("’");
        continue;
      }
      String stem = Words.stem(written);
      boolean genitive = apostrophe && stem.equals("s");
      apostrophe = false;
      if (!genitive && !stem.equals("and") && !(stem.equals("the") && loose.isEmpty())) {
        loose.append(SHORT.getOrDefault(stem, stem));
      }
    }
    return loose.toString();
  }

  /// The loose form with `ae`, `oe`, `ue` for umlauts; null for a text without such letters.
  static @Nullable String umlauts(String text) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    String replaced = replace(lower, UMLAUTS);
    return replaced.equals(lower) ? null : loose(replaced);
  }

  private static String plain(String text) {
    return replace(text, STROKES);
  }

  private static String replace(String text, Map<Character, String> letters) {
    StringBuilder replaced = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String other = c < 0x80 ? null : letters.get(c);
      if (other != null && replaced == null) {
        replaced = new StringBuilder(text.length() + 8).append(text, 0, i);
      }
      if (replaced != null) {
        replaced.append(other == null ? String.valueOf(c) : other);
      }
    }
    return replaced == null ? text : replaced.toString();
  }

  /// The first letters of the words that count, lower case; empty when there are fewer than two
  /// such words or too many.
  static String initials(String text) {
    StringBuilder initials = new StringBuilder();
    for (String word : words(text)) {
      if (!SILENT.contains(word)) {
        initials.append(word.charAt(0));
      }
    }
    boolean letters = initials.chars().allMatch(Character::isLetter);
    return letters && initials.length() >= 2 && initials.length() <= MAX_INITIALS
        ? initials.toString()
        : "";
  }

  /// The words as the partial look-up knows them: normalised and stemmed, by letters or digits
  /// only.
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (Word word : Words.split(plain(Words.normalise(text)))) {
      if (Words.isWordLike(word.text())) {
        for (String part : word.text().split("[.,]")) {
          words.add(Words.stem(part));
        }
      }
    }
    return words;
  }
}
