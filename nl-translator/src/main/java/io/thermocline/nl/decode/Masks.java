package io.thermocline.nl.decode;

import io.thermocline.nl.link.ColumnKind;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.NumberWords;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.sketch.Action;
import io.thermocline.nl.sketch.Grammar;
import io.thermocline.nl.sketch.Sketch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which actions may follow: the grammar's, and of these only the ones that can still become a
/// meaningful sketch over the schema.
///
/// - A table is named once in a FROM clause; the clause ends only when keys join its tables and
///   those of all columns.
/// - Nothing is selected twice, and the blocks of a set operation have equally many items.
/// - `BUCKET`, `PART` and `DURING` take dates; `SUM`, `AVG` and arithmetic take numbers, or text
///   that holds only numbers.
/// - What is compared with an earlier period is made of aggregates, in a block that has a date to
///   move; windows stand where the groups are known.
/// - A span lies in one turn, is at most 12 words long, and is a number or a date where only that
///   makes sense.
final class Masks {
  /// What the automaton holds above the end of a select list when the list begins: DISTINCT, an
  /// item, the other items.
  private static final int ITEM_CELLS = 3;

  private static final int MAX_SPAN = 12;
  private static final int MAX_NUMBER_SPAN = 4;
  private static final int MAX_PERIOD_SPAN = 8;
  private static final Set<String> BEHIND_LIST =
      Set.of("WHERE", "GROUP", "ASC", "DESC", "LIMIT", "LIMIT_ONE", "FROM");
  private static final Set<String> IN_FROM =
      Set.of("LEFT", "ON", "UNION", "INTERSECT", "EXCEPT", "END");
  private static final Set<String> COMPARISONS =
      Set.of("DURING", "EQ", "NE", "LT", "LE", "GT", "GE", "BETWEEN");
  private static final Set<String> NUMBERS = Set.of("ZERO", "ONE", "TWO");
  private static final Set<String> TRUTHS = Set.of("TRUE", "FALSE");

  private final Grammar grammar;
  private final SchemaView schema;
  private final Turns turns;
  private final List<Action.Pointer> nodes;
  private final ValueChecks checks;
  private final Map<String, Boolean> periods = new HashMap<>();
  private final int items;
  private final int wordKind;
  private final int tableKind;
  private final int columnKind;
  private final boolean anyDate;

  Masks(
      Grammar grammar,
      SchemaView schema,
      Turns turns,
      List<Action.Pointer> nodes,
      ValueChecks checks) {
    this.grammar = grammar;
    this.schema = schema;
    this.turns = turns;
    this.nodes = nodes;
    this.checks = checks;
    this.items = grammar.symbol("items");
    this.wordKind = grammar.symbol(Grammar.WORD);
    this.tableKind = grammar.symbol(Grammar.TABLE);
    this.columnKind = grammar.symbol(Grammar.COLUMN);
    this.anyDate = schema.columns().stream().anyMatch(column -> column.kind().isTemporal());
  }

  /// The ids of the actions that may follow, ascending.
  List<Integer> allowed(Beam beam) {
    boolean[] lookups = grammar.allowed(beam.stack());
    List<Integer> ids = new ArrayList<>();
    for (int token = 0; token < grammar.tokenCount(); token++) {
      if (lookups[token] && allowsToken(beam, token)) {
        ids.add(token);
      }
    }
    for (int node = 0; node < nodes.size(); node++) {
      boolean fits =
          switch (nodes.get(node)) {
            case Action.StartNode s -> false;
            case Action.WordNode w -> lookups[wordKind] && allowsWord(beam, w);
            case Action.TableNode t -> lookups[tableKind] && allowsTable(beam, t);
            case Action.ColumnNode c ->
                lookups[columnKind] && allowsColumn(beam, schema.columns().get(c.column()));
          };
      if (fits) {
        ids.add(grammar.tokenCount() + node);
      }
    }
    return ids;
  }

  /// The block that a token belongs to: behind the tables of a subquery, that around it.
  private static @Nullable Frame blockOf(@Nullable Frame frame, String token) {
    Frame block = frame;
    while (block != null && block.inFrom() && !IN_FROM.contains(token)) {
      block = block.outer();
    }
    return block;
  }

  private boolean allowsToken(Beam beam, int token) {
    Frame frame = beam.frame();
    String name = grammar.name(token);
    if (beam.action() instanceof Action.ColumnNode node
        && (NUMBERS.contains(name) || TRUTHS.contains(name))) {
      ColumnView column = schema.columns().get(node.column());
      return !column.kind().isTemporal() && (!TRUTHS.contains(name) || checks.hasTruth(column));
    }
    SelectList list = frame == null ? null : frame.list();
    if (list != null && !(BEHIND_LIST.contains(name) ? list.mayEnd() : list.mayGoOn())) {
      return false;
    }
    Frame block = blockOf(frame, name);
    if (block != null && !Operands.fitsBlock(block, name, anyDate)
        || frame != null && !Operands.fitsOpener(Operands.opener(beam), name)) {
      return false;
    }
    if (frame == null || !frame.inFrom()) {
      return true;
    }
    if (name.equals("ON")) {
      return frame.tables().size() > 1;
    }
    if (name.equals("LEFT")) {
      return nodes.stream()
          .anyMatch(node -> node instanceof Action.TableNode t && !frame.names(t.table()));
    }
    return frame.mayEnd(schema);
  }

  private static boolean allowsTable(Beam beam, Action.TableNode table) {
    Frame frame = beam.frame();
    return frame == null || !frame.names(table.table());
  }

  private boolean allowsColumn(Beam beam, ColumnView column) {
    Frame frame = beam.frame();
    if (frame != null && frame.inFrom() && isInOn(beam)) {
      ColumnView first = frame.pending();
      return frame.names(column.table()) && (first == null || first.table() != column.table());
    }
    if (frame != null && frame.inFrom() && !frame.mayEnd(schema)) {
      return false;
    }
    SelectList list = frame == null ? null : frame.list();
    if (list != null && !list.mayGoOn()) {
      return false;
    }
    return fitsType(beam, column);
  }

  private static boolean isInOn(Beam beam) {
    Action last = beam.action();
    return last instanceof Action.Token t && t.name().equals("ON")
        || last instanceof Action.ColumnNode
            && beam.previous() instanceof Action.Token p
            && p.name().equals("ON");
  }

  private boolean fitsType(Beam beam, ColumnView column) {
    String opener = Operands.opener(beam);
    ColumnKind kind = column.kind();
    return switch (opener) {
      case "SUM", "AVG", "MEDIAN", "STDDEV", "PLUS", "MINUS", "TIMES", "DIVIDE" ->
          kind.isNumeric() || kind == ColumnKind.TEXT && checks.isNumericText(column);
      case "DURING" -> kind.isTemporal();
      case "BUCKET_HOUR", "PART_HOUR" -> kind == ColumnKind.TIMESTAMP;
      case "CONTAINS", "STARTS", "ENDS" -> kind != ColumnKind.BOOLEAN;
      default ->
          opener.startsWith("BUCKET_") || opener.startsWith("PART_")
              ? kind.isTemporal()
              : Operands.fitsOpener(opener, column);
    };
  }

  private boolean allowsWord(Beam beam, Action.WordNode word) {
    Frame frame = beam.frame();
    if (frame != null && frame.inFrom() && !frame.mayEnd(schema)) {
      return false;
    }
    Action.WordNode first = beam.span();
    if (first == null) {
      return needsNumber(beam.action(), beam.previous())
          ? startsNumber(word)
          : !needsPeriod(beam.action(), beam.previous()) || startsPeriod(word);
    }
    if (word.turn() != first.turn()
        || word.word() < first.word()
        || word.word() - first.word() >= MAX_SPAN) {
      return false;
    }
    Beam before = beam.parent();
    if (before == null) {
      return true;
    }
    String text = turns.text(first.turn(), first.word(), word.word());
    if (needsNumber(before.action(), before.previous())) {
      return NumberWords.parse(text).isPresent();
    }
    return !needsPeriod(before.action(), before.previous()) || isPeriod(text);
  }

  private boolean needsPeriod(Action last, @Nullable Action previous) {
    return last instanceof Action.ColumnNode c
        && schema.columns().get(c.column()).kind().isTemporal()
        && !isPattern(previous);
  }

  private boolean isPeriod(String text) {
    return periods.computeIfAbsent(text, checks::isPeriod);
  }

  private boolean startsPeriod(Action.WordNode word) {
    int end = Math.min(word.word() + MAX_PERIOD_SPAN, turns.words().get(word.turn()).size());
    for (int last = word.word(); last < end; last++) {
      if (isPeriod(turns.text(word.turn(), word.word(), last))) {
        return true;
      }
    }
    return false;
  }

  private boolean needsNumber(Action last, @Nullable Action previous) {
    return switch (last) {
      case Action.Token t ->
          switch (t.name()) {
            case "LIMIT", "NUMBER", "STAR", "MOVING" -> true;
            default -> false;
          };
      case Action.ColumnNode c ->
          schema.columns().get(c.column()).kind().isNumeric() && !isPattern(previous);
      case Action.Pointer p -> false;
    };
  }

  private static boolean isPattern(@Nullable Action action) {
    return action instanceof Action.Token t
        && (t.name().equals("CONTAINS") || t.name().equals("STARTS") || t.name().equals("ENDS"));
  }

  private boolean startsNumber(Action.WordNode word) {
    int end = Math.min(word.word() + MAX_NUMBER_SPAN, turns.words().get(word.turn()).size());
    for (int last = word.word(); last < end; last++) {
      if (NumberWords.parse(turns.text(word.turn(), word.word(), last)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// The beam after an action.
  Beam advance(Beam beam, int row, int actionId, double score) {
    Action action =
        actionId < grammar.tokenCount()
            ? new Action.Token(grammar.name(actionId))
            : nodes.get(actionId - grammar.tokenCount());
    int lookup = grammar.lookup(action);
    Grammar.Stack stack = grammar.advance(beam.stack(), lookup);
    Frame frame = beam.frame();
    while (frame != null && !contains(stack, frame.end())) {
      frame = frame.outer();
    }
    frame = withItem(next(frame, beam, action, stack), action, actionId, stack);
    Action.WordNode span = action instanceof Action.WordNode w && beam.span() == null ? w : null;
    return new Beam(beam, row, actionId, action, score, stack, frame, span);
  }

  private static boolean contains(Grammar.@Nullable Stack stack, Grammar.@Nullable Stack part) {
    for (Grammar.Stack at = stack; at != null; at = at.below()) {
      if (at == part) {
        return true;
      }
    }
    return part == null;
  }

  private @Nullable Frame next(
      @Nullable Frame frame, Beam beam, Action action, Grammar.@Nullable Stack stack) {
    if (action instanceof Action.Token token && token.name().equals("SELECT")) {
      Grammar.Stack end = belowQuery(beam.stack(), stack);
      boolean branch = frame != null && frame.end() == end;
      Frame outer = frame != null && branch ? frame.outer() : frame;
      int width = frame != null && branch ? frame.itemCount() : -1;
      SelectList list =
          new SelectList(below(stack, ITEM_CELLS), List.of(), List.of(), width, false);
      return Frame.open(end, outer == null ? null : outer.withList(null, -1), list);
    }
    if (frame == null) {
      return null;
    }
    return switch (action) {
      case Action.Token t -> next(frame, t.name());
      case Action.TableNode t ->
          frame.withTable(
              new Sketch.TableUse(
                  schema.tables().get(t.table()),
                  beam.action() instanceof Action.Token p && p.name().equals("LEFT")));
      case Action.ColumnNode c -> {
        ColumnView column = schema.columns().get(c.column());
        if (frame.inFrom() && isInOn(beam)) {
          yield frame.withOn(column);
        }
        Frame with = frame.withColumn(column);
        yield datesBlock(frame.clause(), beam.action(), column) ? with.withDate() : with;
      }
      case Action.WordNode w -> frame;
      case Action.StartNode s -> frame;
    };
  }

  private static Frame next(Frame frame, String token) {
    Clause begun = Clause.begunBy(token);
    if (begun != null) {
      return frame.withClause(begun);
    }
    return Operands.isEarlier(token) ? frame.withEarlier() : frame;
  }

  /// Whether a column of a clause is a date that can be moved back: it is compared or grouped by.
  private static boolean datesBlock(Clause clause, Action last, ColumnView column) {
    if (!column.kind().isTemporal() || !(last instanceof Action.Token token)) {
      return false;
    }
    String name = token.name();
    return switch (clause) {
      case WHERE -> COMPARISONS.contains(name) || name.startsWith("PART_");
      case GROUP -> name.startsWith("BUCKET_") || name.startsWith("PART_");
      case ITEMS, HAVING, ORDER, LIMIT, FROM -> false;
    };
  }

  /// The frame after an action of its select list.
  private @Nullable Frame withItem(
      @Nullable Frame frame, Action action, int actionId, Grammar.@Nullable Stack stack) {
    SelectList list = frame == null ? null : frame.list();
    if (frame == null || list == null) {
      return frame;
    }
    if (action instanceof Action.Token token) {
      if (token.name().equals("SELECT") || token.name().equals("DISTINCT")) {
        return frame;
      }
      if (list.isBetween() && BEHIND_LIST.contains(token.name())) {
        boolean star = list.done().contains(List.of(grammar.symbol("STAR")));
        return frame.withList(null, star ? -1 : list.done().size());
      }
    }
    boolean finished = stack != null && stack.symbol() == items && stack.below() == list.end();
    return frame.withList(list.plus(actionId, finished), -1);
  }

  private static Grammar.@Nullable Stack below(Grammar.@Nullable Stack stack, int cells) {
    Grammar.Stack at = stack;
    for (int i = 0; i < cells && at != null; i++) {
      at = at.below();
    }
    return at;
  }

  /// The stack below the query that a SELECT begins; `after` is the stack behind that SELECT.
  private Grammar.@Nullable Stack belowQuery(
      Grammar.@Nullable Stack before, Grammar.@Nullable Stack after) {
    int query = grammar.symbol("query");
    for (Grammar.Stack at = before; at != null; at = at.below()) {
      if (at.symbol() == query) {
        return at.below();
      }
    }
    Grammar.Stack bottom = after;
    while (bottom != null && bottom.below() != null) {
      bottom = bottom.below();
    }
    return bottom;
  }
}
