package io.thermocline.server.cli;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.server.config.ConfigReader;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.SourceConfig;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `thermocline serve`: a gateway over configured sources.
@Command(
    name = "serve",
    description = "Run a gateway as a configuration file says, until Ctrl-C or SIGTERM.",
    versionProvider = ThermoclineCommand.Version.class,
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration, thermocline.yaml.")
  private Path config = Path.of("thermocline.yaml");

  @Option(
      names = "--check",
      description = "Read the configuration, reach every source, print the tables, and leave.")
  private boolean check;

  private final CommandEnvironment environment;

  ServeCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    GatewayConfig settings = ConfigReader.load(config, environment.variables());
    if (settings.users().isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          config + " names no user, so nobody could log in. Add one under `users`.");
    }
    // A missing secret is said before anything starts.
    settings.users().forEach(user -> user.credential().resolve(environment.variables()));
    if (!check) {
      environment.gateways().checkAddress(settings);
    }
    try (ClosingStack open = new ClosingStack()) {
      open.closeAtExit();
      List<Source> sources = new ArrayList<>();
      if (settings.embedded()) {
        TierStores stores =
            open.push(
                EmbeddedStores.start(settings.dataFolder(), StartProgress.on(environment.err())));
        sources.addAll(stores.all());
      }
      for (SourceConfig source : settings.sources()) {
        sources.add(open.push(SourceFactory.open(source, environment.variables())));
      }
      if (sources.isEmpty()) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            config + " names no source. Add one under `sources`, or say `embedded: true`.");
      }
      ConfiguredAssembly assembly = new ConfiguredAssembly(settings, sources);
      if (check) {
        return check(sources, assembly);
      }
      GatewayStarter.Running gateway =
          open.push(environment.gateways().start(settings, sources, assembly));
      environment
          .out()
          .println("thermocline listens on " + settings.listen().host() + ":" + gateway.port());
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private int check(List<Source> sources, ConfiguredAssembly assembly) {
    Map<String, List<Relation>> relations = new HashMap<>();
    for (Source source : sources) {
      source.ping();
      relations.put(source.name(), source.discover());
    }
    for (LogicalTable table : assembly.assemble(relations)) {
      environment
          .out()
          .println(
              table.schema()
                  + "."
                  + table.name()
                  + ": "
                  + table.segments().stream()
                      .map(segment -> segment.source() + " " + segment.relation())
                      .collect(Collectors.joining(", ")));
    }
    return 0;
  }
}
