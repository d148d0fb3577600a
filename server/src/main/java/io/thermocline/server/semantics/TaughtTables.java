package io.thermocline.server.semantics;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.TableSemantics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Logical tables with what was taught about them.
public final class TaughtTables {
  private final Lessons lessons;

  private TaughtTables(Lessons lessons) {
    this.lessons = lessons;
  }

  /// The tables with names, descriptions, synonyms and metrics. Lessons about tables or columns
  /// that are not there are left out.
  public static List<LogicalTable> apply(List<LogicalTable> tables, Lessons lessons) {
    return lessons.all().isEmpty()
        ? tables
        : tables.stream().map(new TaughtTables(lessons)::taught).toList();
  }

  private LogicalTable taught(LogicalTable table) {
    List<Lesson.Metric> metrics =
        lessons.of(Lesson.Metric.class).stream()
            .filter(l -> l.schema().equals(table.schema()) && l.table().equals(table.name()))
            .toList();
    List<Lesson.Synonym> synonyms =
        lessons.of(Lesson.Synonym.class).stream()
            .filter(l -> l.schema().equals(table.schema()) && l.table().equals(table.name()))
            .filter(l -> l.value().isEmpty())
            .toList();
    List<Lesson.Name> names =
        lessons.of(Lesson.Name.class).stream()
            .filter(l -> l.schema().equals(table.schema()) && l.table().equals(table.name()))
            .toList();
    if (metrics.isEmpty() && synonyms.isEmpty() && names.isEmpty()) {
      return table;
    }
    String comment = table.comment();
    List<@Nullable String> columnComments = new ArrayList<>(table.columnComments());
    for (Lesson.Name name : names) {
      int place = table.columns().indexOf(name.column());
      if (!name.description().isEmpty() && name.column().isEmpty()) {
        comment = name.description();
      } else if (!name.description().isEmpty() && place >= 0) {
        columnComments.set(place, name.description());
      }
    }
    return new LogicalTable(
        table.schema(),
        table.name(),
        table.columns(),
        comment,
        columnComments,
        table.primaryKey(),
        table.foreignKeys(),
        table.tieringKey(),
        table.segments(),
        semantics(table.semantics(), metrics, synonyms, names));
  }

  private static TableSemantics semantics(
      TableSemantics before,
      List<Lesson.Metric> metrics,
      List<Lesson.Synonym> synonyms,
      List<Lesson.Name> names) {
    String displayName = before.displayName();
    Map<String, String> columnNames = new LinkedHashMap<>(before.columnDisplayNames());
    for (Lesson.Name name : names) {
      if (!name.displayName().isEmpty() && name.column().isEmpty()) {
        displayName = name.displayName();
      } else if (!name.displayName().isEmpty()) {
        columnNames.put(name.column(), name.displayName());
      }
    }
    List<String> own = new ArrayList<>(before.synonyms());
    Map<String, List<String>> columnSynonyms = new LinkedHashMap<>(before.columnSynonyms());
    for (Lesson.Synonym synonym : synonyms) {
      if (synonym.column().isEmpty()) {
        own.add(synonym.words());
      } else {
        List<String> more =
            new ArrayList<>(columnSynonyms.getOrDefault(synonym.column(), List.of()));
        more.add(synonym.words());
        columnSynonyms.put(synonym.column(), more);
      }
    }
    List<TableSemantics.Metric> all = new ArrayList<>(before.metrics());
    for (Lesson.Metric metric : metrics) {
      all.removeIf(known -> known.name().equals(metric.name()));
      all.add(
          new TableSemantics.Metric(
              metric.name(), metric.expression(), metric.filter(), metric.description()));
    }
    return new TableSemantics(
        displayName, own, columnNames, columnSynonyms, before.computed(), all);
  }
}
