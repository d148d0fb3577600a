package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The names and stored values of one schema view, ready to be looked up by the words of a
/// question. Immutable; made anew when the stored values change.
public final class SchemaIndex {
  private final SchemaView schema;
  private final InputConstants constants;
  private final List<List<List<String>>> tableNames = new ArrayList<>();
  private final List<List<List<String>>> columnNames = new ArrayList<>();
  private final List<ColumnValues> values = new ArrayList<>();
  private final Map<ColumnView, NumberRange> ranges = new HashMap<>();
  private final ValueKeys keys;
  private final Predicate<String> common;

  /// Indexes a view; takes any word for a misspelt one.
  public SchemaIndex(SchemaView schema, StoredValues stored, InputConstants constants) {
    this(schema, stored, constants, word -> false);
  }

  /// Indexes a view.
  ///
  /// @param common whether a lower-case word is so common that it is not a misspelt one
  public SchemaIndex(
      SchemaView schema, StoredValues stored, InputConstants constants, Predicate<String> common) {
    this.schema = schema;
    this.constants = constants;
    this.common = common;
    for (TableView table : schema.tables()) {
      tableNames.add(names(table.display(), table.synonyms()));
      for (ColumnView column : table.columns()) {
        columnNames.add(names(column.display(), column.synonyms()));
        ColumnValues known =
            column.ordinal() < 0
                ? ColumnValues.EMPTY
                : stored.values(table.schema(), table.name(), column.name());
        values.add(known);
        if (column.kind().isNumeric() && column.ordinal() >= 0) {
          stored
              .range(table.schema(), table.name(), column.name())
              .ifPresent(range -> ranges.put(column, range));
        }
      }
    }
    List<ColumnValues> texts = new ArrayList<>();
    for (ColumnView column : schema.columns()) {
      texts.add(column.kind() == ColumnKind.TEXT ? values(column) : ColumnValues.EMPTY);
    }
    this.keys = new ValueKeys(texts);
  }

  /// About how many bytes the keys of the values take, beside the values themselves.
  long retainedBytes() {
    return keys.retainedBytes();
  }

  private SchemaIndex(SchemaIndex whole, SubView part) {
    this.schema = part.view();
    this.constants = whole.constants;
    this.common = whole.common;
    for (TableView table : schema.tables()) {
      tableNames.add(whole.tableNames.get(part.table(table.index())));
    }
    for (ColumnView column : schema.columns()) {
      int place = part.column(column.index());
      columnNames.add(whole.columnNames.get(place));
      values.add(whole.values.get(place));
      whole.range(whole.schema.columns().get(place)).ifPresent(range -> ranges.put(column, range));
    }
    this.keys = whole.keys.of(part);
  }

  /// The index of a part of the schema; what is large is shared.
  public SchemaIndex of(SubView part) {
    return new SchemaIndex(this, part);
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

  /// The smallest and largest number of a column, where known.
  public Optional<NumberRange> range(ColumnView column) {
    return Optional.ofNullable(ranges.get(column));
  }

  /// The columns, by index, with a value that is a text: the same text but for case, accents and
  /// outer white space, or its words in another form.
  public Set<Integer> columnsWith(String text) {
    Set<Integer> columns = new TreeSet<>();
    keys.addSame(columns, text);
    keys.addForms(columns, text);
    return columns;
  }

  /// The columns, by index, with a value of which a text is a part: whole words in a row.
  public Set<Integer> columnsWithPart(String text) {
    return keys.parts(text);
  }

  /// The limits and stop words of the encoder input that the index was made for.
  public InputConstants constants() {
    return constants;
  }

  /// What the words of the turns match.
  public Links link(Turns turns, WordRoles roles) {
    Links names = link(turns, List.of(), roles.singulars());
    List<ValueMatch> found =
        new ValueMatcher(keys, constants, common, turns, roles).find(names::isNamePart);
    Links links = names.withValues(turns, found);
    BitSet unmatched = new BitSet();
    List<Word> words = turns.words().getFirst();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).text();
      unmatched.set(
          i,
          roles.content().get(i)
              && Words.isWordLike(word)
              && !QueryWords.contains(word)
              && !constants.stopWords().contains(word.toLowerCase(Locale.ROOT))
              && NumberWords.parse(word).isEmpty()
              && !links.matches(i));
    }
    return links.withUnmatched(unmatched);
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
    return new Links(tables, columns, List.of(), new BitSet()).withValues(turns, found);
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
}
