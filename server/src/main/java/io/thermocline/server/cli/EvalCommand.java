package io.thermocline.server.cli;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Tier;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.Secret;
import io.thermocline.server.eval.EvalDatabase;
import io.thermocline.server.eval.EvalLoader;
import io.thermocline.server.eval.EvalQuestion;
import io.thermocline.server.eval.EvalRunner;
import io.thermocline.server.eval.EvalSummary;
import io.thermocline.server.eval.Placement;
import io.thermocline.server.eval.Prediction;
import io.thermocline.server.eval.VerifiedSample;
import io.thermocline.server.query.CatalogService;
import io.thermocline.spi.source.WritableSource;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `thermocline eval`: answers a file of questions over a folder of databases.
@Command(
    name = "eval",
    description =
        "Load databases, ask questions over JDBC, and write down the answers, one JSON object a line.",
    versionProvider = ThermoclineCommand.Version.class,
    mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {
  private static final String USER = "eval";
  private static final String PASSWORD = "eval";
  private static final int REPORT_EVERY = 100;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--db",
      required = true,
      paramLabel = "DIR",
      description = "Folders with schema.json and CSV files.")
  private Path databases = Path.of("");

  @Option(
      names = "--questions",
      required = true,
      paramLabel = "FILE",
      description = "JSON lines with id, db_id, question, and dialogue and turn.")
  private Path questions = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the predictions go.")
  private Path out = Path.of("");

  @Option(
      names = "--tiers",
      paramLabel = "PLACEMENT",
      description = "mixed, postgres, clickhouse or parquet. Default: mixed.")
  private String tiers = "mixed";

  @Option(
      names = "--now",
      paramLabel = "ISO",
      description = "What questions take for the current time, for instance 2025-10-15T12:00:00Z.")
  private @Nullable String now;

  @Option(names = "--limit", paramLabel = "N", description = "Ask only the first N questions.")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Time for one question. Default: ${DEFAULT-VALUE}.")
  private int timeoutSeconds = 30;

  @Option(
      names = "--max-rows",
      paramLabel = "N",
      description = "The most rows of an answer that are written. Default: ${DEFAULT-VALUE}.")
  private int maxRows = 100_000;

  @Option(
      names = "--evidence",
      description =
          "Explain each question too, and write the numbers behind its confidence as features.")
  private boolean evidence;

  @Option(
      names = "--resume",
      description = "Keep the predictions that the file has, and add the others.")
  private boolean resume;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder for the stores; ~/.thermocline/eval unless given.")
  private @Nullable Path data;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description =
          "Leave questions unanswered whose best reading is less likely, from 0 to 1. Default: ${DEFAULT-VALUE}, "
              + "since a score that knows each answer's confidence can cut off later.")
  private double threshold = 0;

  @Option(
      names = "--verified",
      paramLabel = "N",
      description =
          "Verify N questions of each database by their gold_sql first, and ask the others. OUT.verified lists them.")
  private int verified;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Which questions --verified takes. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  private final CommandEnvironment environment;

  EvalCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    Placement placement = placement();
    String instant = now == null ? null : instant(now);
    PrintStream log = environment.err();
    List<EvalQuestion> asked = EvalQuestion.read(questions);
    asked = asked.subList(0, Math.min(Math.max(0, limit), asked.size()));
    Path folder =
        data == null ? environment.folders().data().resolve("eval") : data.toAbsolutePath();
    Path semantics = folder.resolve("eval-semantics.json");
    Files.deleteIfExists(semantics);
    try (ClosingStack open = new ClosingStack()) {
      open.closeAtExit();
      TierStores stores = open.push(EmbeddedStores.start(folder, StartProgress.on(log)));
      long start = System.nanoTime();
      Map<Tier, WritableSource> sources =
          Map.of(Tier.HOT, stores.hot(), Tier.WARM, stores.warm(), Tier.COLD, stores.cold());
      EvalLoader loader = new EvalLoader(sources, placement, folder.resolve("eval-loaded.txt"));
      Set<String> ids = new LinkedHashSet<>();
      asked.forEach(question -> ids.add(question.database()));
      List<LogicalTable> tables = new ArrayList<>();
      for (String id : ids) {
        tables.addAll(loader.load(EvalDatabase.read(databases.resolve(id))));
      }
      log.printf(
          Locale.ROOT,
          "%d databases, %d tables (%.1f s)%n",
          ids.size(),
          tables.size(),
          (System.nanoTime() - start) / 1e9);
      GatewayStarter.Running gateway =
          open.push(
              environment
                  .gateways()
                  .start(
                      config(folder, semantics),
                      stores.all(),
                      CatalogService.Assembly.fixed(tables)));
      gateway.awaitReady();
      EvalSummary summary = ask(asked, gateway.port(), instant, log);
      environment.out().println(summary.line());
      return 0;
    }
  }

  private EvalSummary ask(
      List<EvalQuestion> asked, int port, @Nullable String instant, PrintStream log)
      throws Exception {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", PASSWORD);
    if (instant != null) {
      properties.setProperty("now", instant);
    }
    properties.setProperty("timeZone", "UTC");
    properties.setProperty("confidenceThreshold", Double.toString(threshold));
    EvalRunner.Connector connector =
        database ->
            DriverManager.getConnection(
                "jdbc:thermocline://127.0.0.1:" + port + "/" + database.toLowerCase(Locale.ROOT),
                properties);
    Duration timeout = Duration.ofSeconds(Math.max(1, timeoutSeconds));
    List<EvalQuestion> others = asked;
    if (verified > 0) {
      Set<String> taught =
          new VerifiedSample(connector, timeout).teach(questions, asked, verified, seed);
      others = asked.stream().filter(question -> !taught.contains(question.id())).toList();
      Files.write(out.resolveSibling(out.getFileName() + ".verified"), taught);
      log.printf(Locale.ROOT, "%d questions verified%n", taught.size());
    }
    EvalRunner runner = new EvalRunner(connector, timeout, maxRows, evidence, System::nanoTime);
    Set<String> done = resume && Files.exists(out) ? Prediction.resume(out) : Set.of();
    EvalSummary summary = new EvalSummary();
    StandardOpenOption mode =
        done.isEmpty() ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
    try (Writer writer =
        Files.newBufferedWriter(out, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      runner.run(
          EvalQuestion.sessions(others),
          done,
          writer,
          prediction -> {
            summary.add(prediction);
            if (summary.size() % REPORT_EVERY == 0) {
              log.println(summary.line());
            }
          });
    }
    return summary;
  }

  private static GatewayConfig config(Path folder, Path semantics) {
    return GatewayConfig.defaults(folder)
        .withListen(new GatewayConfig.Listen("127.0.0.1", 0))
        .withSemantics(new GatewayConfig.Semantics(List.of(), Optional.of(semantics), List.of()))
        .withUsers(List.of(GatewayConfig.User.withPassword(USER, new Secret.Literal(PASSWORD))));
  }

  private Placement placement() {
    try {
      return Placement.valueOf(tiers.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw usage("--tiers is '" + tiers + "'; give mixed, postgres, clickhouse or parquet.");
    }
  }

  private String instant(String text) {
    try {
      return Instant.parse(text.matches(".*(Z|[+-]\\d\\d:\\d\\d)$") ? text : text + "Z").toString();
    } catch (DateTimeParseException e) {
      throw usage("--now is '" + text + "'; give an instant such as 2025-10-15T12:00:00Z.");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(
        spec == null ? new CommandLine(this) : spec.commandLine(), message);
  }
}
