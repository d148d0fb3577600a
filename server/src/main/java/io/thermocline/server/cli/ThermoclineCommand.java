package io.thermocline.server.cli;

import io.thermocline.server.config.ConfigFolders;
import io.thermocline.server.config.ProcessEnvironment;
import io.thermocline.spi.error.ErrorCategory;
import io.thermocline.spi.error.ThermoclineException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `thermocline`: the entry of the program.
@Command(
    name = "thermocline",
    description = "Questions and SQL over Postgres, ClickHouse and Parquet.",
    versionProvider = ThermoclineCommand.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 when all went well, 1 when something failed, 2 for wrong options."
    })
public final class ThermoclineCommand implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ThermoclineCommand.class);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--verbose",
      description = "Log what happens to standard error.",
      scope = CommandLine.ScopeType.INHERIT)
  private boolean verbose;

  private final CommandEnvironment environment;

  ThermoclineCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  /// Runs a command and ends the process with its exit status.
  public static void main(String[] arguments) {
    Map<String, String> variables = ProcessEnvironment.variables();
    CommandEnvironment environment =
        new CommandEnvironment(
            variables,
            ConfigFolders.of(Path.of(""), variables, ProcessEnvironment.userHome()),
            System.in,
            System.out,
            System.err,
            new Gateways(variables));
    System.exit(run(environment, arguments));
  }

  /// Runs a command.
  ///
  /// @return the exit status
  static int run(CommandEnvironment environment, String... arguments) {
    ThermoclineCommand root = new ThermoclineCommand(environment);
    CommandLine line = new CommandLine(root);
    line.addSubcommand(new DemoCommand(environment));
    line.addSubcommand(new ServeCommand(environment));
    line.addSubcommand(new ConsoleClientCommand(environment));
    line.addSubcommand(new EvalCommand(environment));
    line.setOut(new PrintWriter(environment.out(), true));
    line.setErr(new PrintWriter(environment.err(), true));
    line.setExecutionStrategy(parsed -> {
      CommandLogging.configure(root.verbose ? "FINE" : isServe(parsed) ? "INFO" : "WARNING");
      return new CommandLine.RunLast().execute(parsed);
    });
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(environment, root.verbose, e));
    return line.execute(arguments);
  }

  private static boolean isServe(CommandLine.ParseResult parsed) {
    return parsed.hasSubcommand() && parsed.subcommand().commandSpec().name().equals("serve");
  }

  private static int failed(CommandEnvironment environment, boolean verbose, Exception e) {
    if (ClosingStack.isStopping()) {
      // What broke is what Ctrl-C or SIGTERM closed.
      return 1;
    }
    environment.err().println("thermocline: " + message(e));
    boolean defect =
        !(e instanceof SQLException)
            && !(e instanceof ThermoclineException known
                && known.code().category() != ErrorCategory.INTERNAL);
    if (verbose || defect) {
      LOG.error("event=command_failed", e);
    }
    return 1;
  }

  private static String message(Exception e) {
    return switch (e) {
      case ThermoclineException known ->
          known.getMessage() + " (SQLSTATE " + known.code().sqlState() + ")";
      case SQLException known -> known.getMessage() + " (SQLSTATE " + known.getSQLState() + ")";
      default -> e.toString();
    };
  }

  /// Without a command: says how to use it.
  @Override
  public void run() {
    (spec == null ? new CommandLine(this) : spec.commandLine()).usage(environment.out());
  }

  /// Reads the version from the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = ThermoclineCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "thermocline " + (version == null ? "(built from source)" : version),
        "Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
      };
    }
  }
}
