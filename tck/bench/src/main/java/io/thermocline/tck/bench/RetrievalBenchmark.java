package io.thermocline.tck.bench;

import io.thermocline.catalog.Catalog;
import io.thermocline.nl.CandidateChecker;
import io.thermocline.nl.Question;
import io.thermocline.nl.Thresholds;
import io.thermocline.nl.Translation;
import io.thermocline.nl.TranslationContext;
import io.thermocline.nl.Translator;
import io.thermocline.nl.TranslatorConfig;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.link.SubView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.lower.RelTrees;
import io.thermocline.nl.model.EncoderInputs;
import io.thermocline.nl.model.ModelSource;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.nl.retrieval.CandidateChoice;
import io.thermocline.nl.retrieval.Candidates;
import io.thermocline.nl.retrieval.RetrievalWeights;
import io.thermocline.nl.retrieval.TableRetrieval;
import io.thermocline.nl.sketch.SketchText;
import io.thermocline.nl.sketch.SketchWalk;
import io.thermocline.nl.time.TimeSettings;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.StatisticsProvider;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how well questions are read over catalogs of many tables: how often all tables that an
/// answer reads are among the candidates, what that costs, and how often the reading is the same as
/// over the question's own database alone. No store is started.
///
/// Times of retrieval are those of the thread on a processor, times of translation are by the
/// clock.
@Command(name = "retrieval", mixinStandardHelpOptions = true)
public final class RetrievalBenchmark implements Callable<Integer> {
  private static final Instant NOW = Instant.parse("2025-10-15T12:00:00Z");

  @Option(names = "--db", required = true, description = "Folders with schema.json and CSV files.")
  private Path databases = Path.of("");

  @Option(
      names = "--questions",
      required = true,
      description = "JSON lines with db_id, question, source and tables.")
  private Path questions = Path.of("");

  @Option(names = "--source", description = "Which questions. Default: ${DEFAULT-VALUE}.")
  private String source = "spider";

  @Option(names = "--tables", split = ",", description = "Sizes of catalogs.")
  private List<Integer> sizes = List.of(10, 100, 700, 2000);

  @Option(
      names = "--every",
      description = "Ask only every n-th question. Default: ${DEFAULT-VALUE}.")
  private int every = 1;

  @Option(
      names = "--translate",
      description = "Translate every n-th of these questions too; 0 for none.")
  private int translateEvery;

  private final PrintStream out;
  private final TranslationModel model = TranslationModel.load(ModelSource.bundled());

  private RetrievalBenchmark(PrintStream out) {
    this.out = out;
  }

  /// Runs the benchmark and prints a line for each size of catalog.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new RetrievalBenchmark(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    CatalogFolder folder = new CatalogFolder(databases);
    Map<String, List<AskedQuestion>> asked = new LinkedHashMap<>();
    List<AskedQuestion> all = AskedQuestion.read(questions, source);
    for (int i = 0; i < all.size(); i += every) {
      asked.computeIfAbsent(all.get(i).database(), d -> new ArrayList<>()).add(all.get(i));
    }
    try (Translator translator = translator(folder)) {
      for (int size : sizes) {
        Measured measured = new Measured();
        asked.forEach(
            (database, some) -> measure(folder, translator, database, size, some, measured));
        measured.print(out, size);
      }
    }
    return 0;
  }

  private static Translator translator(CatalogFolder folder) {
    return Translator.bundled(TranslatorConfig.DEFAULT, folder, CandidateChecker.NONE);
  }

  private void measure(
      CatalogFolder folder,
      Translator translator,
      String database,
      int size,
      List<AskedQuestion> some,
      Measured measured) {
    Catalog catalog = folder.catalog(database, size);
    long began = cpuNanos();
    SchemaView view = SchemaViews.of(catalog, "", (table, column) -> null);
    SchemaIndex index = new SchemaIndex(view, folder, model.constants(), model.wordPiece()::isWord);
    EncoderInputs inputs = new EncoderInputs(view, model.constants(), model.wordPiece());
    long retrievalBegan = cpuNanos();
    TableRetrieval retrieval =
        new TableRetrieval(
            index,
            table -> catalog.table(table.schema(), table.name()).orElseThrow(),
            RetrievalWeights.DEFAULT);
    CandidateChoice choice = new CandidateChoice(retrieval, inputs);
    measured.loaded(
        view, retrieval.retainedBytes(), cpuNanos() - began, cpuNanos() - retrievalBegan);
    for (AskedQuestion question : some) {
      Turns turns = Turns.of(List.of(question.text()), model.constants().wordLimits());
      int room = inputs.room(turns);
      long start = cpuNanos();
      if (inputs.tokens() <= room) {
        measured.whole(view);
        continue;
      }
      Candidates chosen = choice.choose(turns, Set.of(), room);
      SubView part = SubView.of(view, chosen.tables().stream().toArray());
      index.of(part);
      inputs.of(part, chosen.columns()::get);
      measured.narrowed(question, view, chosen, cpuNanos() - start);
    }
    if (translateEvery > 0) {
      translate(folder, translator, database, catalog, some, measured);
    }
  }

  private void translate(
      CatalogFolder folder,
      Translator translator,
      String database,
      Catalog catalog,
      List<AskedQuestion> some,
      Measured measured) {
    TranslationContext own = context(folder.catalog(database));
    TranslationContext large = context(catalog);
    translator.warmUp(large);
    for (int i = 0; i < some.size(); i += translateEvery) {
      Question question = Question.of(some.get(i).text());
      long start = System.nanoTime();
      String reading = reading(translator.translate(question, large));
      measured.translated(
          System.nanoTime() - start, reading.equals(reading(translator.translate(question, own))));
    }
  }

  /// The sketch with the schemas of its tables, since tables of two schemas may share a name.
  private static String reading(Translation translation) {
    return switch (translation) {
      case Translation.Answer answer ->
          SketchText.print(answer.sketch())
              + SketchWalk.tables(answer.sketch()).stream()
                  .map(TableView::schema)
                  .collect(Collectors.toCollection(TreeSet::new));
      case Translation.Ambiguous ambiguous -> "ambiguous";
      case Translation.Refused refused -> "refused";
    };
  }

  private static TranslationContext context(Catalog catalog) {
    Planner planner =
        new Planner(
            () -> catalog,
            name -> Optional.empty(),
            StatisticsProvider.NONE,
            PlannerConfig.DEFAULT);
    RelTrees trees = RelTrees.of(planner, catalog, new SessionParameters("", ZoneOffset.UTC, NOW));
    return new TranslationContext(
        catalog, "", TimeSettings.of(NOW, ZoneOffset.UTC), new Thresholds(0, 0), trees);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// What is known of one size of catalog.
  private static final class Measured {
    private final List<Long> retrievals = new ArrayList<>();
    private final List<Long> translations = new ArrayList<>();
    private int questions;
    private int complete;
    private int shown;
    private int whole;
    private int alike;
    private int tables;
    private int columns;
    private long candidates;
    private long bytes;
    private long slowest;
    private long slowestRetrieval;

    void loaded(SchemaView view, long retained, long nanos, long retrievalNanos) {
      tables = Math.max(tables, view.tables().size());
      columns = Math.max(columns, view.columns().size());
      bytes = Math.max(bytes, retained);
      slowest = Math.max(slowest, nanos);
      slowestRetrieval = Math.max(slowestRetrieval, retrievalNanos);
    }

    void whole(SchemaView view) {
      questions++;
      complete++;
      shown++;
      whole++;
      candidates += view.tables().size();
    }

    void narrowed(AskedQuestion question, SchemaView view, Candidates chosen, long nanos) {
      List<TableView> needed =
          view.tables().stream()
              .filter(table ->
                  table.schema().equals(question.database().toLowerCase(Locale.ROOT))
                      && question.tables().contains(table.name()))
              .toList();
      questions++;
      complete += needed.stream().allMatch(table -> chosen.tables().get(table.index())) ? 1 : 0;
      shown +=
          needed.stream()
                  .allMatch(table ->
                      table.columns().stream().anyMatch(c -> chosen.columns().get(c.index())))
              ? 1
              : 0;
      candidates += chosen.tables().cardinality();
      retrievals.add(nanos);
    }

    void translated(long nanos, boolean same) {
      translations.add(nanos);
      alike += same ? 1 : 0;
    }

    void print(PrintStream out, int size) {
      out.printf(
          Locale.ROOT,
          "%d tables (%d tables, %d columns): load %.2f s of which retrieval %.2f s, %.1f MB; %d"
              + " questions, %.1f %% read whole; all needed tables among the candidates %.2f %%,"
              + " encoded %.2f %%; %.1f candidates; retrieval p50 %.2f ms, p95 %.2f ms, most %.2f"
              + " ms",
          size,
          tables,
          columns,
          slowest / 1e9,
          slowestRetrieval / 1e9,
          bytes / 1e6,
          questions,
          100.0 * whole / questions,
          100.0 * complete / questions,
          100.0 * shown / questions,
          candidates / (double) questions,
          millis(retrievals, 0.5),
          millis(retrievals, 0.95),
          millis(retrievals, 1));
      if (!translations.isEmpty()) {
        out.printf(
            Locale.ROOT,
            "; translation of %d: p50 %.0f ms, p95 %.0f ms, as over the own database %.1f %%",
            translations.size(),
            millis(translations, 0.5),
            millis(translations, 0.95),
            100.0 * alike / translations.size());
      }
      out.println();
    }

    private static double millis(List<Long> nanos, double share) {
      if (nanos.isEmpty()) {
        return 0;
      }
      long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
      return sorted[Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)]
          / 1e6;
    }
  }
}
