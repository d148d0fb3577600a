package io.thermocline.server.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// Completes commands at the start of a line, and names of tables and columns elsewhere.
public final class NameCompleter implements Completer {
  private final Supplier<List<String>> names;

  /// @param names asked at each completion; cheap after the first time
  public NameCompleter(Supplier<List<String>> names) {
    this.names = names;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    suggestions(line.word(), line.wordIndex()).forEach(text -> candidates.add(new Candidate(text)));
  }

  /// What a begun word may become.
  ///
  /// @param index the word's position in the line, from 0
  List<String> suggestions(String word, int index) {
    List<String> suggestions = new ArrayList<>();
    if (index == 0 && word.startsWith("\\")) {
      suggestions.addAll(ConsoleCommand.words());
    } else {
      suggestions.addAll(names.get());
      if (index == 0) {
        suggestions.addAll(List.of("explain ", "select "));
      }
    }
    String prefix = word.toLowerCase(Locale.ROOT);
    return suggestions.stream()
        .filter(text -> text.toLowerCase(Locale.ROOT).startsWith(prefix))
        .toList();
  }
}
