package io.thermocline.server.semantics;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.nl.link.ColumnValues;
import io.thermocline.nl.link.StoredValues;
import io.thermocline.nl.semantics.VerifiedQuestion;
import io.thermocline.nl.semantics.Vocabulary;
import io.thermocline.optimizer.MetricExpression;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Takes in what users teach: checks that it makes sense and contradicts nothing, and keeps it.
/// Thread-safe.
public final class Teacher {
  private final SemanticStore store;
  private final Supplier<Catalog> catalog;
  private final Metrics metrics;
  private final StoredValues values;
  private final Set<String> teachers;
  private final Clock clock;

  /// Reads a metric's SQL.
  @FunctionalInterface
  public interface Metrics {
    /// Resolves a metric, or throws what is wrong with it.
    MetricExpression read(Catalog catalog, LogicalTable table, TableSemantics.Metric metric);
  }

  /// Who teaches, and where.
  ///
  /// @param schema the default schema of the session, empty for all
  public record Author(String user, String schema) {}

  /// @param teachers the users who may teach; empty for all
  public Teacher(
      SemanticStore store,
      Supplier<Catalog> catalog,
      Metrics metrics,
      StoredValues values,
      List<String> teachers,
      Clock clock) {
    this.store = store;
    this.catalog = catalog;
    this.metrics = metrics;
    this.values = values;
    this.teachers = Set.copyOf(teachers);
    this.clock = clock;
  }

  /// What is known now.
  public Lessons lessons() {
    return store.lessons();
  }

  /// Runs a statement.
  ///
  /// @return warnings, each a sentence
  /// @throws ThermoclineException PERMISSION_DENIED, or what is wrong and how to mend it
  public List<String> run(SemanticStatement statement, Author author) {
    requireTeacher(author);
    Targets targets = new Targets(catalog.get(), author.schema());
    return switch (statement) {
      case SemanticStatement.DescribeMetric metric -> describe(metric, targets, author);
      case SemanticStatement.DescribeSynonym synonym -> describe(synonym, targets, author);
      case SemanticStatement.DescribeName name -> describe(name, targets, author);
      case SemanticStatement.Drop drop -> drop(drop, targets, author);
    };
  }

  /// Fails when an author may not teach.
  ///
  /// @throws ThermoclineException PERMISSION_DENIED
  public void requireTeacher(Author author) {
    if (!teachers.isEmpty() && !teachers.contains(author.user())) {
      throw new ThermoclineException(
          ErrorCode.PERMISSION_DENIED,
          "the user "
              + author.user()
              + " may not teach; the configuration's semantics.teachers lists who may");
    }
  }

  private Lesson.Origin origin(Author author) {
    return Lesson.Origin.of(author.user(), clock.instant());
  }

  private List<String> describe(
      SemanticStatement.DescribeMetric statement, Targets targets, Author author) {
    LogicalTable table = targets.table(statement.table());
    String name = statement.name();
    for (LogicalTable other : targets.catalog().tables(table.schema())) {
      boolean column =
          other.equals(table) && table.columns().indexOf(name) >= 0
              || other.semantics().computed().stream().anyMatch(c -> c.name().equals(name));
      if (column || other.name().equals(name)) {
        throw new ThermoclineException(
            ErrorCode.DUPLICATE_DEFINITION,
            name
                + " is "
                + (column ? "a column of " + other.name() : "a table")
                + "; give the metric another name");
      }
      boolean metric = other.semantics().metrics().stream().anyMatch(m -> m.name().equals(name));
      if (metric && !statement.replace()) {
        throw new ThermoclineException(
            ErrorCode.DUPLICATE_DEFINITION,
            "there is a metric "
                + name
                + " of "
                + other.name()
                + "; give this one another name, or write DESCRIBE OR REPLACE METRIC");
      }
    }
    requireReachable(
        targets.catalog(),
        table,
        metrics.read(
            targets.catalog(),
            table,
            new TableSemantics.Metric(
                name, statement.expression(), statement.filter(), statement.comment())));
    Lesson.Metric lesson =
        new Lesson.Metric(
            table.schema(),
            name,
            table.name(),
            statement.expression(),
            statement.filter(),
            statement.comment(),
            origin(author));
    store.update(lessons -> lessons.plus(lesson));
    return List.of();
  }

  /// Foreign keys must lead from the metric's table to each other one that it names.
  private static void requireReachable(
      Catalog catalog, LogicalTable table, MetricExpression metric) {
    Set<String> reached = new HashSet<>(Set.of(table.name()));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (LogicalTable from : catalog.tables(table.schema())) {
        if (reached.contains(from.name())) {
          for (var key : from.foreignKeys()) {
            grown |=
                key.target().schema().equals(table.schema()) && reached.add(key.target().name());
          }
        }
      }
    }
    for (LogicalTable needed : metric.tables()) {
      if (!reached.contains(needed.name())) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "no foreign key leads from "
                + table.name()
                + " to "
                + needed.name()
                + ", so that the metric cannot use it; define the metric on another table, or declare the join in the configuration");
      }
    }
  }

  private List<String> describe(
      SemanticStatement.DescribeSynonym statement, Targets targets, Author author) {
    Targets.Target target = targets.find(statement.target());
    String schema = target.table().schema();
    List<String> warnings = new ArrayList<>();
    if (!statement.value().isEmpty()) {
      requireTextColumn(target);
      ColumnValues known = values.values(schema, target.table().name(), target.column());
      if (!known.values().isEmpty() && !known.values().contains(statement.value())) {
        warnings.add(
            target.name() + " has no stored value '" + statement.value() + "' as far as is known.");
      }
    } else {
      requireNoOtherMeaning(statement, target, targets);
    }
    String key = Lesson.Synonym.key(schema, statement.words());
    Optional<Lesson> before = store.lessons().find(key);
    Lesson.Synonym lesson =
        new Lesson.Synonym(
            schema,
            statement.words(),
            target.table().name(),
            target.column(),
            statement.value(),
            origin(author));
    if (before.isPresent()
        && before.get() instanceof Lesson.Synonym old
        && !old.forTranslator().target().equals(lesson.forTranslator().target())
        && !statement.replace()) {
      throw new ThermoclineException(
          ErrorCode.DUPLICATE_DEFINITION,
          "'"
              + statement.words()
              + "' means "
              + old.forTranslator().target()
              + " already; drop it with DROP SYNONYM, or write DESCRIBE OR REPLACE SYNONYM");
    }
    store.update(lessons -> lessons.plus(lesson));
    return warnings;
  }

  private static void requireTextColumn(Targets.Target target) {
    int place = target.table().columns().indexOf(target.column());
    Field field = place < 0 ? null : target.table().columns().field(place);
    if (field == null || field.type() != ScalarType.TEXT) {
      throw new ThermoclineException(
          ErrorCode.TYPE_MISMATCH,
          target.name() + " is not a stored text column; only values of these have synonyms");
    }
  }

  /// The words must not be what something else is called.
  private static void requireNoOtherMeaning(
      SemanticStatement.DescribeSynonym statement, Targets.Target target, Targets targets) {
    for (LogicalTable table : targets.catalog().tables(target.table().schema())) {
      List<Targets.Target> named = new ArrayList<>(List.of(new Targets.Target(table, "")));
      Targets.columns(table).forEach(column -> named.add(new Targets.Target(table, column)));
      for (Targets.Target other : named) {
        if (Vocabulary.isSame(Targets.words(other), statement.words())) {
          boolean same = other.name().equals(target.name());
          throw new ThermoclineException(
              ErrorCode.DUPLICATE_DEFINITION,
              "'"
                  + statement.words()
                  + "' is the name of "
                  + other.name()
                  + (same
                      ? " itself; it needs no synonym"
                      : "; choose other words, or give that one another name with DESCRIBE "
                          + (other.column().isEmpty() ? "TABLE " : "COLUMN ")
                          + other.name()
                          + " AS '…'"));
        }
      }
    }
  }

  private List<String> describe(
      SemanticStatement.DescribeName statement, Targets targets, Author author) {
    Targets.Target target =
        statement.column()
            ? targets.find(statement.target())
            : new Targets.Target(targets.table(statement.target()), "");
    if (statement.column() && target.column().isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_COLUMN,
          statement.target() + " is a table; write DESCRIBE TABLE, or table.column");
    }
    String schema = target.table().schema();
    Optional<Lesson> before =
        store
            .lessons()
            .find("name " + schema + " " + target.table().name() + " " + target.column());
    String display = statement.displayName();
    String comment = statement.comment();
    if (before.isPresent() && before.get() instanceof Lesson.Name old) {
      display = display.isEmpty() ? old.displayName() : display;
      comment = comment.isEmpty() ? old.description() : comment;
    }
    Lesson.Name lesson =
        new Lesson.Name(
            schema, target.table().name(), target.column(), display, comment, origin(author));
    store.update(lessons -> lessons.plus(lesson));
    return List.of();
  }

  private List<String> drop(SemanticStatement.Drop drop, Targets targets, Author author) {
    List<String> schemas = new ArrayList<>(List.of(author.schema()));
    targets.tables().stream().map(LogicalTable::schema).distinct().forEach(schemas::add);
    for (String schema : schemas) {
      String key =
          switch (drop.thing()) {
            case METRIC -> Lesson.Metric.key(schema, drop.name());
            case SYNONYM -> Lesson.Synonym.key(schema, drop.name());
            case VERIFIED_QUESTION -> Lesson.Verified.key(schema, drop.name());
          };
      if (store.isConfigured(key)) {
        throw new ThermoclineException(
            ErrorCode.PERMISSION_DENIED,
            "'" + drop.name() + "' stands in the configuration; remove it there");
      }
      if (store.lessons().find(key).isPresent()) {
        store.update(lessons -> lessons.without(key));
        return List.of();
      }
    }
    String thing = drop.thing().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    throw new ThermoclineException(
        ErrorCode.UNDEFINED_DEFINITION,
        "there is no "
            + thing
            + " '"
            + drop.name()
            + "'; SHOW "
            + (drop.thing() == SemanticStatement.Thing.VERIFIED_QUESTION
                ? "VERIFIED QUESTIONS"
                : drop.thing() + "S")
            + " lists them");
  }

  /// Keeps a question with its right answer.
  ///
  /// @return a warning when it contradicts what was verified before
  public List<String> verify(
      String question, VerifiedQuestion.Form form, String statement, Author author) {
    requireTeacher(author);
    List<String> warnings = new ArrayList<>();
    String key = Lesson.Verified.key(author.schema(), question);
    if (store.lessons().find(key).orElse(null) instanceof Lesson.Verified old
        && !old.statement().equals(statement)) {
      warnings.add(
          "The question was verified by "
              + old.origin().user()
              + " with another answer, which this one replaces: "
              + old.statement());
    }
    Lesson.Verified lesson =
        new Lesson.Verified(author.schema(), question, form, statement, origin(author));
    store.update(lessons -> {
      Lessons kept = lessons;
      for (Lesson.Rejected rejected : lessons.of(Lesson.Rejected.class)) {
        if (rejected.schema().equals(author.schema())
            && Lesson.Verified.key(rejected.schema(), rejected.question()).equals(key)
            && rejected.sketch().equals(statement)) {
          kept = kept.without(rejected.key());
        }
      }
      return kept.plus(lesson);
    });
    return warnings;
  }

  /// Keeps a question with a reading that is wrong; it is not verified any more.
  public List<String> reject(String question, String sketch, String note, Author author) {
    requireTeacher(author);
    List<String> warnings = new ArrayList<>();
    String key = Lesson.Verified.key(author.schema(), question);
    if (store.lessons().find(key).orElse(null) instanceof Lesson.Verified old) {
      warnings.add("The question was verified by " + old.origin().user() + "; it no longer is.");
    }
    Lesson.Rejected lesson =
        new Lesson.Rejected(author.schema(), question, sketch, note, origin(author));
    store.update(lessons -> lessons.without(key).plus(lesson));
    return warnings;
  }
}
