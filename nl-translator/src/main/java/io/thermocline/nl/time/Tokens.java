package io.thermocline.nl.time;

import io.thermocline.nl.link.NumberWords;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of a time phrase in lower case; dates in digits are one word, `q3` and `3rd` are two.
final class Tokens {
  private static final Pattern DATE =
      Pattern.compile(
          "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?)?z?"
              + "|[0-9]{4}-[0-9]{2}(?![0-9-])|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"
              + "|[0-9]{1,2}/[0-9]{4}|[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4}");
  private static final Set<String> LEADS =
      Set.of(
          "in",
          "during",
          "on",
          "of",
          "for",
          "within",
          "over",
          "throughout",
          "the",
          "at",
          "whole",
          "entire",
          "only");
  private static final Set<String> NOISE = Set.of("'", "’", "\"", ",", ".", "?", "!", "“", "”");

  private final List<String> words;

  private Tokens(List<String> words) {
    this.words = words;
  }

  static Tokens of(String text) {
    String lower = TimeSpelling.spell(text);
    List<String> words = new ArrayList<>();
    Matcher matcher = DATE.matcher(lower);
    int at = 0;
    while (matcher.find()) {
      add(words, lower.substring(at, matcher.start()));
      words.add(matcher.group());
      at = matcher.end();
    }
    add(words, lower.substring(at));
    while (!words.isEmpty() && (words.getLast().equals("and") || words.getLast().equals("or"))) {
      words.removeLast();
    }
    return new Tokens(words);
  }

  private static void add(List<String> words, String text) {
    for (Word word : Words.split(text)) {
      if (!NOISE.contains(word.text())) {
        words.add(word.text());
      }
    }
  }

  int size() {
    return words.size();
  }

  /// The word at a place, empty beyond the ends.
  String word(int index) {
    return index >= 0 && index < words.size() ? words.get(index) : "";
  }

  boolean is(int index, String word) {
    return word(index).equals(word);
  }

  boolean endsWith(String... last) {
    return words.size() > last.length
        && words.subList(words.size() - last.length, words.size()).equals(List.of(last));
  }

  Tokens from(int first) {
    return new Tokens(words.subList(Math.min(first, words.size()), words.size()));
  }

  Tokens until(int end) {
    return new Tokens(words.subList(0, Math.max(0, Math.min(end, words.size()))));
  }

  /// These words and then others.
  Tokens with(Tokens more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more.words);
    return new Tokens(all);
  }

  /// Other words in place of the first ones.
  Tokens replacing(int first, String... others) {
    return new Tokens(List.of(others)).with(from(first));
  }

  /// Without prepositions and articles at the front; `over` stays before a length of time.
  Tokens withoutLead() {
    int first = 0;
    while (first < words.size() - 1
        && LEADS.contains(words.get(first))
        && !(words.get(first).equals("over") && endsWith("ago"))) {
      first++;
    }
    return from(first);
  }

  /// The whole number that some words mean.
  Optional<Integer> number(int first, int end) {
    if (first >= end || end > words.size()) {
      return Optional.empty();
    }
    return NumberWords.parse(String.join(" ", words.subList(first, end)))
        .filter(n -> n.scale() <= 0 && n.abs().compareTo(BigDecimal.valueOf(100_000)) < 0)
        .map(BigDecimal::intValue);
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
