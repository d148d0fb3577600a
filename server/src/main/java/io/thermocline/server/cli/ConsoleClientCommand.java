package io.thermocline.server.cli;

import io.thermocline.server.console.Console;
import io.thermocline.server.console.Screen;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `thermocline console`: asks a gateway.
@Command(
    name = "console",
    description =
        "Ask a running gateway: questions, SQL, and commands such as \\d. Reads a pipe line by line.",
    versionProvider = ThermoclineCommand.Version.class,
    mixinStandardHelpOptions = true)
final class ConsoleClientCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "For instance jdbc:thermocline://127.0.0.1:7447/shop, or host:port/schema.")
  private String url = "";

  @Option(
      names = {"-c", "--command"},
      paramLabel = "STATEMENT",
      description = "Run this and leave; may be given several times.")
  private List<String> statements = List.of();

  @Option(
      names = {"-u", "--user"},
      description = "The user, when the URL does not say.")
  private @Nullable String user;

  @Option(
      names = {"-p", "--password-env"},
      paramLabel = "VARIABLE",
      description =
          "The environment variable that holds the password; THERMOCLINE_PASSWORD unless given.")
  private String passwordVariable = "THERMOCLINE_PASSWORD";

  @Option(
      names = {"-x", "--expanded"},
      description = "A line for each value.")
  private boolean expanded;

  private final CommandEnvironment environment;

  ConsoleClientCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws SQLException {
    String full =
        url.startsWith("jdbc:") ? url : "jdbc:thermocline://" + url.replaceFirst("^[a-z]+://", "");
    try (Connection connection = DriverManager.getConnection(full, properties())) {
      if (statements.isEmpty()) {
        return new Terminals(environment).runConsole(connection) ? 0 : 1;
      }
      Console console = new Console(connection, Screen.plain(environment.out()), System::nanoTime);
      if (expanded) {
        console.expand();
      }
      boolean good = true;
      for (String statement : statements) {
        good &= console.execute(statement.strip());
      }
      return good ? 0 : 1;
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    if (user != null) {
      properties.setProperty("user", user);
    }
    String password = environment.variables().get(passwordVariable);
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("applicationName", "thermocline console");
    properties.setProperty("insights", "on");
    return properties;
  }
}
