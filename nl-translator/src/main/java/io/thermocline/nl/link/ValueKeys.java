package io.thermocline.nl.link;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The keys of the values of all text columns of a schema: tells which few columns to look into.
/// Immutable; 8 bytes for each key of each column.
final class ValueKeys {
  private final List<ColumnValues> values;
  private final KeyTable forms;
  private final KeyTable words;
  private final @Nullable SubView part;

  /// @param values by column; [ColumnValues#EMPTY] for a column without
  ValueKeys(List<ColumnValues> values) {
    this.values = List.copyOf(values);
    KeyTable.Builder allForms = new KeyTable.Builder();
    KeyTable.Builder allWords = new KeyTable.Builder();
    for (int i = 0; i < values.size(); i++) {
      int column = i;
      values.get(i).forms().eachHash(hash -> allForms.add(hash, column));
      values.get(i).words().eachHash(hash -> allWords.add(hash, column));
    }
    this.forms = allForms.build();
    this.words = allWords.build();
    this.part = null;
  }

  private ValueKeys(List<ColumnValues> values, KeyTable forms, KeyTable words, SubView part) {
    this.values = values;
    this.forms = forms;
    this.words = words;
    this.part = part;
  }

  /// The keys of some of the columns; shares the tables.
  ValueKeys of(SubView kept) {
    List<ColumnValues> own =
        kept.view().columns().stream().map(c -> values.get(kept.column(c.index()))).toList();
    return new ValueKeys(own, forms, words, kept);
  }

  private void each(KeyTable table, int hash, IntConsumer found) {
    SubView kept = part;
    if (kept == null) {
      table.each(hash, found);
      return;
    }
    table.each(
        hash,
        whole -> {
          int own = kept.columnInPart(whole);
          if (own >= 0) {
            found.accept(own);
          }
        });
  }

  ColumnValues values(int column) {
    return values.get(column);
  }

  /// Adds the columns that hold a text, but for case, accents and outer white space.
  void addSame(Set<Integer> columns, String text) {
    each(
        forms,
        KeyTable.hash(Words.normalise(text), 0),
        column -> {
          if (values.get(column).holds(text)) {
            columns.add(column);
          }
        });
  }

  /// Adds the columns that may hold a text in another form or its initials.
  void addForms(Set<Integer> columns, String text) {
    String loose = TextForms.loose(text);
    if (loose.isEmpty()) {
      return;
    }
    each(forms, KeyTable.hash(loose, 0), columns::add);
    if (ColumnValues.isInitials(text)) {
      each(forms, KeyTable.hash(loose, ColumnValues.INITIALS), columns::add);
    }
    String initials = TextForms.initials(text);
    if (initials.length() > 2) {
      each(forms, KeyTable.hash(initials, 0), columns::add);
    }
  }

  /// Adds the columns that hold a place that a text may mean.
  void addPlaces(Set<Integer> columns, String text) {
    for (int place : PlaceValues.meant(text)) {
      each(forms, KeyTable.hash(Integer.toString(place), ColumnValues.PLACE), columns::add);
    }
  }

  /// The columns with values that have the words of a text in a row.
  Set<Integer> parts(String text) {
    Set<Integer> columns = new TreeSet<>();
    List<String> own = TextForms.words(text);
    for (int i = 0; i < own.size(); i++) {
      Set<Integer> holding = new TreeSet<>();
      each(words, KeyTable.hash(own.get(i), 0), holding::add);
      if (i == 0) {
        columns.addAll(holding);
      } else {
        columns.retainAll(holding);
      }
    }
    columns.removeIf(column -> !values.get(column).hasPart(text));
    return columns;
  }

  /// Whether a column of short texts has a word, as far as hashes tell.
  boolean knowsWord(String word) {
    int hash = KeyTable.hash(Words.stem(word), 0);
    if (part == null || !words.contains(hash)) {
      return words.contains(hash);
    }
    boolean[] known = {false};
    each(words, hash, column -> known[0] = true);
    return known[0];
  }

  long retainedBytes() {
    return forms.retainedBytes() + words.retainedBytes();
  }
}
