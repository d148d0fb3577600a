package io.thermocline.nl.link;

import java.util.List;

/// What the language tools found in a text.
public record AnnotatedText(List<Token> tokens, List<TimeExpression> times) {
  /// Nothing.
  public static final AnnotatedText EMPTY = new AnnotatedText(List.of(), List.of());

  /// Copies the lists.
  public AnnotatedText {
    tokens = List.copyOf(tokens);
    times = List.copyOf(times);
  }

  /// A token with its Penn Treebank part of speech and its lemma; places in UTF-16 code units.
  public record Token(String text, int start, int end, String partOfSpeech, String lemma) {}

  /// Words that mean a time, with their TIMEX3 value.
  public record TimeExpression(int start, int end, String value) {}
}
