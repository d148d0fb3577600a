package io.thermocline.nl.model;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.InputConstants;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SubView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.WordPiece;
import io.thermocline.nl.link.Words;
import io.thermocline.nl.sketch.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/// Builds the encoder input of questions over one schema, as docs/reference/sketch.md describes it.
/// Immutable and thread-safe.
public final class EncoderInputs {
  private static final int USED_BONUS = 5;

  private final SchemaView schema;
  private final InputConstants constants;
  private final WordPiece wordPiece;
  private final Relations relations;
  private final List<List<Integer>> tablePieces = new ArrayList<>();
  private final List<List<Integer>> columnPieces = new ArrayList<>();
  private final int[] columnTypes;
  private final List<TableView> shownTables;
  private final List<List<ColumnView>> shownColumns;
  private final int schemaTokens;

  /// A builder for one schema view.
  public EncoderInputs(SchemaView schema, InputConstants constants, WordPiece wordPiece) {
    this.schema = schema;
    this.constants = constants;
    this.wordPiece = wordPiece;
    this.relations = new Relations(schema, constants);
    this.columnTypes =
        schema.columns().stream()
            .mapToInt(c -> constants.types().indexOf(c.kind().inputName()))
            .toArray();
    schema.tables().forEach(table -> tablePieces.add(pieces(table.display())));
    schema.columns().forEach(column -> columnPieces.add(pieces(column.display())));
    this.shownTables = schema.tables();
    this.shownColumns = schema.tables().stream().map(TableView::columns).toList();
    this.schemaTokens = sum();
  }

  private EncoderInputs(EncoderInputs whole, SubView part, IntPredicate shown) {
    this.schema = part.view();
    this.constants = whole.constants;
    this.wordPiece = whole.wordPiece;
    this.relations = new Relations(schema, constants);
    this.columnTypes = new int[schema.columns().size()];
    for (ColumnView column : schema.columns()) {
      columnTypes[column.index()] = whole.columnTypes[part.column(column.index())];
      columnPieces.add(whole.columnPieces.get(part.column(column.index())));
    }
    this.shownColumns = new ArrayList<>();
    for (TableView table : schema.tables()) {
      tablePieces.add(whole.tablePieces.get(part.table(table.index())));
      shownColumns.add(
          table.columns().stream().filter(c -> shown.test(part.column(c.index()))).toList());
    }
    this.shownTables =
        schema.tables().stream().filter(t -> !shownColumns.get(t.index()).isEmpty()).toList();
    this.schemaTokens = sum();
  }

  private int sum() {
    int tokens = 0;
    for (TableView table : shownTables) {
      tokens += tokens(table);
      for (ColumnView column : shownColumns.get(table.index())) {
        tokens += tokens(column);
      }
    }
    return tokens;
  }

  /// A builder for a part of the schema.
  ///
  /// @param shown whether the input has a column, by its index in the whole; a table without any is
  ///   left out
  public EncoderInputs of(SubView part, IntPredicate shown) {
    return new EncoderInputs(this, part, shown);
  }

  /// How many tokens the name of a table takes, with what stands around it.
  public int tokens(TableView table) {
    return 2 + tablePieces.get(table.index()).size();
  }

  /// How many tokens a column takes, with what stands around it.
  public int tokens(ColumnView column) {
    return 1 + columnPieces.get(column.index()).size();
  }

  /// How many tokens the whole schema takes.
  public int tokens() {
    return schemaTokens;
  }

  /// How many tokens are left for the schema beside the turns of a conversation.
  public int room(Turns turns) {
    int used = 1 + turns.words().size();
    for (List<Word> words : turns.words()) {
      for (Word word : words) {
        used += wordPiece.pieces(word.text()).size();
      }
    }
    return constants.maxTokens() - used;
  }

  private List<Integer> pieces(String display) {
    List<Integer> ids = new ArrayList<>();
    for (Word word : Words.split(display)) {
      ids.addAll(wordPiece.pieces(word.text()));
    }
    return List.copyOf(ids);
  }

  /// The input for the turns of a conversation.
  ///
  /// @param usedTables tables of the previous turn's sketch, `usedColumns` its columns, by index
  public EncoderInput build(
      SchemaIndex index,
      Turns turns,
      Links links,
      Set<Integer> usedTables,
      Set<Integer> usedColumns) {
    if (index.schema() != schema) {
      throw new IllegalArgumentException("an index of another schema");
    }
    Builder builder = new Builder();
    builder.add(constants.cls(), 0);
    builder.node(new Action.StartNode(), "cls", 0);
    String[] wordKinds = {"word", "previous word", "word before previous"};
    for (int turn = 0; turn < turns.words().size(); turn++) {
      if (turn > 0) {
        builder.add(constants.sep(), 0);
      }
      List<Word> words = turns.words().get(turn);
      for (int word = 0; word < words.size(); word++) {
        builder.node(new Action.WordNode(turn, word), wordKinds[turn], 0);
        builder.addAll(wordPiece.pieces(words.get(word).text()));
      }
    }
    builder.schemaFrom = builder.ids.size();
    int room = constants.maxTokens() - builder.ids.size() - 1;
    for (Map.Entry<TableView, List<ColumnView>> kept :
        fit(turns, links, usedTables, room).entrySet()) {
      TableView table = kept.getKey();
      builder.add(constants.sep(), 0);
      builder.node(
          new Action.TableNode(table.index()),
          usedTables.contains(table.index()) ? "used table" : "table",
          0);
      builder.addAll(tablePieces.get(table.index()));
      builder.add(constants.colon(), builder.nodes.size() - 1);
      for (ColumnView column : kept.getValue()) {
        String kind = usedColumns.contains(column.index()) ? "used column" : "column";
        builder.node(new Action.ColumnNode(column.index()), kind, columnTypes[column.index()]);
        builder.addAll(columnPieces.get(column.index()));
        builder.add(constants.comma(), builder.nodes.size() - 1);
      }
    }
    builder.add(constants.sep(), 0);
    return builder.build(links);
  }

  /// The tables that fit, in schema order, with their columns.
  private Map<TableView, List<ColumnView>> fit(
      Turns turns, Links links, Set<Integer> usedTables, int room) {
    Map<TableView, Integer> sizes = new HashMap<>();
    int total = 0;
    for (TableView table : shownTables) {
      int size = tokens(table);
      for (ColumnView column : shownColumns.get(table.index())) {
        size += tokens(column);
      }
      sizes.put(table, size);
      total += size;
    }
    List<TableView> kept = new ArrayList<>(shownTables);
    if (total > room) {
      Map<TableView, Integer> scores = new HashMap<>();
      for (TableView table : kept) {
        int bonus = usedTables.contains(table.index()) ? USED_BONUS : 0;
        scores.put(table, links.score(table, 0, turns.wordCount()) + bonus);
      }
      List<TableView> order = new ArrayList<>(kept);
      order.sort(
          Comparator.comparingInt((TableView table) -> scores.getOrDefault(table, 0))
              .thenComparing(TableView::index, Comparator.reverseOrder()));
      for (TableView table : order) {
        if (total <= room || kept.size() == 1) {
          break;
        }
        kept.remove(table);
        total -= sizes.getOrDefault(table, 0);
      }
    }
    Map<TableView, List<ColumnView>> result = new LinkedHashMap<>();
    kept.forEach(table -> result.put(table, new ArrayList<>(shownColumns.get(table.index()))));
    List<ColumnView> last =
        kept.isEmpty() ? List.of() : result.getOrDefault(kept.getLast(), List.of());
    while (total > room && last.size() > 1) {
      total -= columnPieces.get(last.removeLast().index()).size() + 1;
    }
    return result;
  }

  /// One input in the making.
  private final class Builder {
    final List<Integer> ids = new ArrayList<>();
    final List<Integer> tokenNode = new ArrayList<>();
    final List<Action.Pointer> nodes = new ArrayList<>();
    final List<Integer> kinds = new ArrayList<>();
    final List<Integer> types = new ArrayList<>();
    int schemaFrom;

    void node(Action.Pointer node, String kind, int type) {
      nodes.add(node);
      kinds.add(constants.kinds().indexOf(kind));
      types.add(type);
    }

    void add(int id, int node) {
      ids.add(id);
      tokenNode.add(node);
    }

    void addAll(List<Integer> pieces) {
      pieces.forEach(piece -> add(piece, nodes.size() - 1));
    }

    EncoderInput build(Links links) {
      long[] segments = new long[ids.size()];
      Arrays.fill(segments, schemaFrom, segments.length, 1L);
      long[][] tokens = {longs(ids), segments, longs(tokenNode)};
      return new EncoderInput(
          tokens, nodes, longs(kinds), longs(types), relations.of(nodes, links));
    }

    private static long[] longs(List<Integer> values) {
      return values.stream().mapToLong(Integer::longValue).toArray();
    }
  }
}
