package io.thermocline.nl;

import io.thermocline.nl.decode.Candidate;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.Links;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.sketch.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// "Orders per month" says no date: then the date by which the table is tiered is meant, because
/// that is when its rows happened.
final class MainDates {
  private final Map<Action.ColumnNode, Action.ColumnNode> replacements = new HashMap<>();

  /// Looks for date columns that none of the question's words names, of tables that are tiered by
  /// another date.
  MainDates(SchemaView schema, Links links, int words) {
    for (TableView table : schema.tables()) {
      ColumnView main =
          table.columns().stream().filter(ColumnView::mainDate).findFirst().orElse(null);
      if (main == null || !main.kind().isTemporal()) {
        continue;
      }
      for (ColumnView column : table.columns()) {
        if (column != main && column.kind() == main.kind() && !links.names(column.index(), words)) {
          replacements.put(
              new Action.ColumnNode(column.index()), new Action.ColumnNode(main.index()));
        }
      }
    }
  }

  /// The candidates with such columns replaced where rows are cut or filtered by them.
  List<Candidate> apply(List<Candidate> candidates) {
    if (replacements.isEmpty()) {
      return candidates;
    }
    return candidates.stream().map(this::apply).toList();
  }

  private Candidate apply(Candidate candidate) {
    List<Action> actions = new ArrayList<>(candidate.actions());
    for (int i = 1; i < actions.size(); i++) {
      if (actions.get(i) instanceof Action.ColumnNode column
          && actions.get(i - 1) instanceof Action.Token token
          && cutsOrFilters(token.name())) {
        actions.set(i, replacements.getOrDefault(column, column));
      }
    }
    return new Candidate(actions, candidate.logProbability(), candidate.weakest());
  }

  private static boolean cutsOrFilters(String token) {
    return switch (token) {
      case "DURING", "EQ", "NE", "LT", "LE", "GT", "GE", "BETWEEN" -> true;
      default -> token.startsWith("BUCKET_") || token.startsWith("PART_");
    };
  }
}
