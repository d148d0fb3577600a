package io.thermocline.nl.link;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What the words of a question and the previous ones match, as far as spelling tells: one row a
/// table and a column, one entry a word, the words of all turns one after the other.
public final class Links {
  /// The word has nothing to do with the name.
  public static final byte NONE = 0;

  /// The word is one of the words of the name.
  public static final byte PART = 1;

  /// The word belongs to a stored value of the column.
  public static final byte VALUE = 2;

  /// The word belongs to the whole name.
  public static final byte EXACT = 3;

  private final byte[][] tables;
  private final byte[][] columns;
  private final List<ValueMatch> values;
  private final BitSet unmatched;

  Links(byte[][] tables, byte[][] columns, List<ValueMatch> values, BitSet unmatched) {
    this.tables = tables;
    this.columns = columns;
    this.values = List.copyOf(values);
    this.unmatched = unmatched;
  }

  /// The same with stored values among the words.
  Links withValues(Turns turns, List<ValueMatch> found) {
    byte[][] more = columns.clone();
    for (ValueMatch match : found) {
      int start = 0;
      for (int turn = 0; turn < match.turn(); turn++) {
        start += turns.words().get(turn).size();
      }
      if (more[match.column()] == columns[match.column()]) {
        more[match.column()] = columns[match.column()].clone();
      }
      byte[] row = more[match.column()];
      for (int i = start + match.first(); i <= start + match.last(); i++) {
        row[i] = (byte) Math.max(row[i], VALUE);
      }
    }
    return new Links(tables, more, found, unmatched);
  }

  Links withUnmatched(BitSet words) {
    return new Links(tables, columns, values, words);
  }

  /// The words of the question that may stand for data, such as nouns and names, and that neither a
  /// name nor a stored value has: what the question may be about that the data is not. Not to be
  /// changed.
  public BitSet unmatched() {
    return unmatched;
  }

  /// How a word matches a table.
  public byte table(int table, int word) {
    return tables[table][word];
  }

  /// How a word matches a column.
  public byte column(int column, int word) {
    return columns[column][word];
  }

  /// The stored values among the words.
  public List<ValueMatch> values() {
    return values;
  }

  /// Whether any of the first words matches anything.
  public boolean anyInFirst(int words) {
    for (int word = 0; word < words; word++) {
      if (matches(word)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a word matches a name or a stored value.
  public boolean matches(int word) {
    for (byte[][] rows : new byte[][][] {tables, columns}) {
      for (byte[] row : rows) {
        if (row[word] != NONE) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether any of the first words is part of a column's name.
  public boolean names(int column, int words) {
    for (int word = 0; word < words; word++) {
      if (columns[column][word] == EXACT || columns[column][word] == PART) {
        return true;
      }
    }
    return false;
  }

  /// Whether a word is part of the name of a table or column.
  public boolean isNamePart(int word) {
    for (byte[][] rows : new byte[][][] {tables, columns}) {
      for (byte[] row : rows) {
        if (row[word] == EXACT || row[word] == PART) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether a word matches anything.
  public boolean isLinked(int word) {
    return Arrays.stream(tables).anyMatch(row -> row[word] != NONE)
        || Arrays.stream(columns).anyMatch(row -> row[word] != NONE);
  }

  /// How much a table has to do with words `from` to `to`, exclusive: the sum of each word's best
  /// match.
  public int score(TableView table, int from, int to) {
    int score = 0;
    for (int word = from; word < to; word++) {
      int best = tablePoints(tables[table.index()][word]);
      for (ColumnView column : table.columns()) {
        best = Math.max(best, columnPoints(columns[column.index()][word]));
      }
      score += best;
    }
    return score;
  }

  private static int tablePoints(byte match) {
    return match == EXACT ? 3 : match == PART ? 1 : 0;
  }

  private static int columnPoints(byte match) {
    return switch (match) {
      case EXACT -> 2;
      case VALUE -> 3;
      case PART -> 1;
      default -> 0;
    };
  }
}
