package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The names and stored values of one schema view, ready to be looked up by the words of a
/// question. Immutable; made anew when the stored values change.
public final class SchemaIndex {
  private final SchemaView schema;
  private final InputConstants constants;
  private final List<List<List<String>>> tableNames = new ArrayList<>();
  private final List<List<List<String>>> columnNames = new ArrayList<>();
  private final List<ColumnValues> values = new ArrayList<>();
  private final Map<String, int[]> columnsByValue = new HashMap<>();

  /// Indexes a view.
  public SchemaIndex(SchemaView schema, StoredValues stored, InputConstants constants) {
    this.schema = schema;
    this.constants = constants;
    for (TableView table : schema.tables()) {
      tableNames.add(names(table.display(), table.synonyms()));
      for (ColumnView column : table.columns()) {
        columnNames.add(names(column.display(), column.synonyms()));
        ColumnValues known =
            column.ordinal() < 0
                ? ColumnValues.EMPTY
                : stored.values(table.schema(), table.name(), column.name());
        values.add(known);
        if (column.kind() == ColumnKind.TEXT) {
          known
              .normalForms()
              .forEach(form ->
                  columnsByValue.merge(form, new int[] {column.index()}, SchemaIndex::append));
        }
      }
    }
  }

  private static int[] append(int[] known, int[] more) {
    int[] both = Arrays.copyOf(known, known.length + 1);
    both[known.length] = more[0];
    return both;
  }

  private static List<List<String>> names(String display, List<String> synonyms) {
    List<List<String>> names = new ArrayList<>();
    names.add(Words.nameStems(display));
    synonyms.forEach(synonym -> names.add(Words.nameStems(synonym)));
    names.removeIf(List::isEmpty);
    return names;
  }

  /// The schema view.
  public SchemaView schema() {
    return schema;
  }

  /// The known values of a column.
  public ColumnValues values(ColumnView column) {
    return values.get(column.index());
  }

  /// What the words of the turns match.
  ///
  /// @param singulars the singulars of nouns of the question by the words' places, for plurals that
  ///   stems do not undo
  public Links link(Turns turns, Map<Integer, String> singulars) {
    return link(turns, valueMatches(turns, singulars), singulars);
  }

  /// What the words of the turns match, when the stored values among them are known.
  public Links link(Turns turns, List<ValueMatch> found, Map<Integer, String> singulars) {
    List<List<String>> stems = new ArrayList<>();
    List<List<String>> forms = new ArrayList<>();
    for (int turn = 0; turn < turns.words().size(); turn++) {
      List<String> own =
          turns.words().get(turn).stream().map(word -> Words.stem(word.text())).toList();
      stems.add(own);
      List<String> replaced = new ArrayList<>(own);
      if (turn == 0) {
        singulars.forEach(replaced::set);
      }
      forms.add(replaced);
    }
    byte[][] tables = new byte[tableNames.size()][];
    byte[][] columns = new byte[columnNames.size()][];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = nameMatches(stems, forms, tableNames.get(i), turns.wordCount());
    }
    for (int i = 0; i < columns.length; i++) {
      columns[i] = nameMatches(stems, forms, columnNames.get(i), turns.wordCount());
    }
    for (ValueMatch match : found) {
      int start = 0;
      for (int turn = 0; turn < match.turn(); turn++) {
        start += turns.words().get(turn).size();
      }
      byte[] row = columns[match.column()];
      for (int i = start + match.first(); i <= start + match.last(); i++) {
        row[i] = (byte) Math.max(row[i], Links.VALUE);
      }
    }
    return new Links(tables, columns, found);
  }

  private byte[] nameMatches(
      List<List<String>> stems, List<List<String>> forms, List<List<String>> names, int words) {
    byte[] matches = nameMatches(stems, names, words);
    if (!forms.equals(stems)) {
      byte[] more = nameMatches(forms, names, words);
      for (int i = 0; i < words; i++) {
        matches[i] = (byte) Math.max(matches[i], more[i]);
      }
    }
    return matches;
  }

  private byte[] nameMatches(List<List<String>> stems, List<List<String>> names, int words) {
    byte[] matches = new byte[words];
    for (List<String> name : names) {
      Set<String> parts = new HashSet<>(name);
      parts.removeAll(constants.stopWords());
      int start = 0;
      for (List<String> turn : stems) {
        for (int i = 0; i + name.size() <= turn.size(); i++) {
          if (turn.subList(i, i + name.size()).equals(name)) {
            Arrays.fill(matches, start + i, start + i + name.size(), Links.EXACT);
          }
        }
        for (int i = 0; i < turn.size(); i++) {
          if (matches[start + i] == Links.NONE && parts.contains(turn.get(i))) {
            matches[start + i] = Links.PART;
          }
        }
        start += turn.size();
      }
    }
    return matches;
  }

  private List<ValueMatch> valueMatches(Turns turns, Map<Integer, String> singulars) {
    List<ValueMatch> matches = new ArrayList<>();
    for (int turn = 0; turn < turns.words().size(); turn++) {
      List<Word> words = turns.words().get(turn);
      String text = turns.texts().get(turn);
      for (int first = 0; first < words.size(); first++) {
        int end = Math.min(first + constants.maxValueWords(), words.size());
        boolean wordLike = false;
        for (int last = first; last < end; last++) {
          String lastWord = words.get(last).text();
          wordLike |= Words.isWordLike(lastWord);
          if (!wordLike || first == last && isStop(lastWord)) {
            continue;
          }
          Set<Integer> columns = new TreeSet<>();
          addColumns(columns, turns.text(turn, first, last));
          addColumns(
              columns,
              text.substring(words.get(first).start(), words.get(last).start())
                  + Words.stem(lastWord));
          String singular = turn == 0 ? singulars.get(last) : null;
          if (singular != null) {
            addColumns(
                columns,
                text.substring(words.get(first).start(), words.get(last).start()) + singular);
          }
          for (int column : columns) {
            matches.add(new ValueMatch(column, turn, first, last));
          }
        }
      }
    }
    return matches;
  }

  private boolean isStop(String word) {
    return constants.stopWords().contains(Words.stem(word))
        || constants.stopWords().contains(word.toLowerCase(Locale.ROOT));
  }

  private void addColumns(Set<Integer> columns, String text) {
    for (int column : columnsByValue.getOrDefault(Words.normalise(text), new int[0])) {
      columns.add(column);
    }
  }
}
