package io.thermocline.nl;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The questions before, most recent first. Immutable; a session keeps the one of its last answer.
public record Conversation(List<Turn> turns) {
  /// No questions yet.
  public static final Conversation EMPTY = new Conversation(List.of());

  private static final int MAX_TURNS = 2;

  /// Copies the list; only the last two questions are kept.
  public Conversation {
    turns = List.copyOf(turns.subList(0, Math.min(turns.size(), MAX_TURNS)));
  }

  /// A question and what its sketch used.
  ///
  /// @param tables names of tables, `columns` names of columns as `table.column`
  public record Turn(String question, Set<String> tables, Set<String> columns) {
    /// Copies the sets.
    public Turn {
      tables = Set.copyOf(tables);
      columns = Set.copyOf(columns);
    }
  }

  /// The conversation after a further question was answered with a sketch.
  public Conversation plus(String question, Sketch sketch) {
    Set<String> tables =
        SketchWalk.tables(sketch).stream().map(TableView::name).collect(Collectors.toSet());
    Set<String> columns =
        SketchWalk.columns(sketch).stream()
            .map(ColumnView::qualifiedName)
            .collect(Collectors.toSet());
    List<Turn> longer = new ArrayList<>();
    longer.add(new Turn(question, tables, columns));
    longer.addAll(turns);
    return new Conversation(longer);
  }
}
