package io.thermocline.server.cli;

import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.Secret;
import io.thermocline.server.demo.ProgressBar;
import io.thermocline.server.demo.ShopCatalog;
import io.thermocline.server.demo.ShopLoader;
import io.thermocline.server.demo.ShopManifest;
import io.thermocline.server.demo.ShopScale;
import io.thermocline.server.demo.ShopSpec;
import io.thermocline.server.demo.ShopTables;
import io.thermocline.server.query.CatalogService;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `thermocline demo`: a gateway with its own three tiers and the data set `shop`.
@Command(
    name = "demo",
    description =
        "Start Postgres, ClickHouse and Parquet files with a web shop's data, and ask questions over all three.",
    versionProvider = ThermoclineCommand.Version.class,
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String USER = "demo";
  private static final String PASSWORD = "demo";
  private static final int MAX_LOADERS = 4;

  /// A load of more days ago leaves questions about recent weeks without rows.
  private static final int STALE_DAYS = 7;

  @Option(
      names = "--batch",
      description =
          "Ask the demo's questions, compare each answer with SQL over one Postgres, and leave.")
  private boolean batch;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder for the data; ~/.thermocline/demo unless given.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port = GatewayConfig.Listen.DEFAULT.port();

  @Option(
      names = "--postgres-port",
      paramLabel = "N",
      description =
          "The port for psql and other clients of PostgreSQL's protocol; 0 for none. Default: one above --port.")
  private @Nullable Integer postgresPort;

  @Option(
      names = "--keep",
      description =
          "Keep the gateway running when the questions or the console are over, until Ctrl-C.")
  private boolean keep;

  @Option(names = "--reload", description = "Load the data anew, as of today.")
  private boolean reload;

  @Option(
      names = "--sql",
      description = "With --batch: ask the gateway the SQL of each question instead of its words.")
  private boolean sql;

  @Option(names = "--scale", hidden = true, description = "full or small")
  private String scale = "full";

  private final CommandEnvironment environment;

  DemoCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    PrintStream out = environment.out();
    Path folder =
        data == null ? environment.folders().data().resolve("demo") : data.toAbsolutePath();
    GatewayConfig config =
        GatewayConfig.defaults(folder)
            .withListen(new GatewayConfig.Listen("127.0.0.1", port, postgresPort()))
            .withUsers(
                List.of(GatewayConfig.User.withPassword(USER, new Secret.Literal(PASSWORD))));
    environment.gateways().checkAddress(config);
    try (ClosingStack open = new ClosingStack()) {
      open.closeAtExit();
      long start = System.nanoTime();
      TierStores stores =
          open.push(EmbeddedStores.start(folder, StartProgress.on(environment.err())));
      out.printf(
          Locale.ROOT,
          "Postgres and ClickHouse run (%.1f s). Data folder: %s%n",
          seconds(start),
          folder);
      ShopSpec spec = loadTiers(stores, folder);
      ShopCatalog catalog =
          new ShopCatalog(spec, stores.hot().name(), stores.warm().name(), stores.cold().name());
      start = System.nanoTime();
      GatewayStarter.Running gateway =
          open.push(
              environment
                  .gateways()
                  .start(
                      config,
                      stores.all(),
                      CatalogService.Assembly.fixed(catalog.catalog().tables())));
      gateway.awaitReady();
      String url = "jdbc:thermocline://127.0.0.1:" + gateway.port() + "/" + ShopTables.SCHEMA;
      out.printf(
          Locale.ROOT,
          "The gateway runs (%.1f s): %s?user=%s&password=%s%n%n",
          seconds(start),
          url,
          USER,
          PASSWORD);
      if (postgresPort() > 0) {
        out.printf(
            Locale.ROOT,
            "For psql: psql \"postgresql://%s:%s@127.0.0.1:%d/%s\"%n%n",
            USER,
            PASSWORD,
            postgresPort(),
            ShopTables.SCHEMA);
      }
      boolean good = ask(stores, folder, spec, url);
      if (keep) {
        out.println("The gateway keeps running; Ctrl-C stops it.");
        new CountDownLatch(1).await();
      }
      return good ? 0 : 1;
    }
  }

  private int postgresPort() {
    if (postgresPort != null) {
      return postgresPort;
    }
    return port == 0 ? 0 : port + 1;
  }

  private boolean ask(TierStores stores, Path folder, ShopSpec spec, String url) throws Exception {
    if (batch) {
      loadReference(stores, folder, spec);
      String session = url + "?timeZone=UTC";
      return new DemoBatch(environment.out(), Terminals.isInteractive(), sql)
          .run(() -> DriverManager.getConnection(session, USER, PASSWORD), stores.postgres());
    }
    try (Connection connection =
        DriverManager.getConnection(url + "?insights=on", USER, PASSWORD)) {
      return new Terminals(environment).runConsole(connection);
    }
  }

  private ShopSpec loadTiers(TierStores stores, Path folder) {
    Path file = folder.resolve("shop.json");
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    ShopSpec wanted = wanted(today);
    Optional<ShopManifest> found =
        ShopManifest.read(file).filter(manifest -> manifest.spec().scale().equals(wanted.scale()));
    if (found.isPresent() && !reload) {
      LocalDate loaded = found.get().spec().today();
      environment.out().println("The data set shop is there, loaded on " + loaded + ".");
      if (loaded.isBefore(today.minusDays(STALE_DAYS))) {
        environment
            .out()
            .println("Its newest orders are of that day; --reload makes it end today.");
      }
      return found.get().spec();
    }
    load(
        "Loading shop",
        file,
        wanted,
        loader -> loader.load(stores.hot(), stores.warm(), stores.cold()));
    ShopManifest.delete(reference(folder));
    return wanted;
  }

  private ShopSpec wanted(LocalDate today) {
    ShopSpec full = ShopSpec.full(today);
    return scale.equals("small") ? new ShopSpec(full.seed(), today, ShopScale.SMALL) : full;
  }

  private static Path reference(Path folder) {
    return folder.resolve("shop_reference.json");
  }

  private void loadReference(TierStores stores, Path folder, ShopSpec spec) {
    Optional<ShopManifest> found = ShopManifest.read(reference(folder));
    if (found.isEmpty() || !found.get().spec().equals(spec)) {
      load(
          "Copying all rows into one Postgres, to compare",
          reference(folder),
          spec,
          loader -> loader.loadAllInto(stores.hot(), ShopTables.REFERENCE_SCHEMA));
    }
  }

  private void load(
      String title, Path manifest, ShopSpec spec, Function<ShopLoader, Map<String, Long>> work) {
    ShopManifest.delete(manifest);
    ProgressBar bar =
        new ProgressBar(
            environment.out(),
            Terminals.isInteractive(),
            title,
            ShopLoader.expectedRows(spec.scale()),
            System::nanoTime);
    int loaders = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_LOADERS);
    Map<String, Long> rows = work.apply(new ShopLoader(spec, bar, loaders));
    bar.finish();
    new ShopManifest(spec, rows).write(manifest);
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
