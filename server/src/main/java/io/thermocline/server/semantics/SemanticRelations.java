package io.thermocline.server.semantics;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The tables of the schema `system` about what was taught.
public final class SemanticRelations {
  private static final Map<String, Relation> RELATIONS = new LinkedHashMap<>();

  /// A table: its columns, and its rows from the catalog and the lessons.
  public record Relation(
      Schema schema, BiFunction<Catalog, Lessons, List<List<@Nullable Object>>> rows) {}

  static {
    RELATIONS.put(
        "synonyms",
        new Relation(
            Schema.of(
                text("schema_name"),
                text("synonym"),
                text("table_name"),
                optional("column_name"),
                optional("value"),
                text("taught_by"),
                optional("taught_at")),
            SemanticRelations::synonyms));
    RELATIONS.put(
        "metrics",
        new Relation(
            Schema.of(
                text("schema_name"),
                text("metric_name"),
                text("table_name"),
                text("expression"),
                optional("filter"),
                optional("description"),
                text("taught_by"),
                optional("taught_at")),
            SemanticRelations::metrics));
    RELATIONS.put(
        "verified_questions",
        new Relation(
            Schema.of(
                text("schema_name"),
                text("question"),
                text("form"),
                text("statement"),
                text("taught_by"),
                optional("taught_at")),
            (catalog, lessons) ->
                lessons.of(Lesson.Verified.class).stream()
                    .map(l ->
                        row(
                            l.schema(),
                            l.question(),
                            l.form().name().toLowerCase(Locale.ROOT),
                            l.statement(),
                            l.origin().user(),
                            l.origin().at()))
                    .toList()));
    RELATIONS.put(
        "wrong_readings",
        new Relation(
            Schema.of(
                text("schema_name"),
                text("question"),
                text("sketch"),
                optional("note"),
                text("taught_by"),
                optional("taught_at")),
            (catalog, lessons) ->
                lessons.of(Lesson.Rejected.class).stream()
                    .map(l ->
                        row(
                            l.schema(),
                            l.question(),
                            l.sketch(),
                            l.note(),
                            l.origin().user(),
                            l.origin().at()))
                    .toList()));
  }

  private SemanticRelations() {}

  /// The tables by name.
  public static Map<String, Relation> all() {
    return Collections.unmodifiableMap(RELATIONS);
  }

  private static Field text(String name) {
    return Field.required(name, ScalarType.TEXT);
  }

  private static Field optional(String name) {
    return Field.nullable(name, ScalarType.TEXT);
  }

  /// A row; an empty text behind the schema's name is null.
  private static List<@Nullable Object> row(String... values) {
    List<@Nullable Object> row = new ArrayList<>();
    Arrays.stream(values)
        .forEach(value -> row.add(value.isEmpty() && !row.isEmpty() ? null : value));
    return row;
  }

  private static List<List<@Nullable Object>> synonyms(Catalog catalog, Lessons lessons) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Lesson.Synonym l : lessons.of(Lesson.Synonym.class)) {
      rows.add(
          row(
              l.schema(),
              l.words(),
              l.table(),
              l.column(),
              l.value(),
              l.origin().user(),
              l.origin().at()));
    }
    for (LogicalTable table : catalog.tables()) {
      TableSemantics meaning = table.semantics();
      meaning.synonyms().forEach(words -> addConfigured(rows, lessons, table, "", words));
      for (String column : Targets.columns(table)) {
        meaning
            .columnSynonyms()
            .getOrDefault(column, List.of())
            .forEach(words -> addConfigured(rows, lessons, table, column, words));
      }
    }
    return rows;
  }

  private static void addConfigured(
      List<List<@Nullable Object>> rows,
      Lessons lessons,
      LogicalTable table,
      String column,
      String words) {
    boolean taught =
        lessons.find(Lesson.Synonym.key(table.schema(), words)).orElse(null)
                instanceof Lesson.Synonym l
            && l.table().equals(table.name())
            && l.column().equals(column);
    if (!taught) {
      rows.add(
          row(table.schema(), words, table.name(), column, "", Lesson.Origin.CONFIGURATION, ""));
    }
  }

  private static List<List<@Nullable Object>> metrics(Catalog catalog, Lessons lessons) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LogicalTable table : catalog.tables()) {
      for (TableSemantics.Metric metric : table.semantics().metrics()) {
        Lesson.Origin origin =
            lessons.find(Lesson.Metric.key(table.schema(), metric.name())).orElse(null)
                    instanceof Lesson.Metric l
                ? l.origin()
                : Lesson.Origin.configured();
        rows.add(
            row(
                table.schema(),
                metric.name(),
                table.name(),
                metric.expression(),
                metric.filter(),
                metric.description(),
                origin.user(),
                origin.at()));
      }
    }
    return rows;
  }
}
