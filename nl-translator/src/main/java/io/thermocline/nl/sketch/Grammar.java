package io.thermocline.nl.sketch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The LL(1) table of sketches, as docs/reference/sketch.md defines it, compiled to integers.
/// Immutable.
///
/// Symbols are integers: tokens by id, then the three pointer kinds, then nonterminals. A lookup is
/// a token or a pointer kind.
public final class Grammar {
  /// The oldest version that can be read.
  public static final int FIRST_VERSION = 1;

  /// The newest version that can be read.
  public static final int LAST_VERSION = 2;

  /// The pointer kind of words.
  public static final String WORD = "@word";

  /// The pointer kind of tables.
  public static final String TABLE = "@table";

  /// The pointer kind of columns.
  public static final String COLUMN = "@column";

  private final int version;
  private final List<String> tokens;
  private final Map<String, Integer> symbolIds = new HashMap<>();
  private final List<String> symbols = new ArrayList<>();
  private final int lookups;
  private final int start;
  private final int[][][] productions;
  private final boolean[] mayBeEmpty;

  /// Compiles a grammar.
  ///
  /// @param table nonterminal → look-ahead → symbols; the look-ahead `""` marks that the
  ///   nonterminal may be empty
  public Grammar(
      int version,
      String start,
      List<String> tokens,
      List<String> pointers,
      Map<String, Map<String, List<String>>> table) {
    this.version = version;
    this.tokens = List.copyOf(tokens);
    symbols.addAll(tokens);
    symbols.addAll(pointers);
    this.lookups = symbols.size();
    symbols.addAll(table.keySet());
    for (int i = 0; i < symbols.size(); i++) {
      symbolIds.put(symbols.get(i), i);
    }
    int nonterminals = table.size();
    productions = new int[nonterminals][lookups][];
    mayBeEmpty = new boolean[nonterminals];
    table.forEach((name, row) -> {
      int nonterminal = symbol(name) - lookups;
      row.forEach((look, body) -> {
        if (look.isEmpty()) {
          mayBeEmpty[nonterminal] = true;
        } else {
          productions[nonterminal][symbol(look)] = body.stream().mapToInt(this::symbol).toArray();
        }
      });
    });
    this.start = symbol(start);
  }

  /// The version that a model states.
  public int version() {
    return version;
  }

  /// The tokens; a token's place is its action id.
  public List<String> tokens() {
    return tokens;
  }

  /// How many tokens there are; action ids from here on are nodes.
  public int tokenCount() {
    return tokens.size();
  }

  /// How many look-ahead symbols there are: tokens and pointer kinds.
  public int lookupCount() {
    return lookups;
  }

  /// The number of a token, pointer kind or nonterminal.
  public int symbol(String name) {
    Integer id = symbolIds.get(name);
    if (id == null) {
      throw new IllegalArgumentException("the grammar has no symbol " + name);
    }
    return id;
  }

  /// The name of a symbol.
  public String name(int symbol) {
    return symbols.get(symbol);
  }

  /// The look-ahead symbol of an action.
  public int lookup(Action action) {
    return switch (action) {
      case Action.Token t -> symbol(t.name());
      case Action.Pointer p -> symbol(p.kind());
    };
  }

  /// The automaton before the first action.
  public Stack startStack() {
    return new Stack(start, null);
  }

  /// Marks the look-ahead symbols that may come next; none when the sketch is complete.
  public boolean[] allowed(@Nullable Stack stack) {
    boolean[] allowed = new boolean[lookups];
    for (Stack at = stack; at != null; at = at.below()) {
      if (at.symbol() < lookups) {
        allowed[at.symbol()] = true;
        break;
      }
      int nonterminal = at.symbol() - lookups;
      for (int look = 0; look < lookups; look++) {
        allowed[look] |= productions[nonterminal][look] != null;
      }
      if (!mayBeEmpty[nonterminal]) {
        break;
      }
    }
    return allowed;
  }

  /// The automaton after a look-ahead symbol; null when the sketch is complete.
  ///
  /// @throws IllegalArgumentException when the symbol is not allowed here
  public @Nullable Stack advance(@Nullable Stack stack, int lookup) {
    Stack at = stack;
    while (at != null) {
      if (at.symbol() < lookups) {
        if (at.symbol() != lookup) {
          break;
        }
        return at.below();
      }
      int nonterminal = at.symbol() - lookups;
      int[] body = productions[nonterminal][lookup];
      if (body == null && !mayBeEmpty[nonterminal]) {
        break;
      }
      at = at.below();
      if (body != null) {
        for (int i = body.length - 1; i >= 0; i--) {
          at = new Stack(body[i], at);
        }
      }
    }
    throw new IllegalArgumentException(name(lookup) + " is not allowed here");
  }

  /// A stack of symbols that shares its tail with others; the empty stack is null.
  public record Stack(int symbol, @Nullable Stack below) {}
}
