package io.thermocline.nl.decode;

import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.Words;
import io.thermocline.nl.sketch.Action;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The words of a question that are in the names of tables and columns, and so what a sketch leaves
/// out of them or adds unasked.
public final class Mentions {
  private static final BitSet NOTHING = new BitSet();

  private final List<Word> words;
  private final SchemaView schema;
  private final Map<Action, BitSet> named = new HashMap<>();
  private final Set<Action> whole = new HashSet<>();
  private final BitSet all = new BitSet();

  /// The mentions of some tables and columns.
  ///
  /// @param nodes the tables and columns, among others
  /// @param stopWords words that name nothing by themselves
  public Mentions(
      List<Action.Pointer> nodes,
      Links links,
      Turns turns,
      SchemaView schema,
      Set<String> stopWords) {
    this.words = turns.words().getFirst();
    this.schema = schema;
    for (Action.Pointer node : nodes) {
      BitSet found = new BitSet();
      for (int word = 0; word < words.size(); word++) {
        byte match =
            switch (node) {
              case Action.TableNode t -> links.table(t.table(), word);
              case Action.ColumnNode c -> links.column(c.column(), word);
              case Action.WordNode w -> Links.NONE;
              case Action.StartNode s -> Links.NONE;
            };
        if (match == Links.EXACT) {
          whole.add(node);
        }
        if ((match == Links.EXACT || match == Links.PART)
            && !stopWords.contains(Words.stem(words.get(word).text()))) {
          found.set(word);
        }
      }
      if (!found.isEmpty()) {
        named.put(node, found);
        all.or(found);
      }
    }
  }

  /// How many words that are in some name are in none of what a sketch points to, and in no value.
  ///
  /// @param pointed the actions of the sketch
  /// @param values the words inside its spans
  public int uncovered(Set<Action> pointed, BitSet values) {
    BitSet left = (BitSet) all.clone();
    left.andNot(values);
    Set<String> covered = new HashSet<>();
    for (Action action : pointed) {
      named.getOrDefault(action, NOTHING).stream().forEach(word -> covered.add(stem(word)));
    }
    Set<String> stems = new HashSet<>();
    left.stream().forEach(word -> stems.add(stem(word)));
    stems.removeAll(covered);
    return stems.size();
  }

  /// How many tables a sketch joins of which it uses no column and that the question does not name.
  public int idle(Set<Action> pointed) {
    Set<Integer> busy = new HashSet<>();
    for (Action action : pointed) {
      if (action instanceof Action.ColumnNode column) {
        busy.add(schema.columns().get(column.column()).table());
      }
    }
    int idle = 0;
    for (Action action : pointed) {
      if (action instanceof Action.TableNode table
          && !busy.contains(table.table())
          && !whole.contains(table)) {
        idle++;
      }
    }
    return idle;
  }

  private String stem(int word) {
    return Words.stem(words.get(word).text());
  }
}
