package io.thermocline.nl.decode;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.sketch.Grammar;
import io.thermocline.nl.sketch.JoinTree;
import io.thermocline.nl.sketch.Sketch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the masks remember of a SELECT block that is being written. Immutable.
///
/// @param end the automaton's stack below the block: the block is over when that is no longer part
///   of the stack
/// @param outer the block around it, null for the outermost
/// @param columns the columns used so far outside `ON`
/// @param list the select list while it is written, null behind it
/// @param itemCount the number of its items, -1 while it is not known
/// @param earlier whether something is compared with an earlier period
/// @param dated whether a date is known that such a comparison can move
/// @param pending the first column of an `ON` pair that is open
record Frame(
    Grammar.@Nullable Stack end,
    @Nullable Frame outer,
    List<ColumnView> columns,
    @Nullable SelectList list,
    int itemCount,
    Clause clause,
    boolean earlier,
    boolean dated,
    List<Sketch.TableUse> tables,
    List<Sketch.On> on,
    @Nullable ColumnView pending) {

  static Frame open(Grammar.@Nullable Stack end, @Nullable Frame outer, SelectList list) {
    return new Frame(
        end, outer, List.of(), list, -1, Clause.ITEMS, false, false, List.of(), List.of(), null);
  }

  boolean inFrom() {
    return clause == Clause.FROM;
  }

  Frame withColumn(ColumnView column) {
    return new Frame(
        end,
        outer,
        plus(columns, column),
        list,
        itemCount,
        clause,
        earlier,
        dated,
        tables,
        on,
        null);
  }

  Frame withList(@Nullable SelectList newList, int newCount) {
    return new Frame(
        end, outer, columns, newList, newCount, clause, earlier, dated, tables, on, pending);
  }

  Frame withClause(Clause next) {
    return new Frame(end, outer, columns, list, itemCount, next, earlier, dated, tables, on, null);
  }

  Frame withEarlier() {
    return new Frame(end, outer, columns, list, itemCount, clause, true, dated, tables, on, null);
  }

  Frame withDate() {
    return new Frame(end, outer, columns, list, itemCount, clause, earlier, true, tables, on, null);
  }

  Frame withTable(Sketch.TableUse use) {
    return new Frame(
        end, outer, columns, list, itemCount, clause, earlier, dated, plus(tables, use), on, null);
  }

  Frame withOn(ColumnView column) {
    ColumnView first = pending;
    return first == null
        ? new Frame(
            end, outer, columns, list, itemCount, clause, earlier, dated, tables, on, column)
        : new Frame(
            end,
            outer,
            columns,
            list,
            itemCount,
            clause,
            earlier,
            dated,
            tables,
            plus(on, new Sketch.On(first, column)),
            null);
  }

  boolean names(int table) {
    return tables.stream().anyMatch(use -> use.table().index() == table);
  }

  /// Whether the FROM clause may end here: keys join its tables and those of all columns of the
  /// block.
  boolean mayEnd(SchemaView schema) {
    if (tables.isEmpty()) {
      return false;
    }
    List<Sketch.TableUse> complete =
        JoinTree.complete(schema, tables, on, new LinkedHashSet<>(columns));
    return JoinTree.find(schema, complete, on).isPresent();
  }

  private static <T> List<T> plus(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }
}
