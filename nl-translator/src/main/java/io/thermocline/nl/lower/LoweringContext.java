package io.thermocline.nl.lower;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.nl.time.TimeSettings;
import java.util.Map;
import java.util.function.Function;

/// What the words of a sketch mean here and now.
///
/// @param index the schema view with its stored values
/// @param tables the catalog's table of a view
/// @param parameters for each parameter mark of the question its number: from the place of its word
///   to 0, 1, 2, …
public record LoweringContext(
    RelTrees trees,
    SchemaIndex index,
    Function<TableView, LogicalTable> tables,
    TimePhrases times,
    TimeSettings timeSettings,
    Map<Integer, Integer> parameters) {
  /// Copies the map.
  public LoweringContext {
    parameters = Map.copyOf(parameters);
  }

  TableView tableOf(ColumnView column) {
    return index.schema().tableOf(column);
  }
}
