package io.thermocline.nl.link;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers as people write them: `1,200`, `five hundred`, `1.5 million`, `half a million`, `2
/// grand`, `5k`, `€20`, `20 percent`, `twice`, `3rd`. Currencies and percent signs are left out of
/// account.
public final class NumberWords {
  private static final Pattern DIGITS = Pattern.compile("[0-9]+(?:,[0-9]{3})*(?:\\.[0-9]+)?");
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final Map<String, Integer> UNITS = units();
  private static final Map<String, Long> SCALES =
      Map.ofEntries(
          Map.entry("hundred", 100L),
          Map.entry("thousand", 1000L),
          Map.entry("grand", 1000L),
          Map.entry("k", 1000L),
          Map.entry("lakh", 100_000L),
          Map.entry("million", 1_000_000L),
          Map.entry("mio", 1_000_000L),
          Map.entry("mln", 1_000_000L),
          Map.entry("mn", 1_000_000L),
          Map.entry("mm", 1_000_000L),
          Map.entry("m", 1_000_000L),
          Map.entry("crore", 10_000_000L),
          Map.entry("billion", 1_000_000_000L),
          Map.entry("bln", 1_000_000_000L),
          Map.entry("bn", 1_000_000_000L),
          Map.entry("trillion", 1_000_000_000_000L));

  private NumberWords() {}

  /// The number that a text means, or empty when it is not one number. Whole numbers have scale 0
  /// or less.
  public static Optional<BigDecimal> parse(String text) {
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal current = BigDecimal.ZERO;
    boolean seen = false;
    boolean negative = false;
    List<Word> words = Words.split(text.toLowerCase(Locale.ROOT));
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).text();
      Integer unit = UNITS.get(word);
      Long scale = SCALES.get(word);
      if (i == 0 && (word.equals("-") || word.equals("minus") || word.equals("negative"))) {
        negative = true;
      } else if (isSilent(word, seen) || isArticle(words, i)) {
        continue;
      } else if (!seen && word.equals("half") && hasScale(words, i + 1)) {
        current = HALF;
        seen = true;
      } else if (!seen && DIGITS.matcher(word).matches()) {
        current = new BigDecimal(word.replace(",", ""));
        seen = true;
      } else if (unit != null && !(seen && current.remainder(BigDecimal.TEN).signum() != 0)) {
        current = current.add(BigDecimal.valueOf(unit));
        seen = true;
      } else if (scale != null
          && (seen || word.equals("hundred") || i > 0 && isArticle(words, i - 1))) {
        current =
            (current.signum() == 0 ? BigDecimal.ONE : current).multiply(BigDecimal.valueOf(scale));
        seen = true;
        if (scale >= 1000) {
          total = total.add(current);
          current = BigDecimal.ZERO;
        }
      } else {
        return Optional.empty();
      }
    }
    if (!seen) {
      return Optional.empty();
    }
    BigDecimal value = total.add(current);
    value = negative ? value.negate() : value;
    return Optional.of(value.signum() == 0 ? BigDecimal.ZERO : whole(value));
  }

  private static boolean isSilent(String word, boolean seen) {
    return switch (word) {
      case "$", "€", "£", "¥", "%", "eur", "usd", "gbp", "chf" -> true;
      case "and", "-", "st", "nd", "rd", "th" -> seen;
      case "percent", "pct", "euro", "euros", "dollar", "dollars", "bucks", "pounds", "francs" ->
          seen;
      default -> false;
    };
  }

  /// The `a` of "a million" and "half a million".
  private static boolean isArticle(List<Word> words, int index) {
    boolean first = index == 0 || index == 1 && words.getFirst().text().equals("half");
    return first && words.get(index).text().equals("a") && hasScale(words, index + 1);
  }

  /// Whether a number of at least a thousand follows, after an article or not.
  private static boolean hasScale(List<Word> words, int index) {
    int at = index < words.size() && words.get(index).text().equals("a") ? index + 1 : index;
    return at < words.size() && SCALES.getOrDefault(words.get(at).text(), 0L) >= 1000;
  }

  private static BigDecimal whole(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static Map<String, Integer> units() {
    Map<String, Integer> units = new HashMap<>();
    String[] cardinals =
        ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                + " seventeen eighteen nineteen")
            .split(" ");
    for (int i = 0; i < cardinals.length; i++) {
      units.put(cardinals[i], i);
    }
    String[] ordinals =
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(" ");
    for (int i = 0; i < ordinals.length; i++) {
      units.put(ordinals[i], i + 1);
    }
    String[] tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
    for (int i = 0; i < tens.length; i++) {
      units.put(tens[i], 10 * (i + 2));
    }
    units.putAll(
        Map.of(
            "once", 1, "twice", 2, "thrice", 3, "dozen", 12, "single", 1, "both", 2, "couple", 2));
    return Map.copyOf(units);
  }
}
