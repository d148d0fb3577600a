package io.thermocline.nl.semantics;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The synonyms of one schema. A question is put into the schema's own words before it is read, so
/// that a word that nobody could have foreseen means what it was said to mean. Immutable and
/// thread-safe.
public final class Vocabulary {
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(Synonym synonym, List<String> stems, String own) {}

  /// A question in the schema's own words.
  ///
  /// @param used the synonyms that were replaced, in the question's order
  public record Rewritten(String text, List<Synonym> used) {
    /// Copies the list.
    public Rewritten {
      used = List.copyOf(used);
    }
  }

  private record Replacement(int start, int end, Entry entry) {}

  /// The synonyms whose targets the view has; the others are left out.
  public Vocabulary(List<Synonym> synonyms, SchemaView view) {
    for (Synonym synonym : synonyms) {
      List<String> stems = StatementLiterals.stems(QuestionWords.wordLike(synonym.words()));
      ownWords(synonym, view)
          .filter(own -> !stems.isEmpty())
          .ifPresent(own -> entries.add(new Entry(synonym, stems, own)));
    }
    entries.sort(Comparator.comparingInt(entry -> -entry.stems().size()));
  }

  /// How the schema itself calls what a synonym means. A column's name goes with its table's when
  /// another column is called the same.
  private static Optional<String> ownWords(Synonym synonym, SchemaView view) {
    if (!synonym.value().isEmpty()) {
      return Optional.of(synonym.value());
    }
    Optional<TableView> table =
        view.tables().stream()
            .filter(t -> t.schema().equals(synonym.schema()) && t.name().equals(synonym.table()))
            .findFirst();
    if (table.isEmpty() || synonym.column().isEmpty()) {
      return table.map(TableView::display);
    }
    return table.get().columns().stream()
        .filter(column -> column.name().equals(synonym.column()))
        .findFirst()
        .map(column -> columnWords(column, table.get(), view));
  }

  private static String columnWords(ColumnView column, TableView table, SchemaView view) {
    boolean alone =
        view.columns().stream()
                .filter(other -> other.display().equalsIgnoreCase(column.display()))
                .count()
            == 1;
    return alone ? column.display() : table.display() + " " + column.display();
  }

  /// Puts a question into the schema's words. What stands in quotes stays.
  public Rewritten rewrite(String text) {
    List<Word> words = QuestionWords.wordLike(text);
    List<String> stems = StatementLiterals.stems(words);
    List<Replacement> replacements = new ArrayList<>();
    for (Entry entry : entries) {
      int length = entry.stems().size();
      for (int i = 0; i + length <= stems.size(); i++) {
        int start = words.get(i).start();
        int end = words.get(i + length - 1).end();
        if (stems.subList(i, i + length).equals(entry.stems())
            && !isQuoted(text, start)
            && replacements.stream().noneMatch(r -> r.start() < end && start < r.end())) {
          replacements.add(new Replacement(start, end, entry));
        }
      }
    }
    replacements.sort(Comparator.comparingInt(Replacement::start));
    StringBuilder out = new StringBuilder();
    int copied = 0;
    for (Replacement replacement : replacements) {
      out.append(text, copied, replacement.start()).append(replacement.entry().own());
      copied = replacement.end();
    }
    return new Rewritten(
        out.append(text.substring(copied)).toString(),
        replacements.stream()
            .map(r -> r.entry().synonym())
            .distinct()
            .collect(Collectors.toList()));
  }

  private static boolean isQuoted(String text, int place) {
    for (char quote : new char[] {'"', '\''}) {
      int before = 0;
      for (int i = 0; i < place; i++) {
        boolean apostrophe =
            quote == '\''
                && i > 0
                && i + 1 < text.length()
                && Character.isLetter(text.charAt(i - 1))
                && Character.isLetter(text.charAt(i + 1));
        before += text.charAt(i) == quote && !apostrophe ? 1 : 0;
      }
      if (before % 2 == 1 && text.indexOf(quote, place) >= 0) {
        return true;
      }
    }
    return false;
  }

  /// Whether two texts are the same words but for case and plural endings.
  public static boolean isSame(String words, String other) {
    return Words.stemAll(words).equals(Words.stemAll(other));
  }
}
