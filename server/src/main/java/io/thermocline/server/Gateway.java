package io.thermocline.server;

import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.engine.spill.SpillSpace;
import io.thermocline.protocol.auth.ScramVerifier;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.net.UserStore;
import io.thermocline.server.net.WireServer;
import io.thermocline.server.net.WireServerSettings;
import io.thermocline.server.pgcatalog.PgCatalogSource;
import io.thermocline.server.query.CatalogService;
import io.thermocline.server.query.QueryRuntime;
import io.thermocline.server.query.TaughtAssembly;
import io.thermocline.server.semantics.SemanticStore;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Source;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running gateway: catalog, translator, planner, engine and the listener of the native protocol.
/// The sources belong to the caller, who closes them after the gateway. Thread-safe.
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Deque<AutoCloseable> parts;
  private final WireServer server;
  private final CatalogService catalog;
  private final QueryRuntime runtime;

  private Gateway(
      Deque<AutoCloseable> parts, WireServer server, CatalogService catalog, QueryRuntime runtime) {
    this.parts = parts;
    this.server = server;
    this.catalog = catalog;
    this.runtime = runtime;
  }

  /// Starts a gateway and returns when it listens. The models load in the background: a question
  /// that comes before waits for them.
  ///
  /// @param environment where secrets that are references to variables are found
  /// @throws ThermoclineException CONFIGURATION when the port is taken, a secret is missing, or
  ///   tables and sources do not fit together
  public static Gateway start(
      GatewayConfig config,
      List<? extends Source> sources,
      CatalogService.Assembly assembly,
      Map<String, String> environment) {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      UserStore users = users(config, environment);
      SemanticStore store =
          SemanticStore.open(
              config.semantics().file().orElse(config.dataFolder().resolve("semantics.json")),
              config.semantics().lessons());
      CatalogService catalog =
          new CatalogService(
              List.copyOf(sources),
              new TaughtAssembly(assembly, store::lessons),
              config.valueIndex().refresh());
      parts.push(catalog);
      store.onChange(catalog::reassemble);
      EngineConfig limits =
          EngineConfig.forMachine(
                  Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory())
              .withQueryMemory(config.limits().memoryPerQuery().bytes());
      SpillSpace spill =
          SpillSpace.open(
              config.limits().spill().directory().orElse(config.dataFolder().resolve("spill")),
              config.limits().spill().limit().bytes());
      parts.push(spill);
      Engine engine = new Engine(limits, spill);
      parts.push(engine);
      QueryRuntime runtime =
          QueryRuntime.start(config, List.copyOf(sources), catalog, store, engine);
      parts.push(runtime);
      WireServer server = WireServer.start(settings(config), runtime.queries(), users);
      parts.push(server);
      if (config.listen().postgresPort() > 0) {
        parts.push(
            WireServer.startPostgres(
                settings(config).withPort(config.listen().postgresPort()),
                runtime.queries(),
                users,
                () -> PgCatalogSource.databases(catalog.current())));
      }
      return new Gateway(parts, server, catalog, runtime);
    } catch (RuntimeException | Error e) {
      closeAll(parts);
      throw e;
    }
  }

  /// Fails when the address to listen on is taken, before sources are started for it.
  ///
  /// @throws ThermoclineException CONFIGURATION
  public static void checkAddress(GatewayConfig config) {
    WireServer.checkFree(settings(config));
    if (config.listen().postgresPort() > 0) {
      WireServer.checkFree(settings(config).withPort(config.listen().postgresPort()));
    }
  }

  private static WireServerSettings settings(GatewayConfig config) {
    try {
      return WireServerSettings.DEFAULT
          .withAddress(InetAddress.getByName(config.listen().host()))
          .withPort(config.listen().port())
          .withMaxConnections(config.limits().connections());
    } catch (UnknownHostException e) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "listen.host: there is no address for \"" + config.listen().host() + "\"",
          e);
    }
  }

  private static UserStore users(GatewayConfig config, Map<String, String> environment) {
    SecureRandom random = new SecureRandom();
    Map<String, ScramVerifier> verifiers = new HashMap<>();
    for (GatewayConfig.User user : config.users()) {
      String credential = user.credential().resolve(environment);
      verifiers.put(
          user.name(),
          switch (user.kind()) {
            case PASSWORD -> ScramVerifier.of(credential.toCharArray(), random);
            case VERIFIER -> verifier(user.name(), credential);
          });
    }
    return UserStore.of(verifiers);
  }

  private static ScramVerifier verifier(String user, String text) {
    try {
      return ScramVerifier.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "the verifier of user " + user + " is malformed: " + e.getMessage(),
          e);
    }
  }

  /// The port that clients connect to.
  public int port() {
    return server.port();
  }

  /// The JDBC URL of a schema, without a user.
  public String jdbcUrl(String schema) {
    return "jdbc:thermocline://" + server.address().getHostString() + ":" + port() + "/" + schema;
  }

  /// The catalog in use.
  public CatalogService catalog() {
    return catalog;
  }

  /// Blocks until questions can be answered without waiting for models and the index of stored
  /// values.
  public void awaitReady() {
    runtime.awaitReady();
  }

  /// Stops listening, lets running statements end, then stops the rest. Idempotent; blocks.
  @Override
  public void close() {
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn(
            "event=close_failed part={} reason=\"{}\"",
            part.getClass().getSimpleName(),
            e.getMessage());
      }
    }
  }
}
