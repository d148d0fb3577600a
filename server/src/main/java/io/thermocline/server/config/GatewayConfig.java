package io.thermocline.server.config;

import io.thermocline.nl.time.DateOrder;
import io.thermocline.server.semantics.Lesson;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Everything that `thermocline.yaml` says, validated. Secrets are references and print as such.
///
/// @param embedded whether the gateway starts its own Postgres and ClickHouse in the data folder
/// @param tables what is said about tables beyond discovery
public record GatewayConfig(
    Listen listen,
    Path dataFolder,
    boolean embedded,
    List<User> users,
    Limits limits,
    List<SourceConfig> sources,
    List<TableConfig> tables,
    ValueIndex valueIndex,
    Translator translator,
    Semantics semantics,
    ClockConfig clock) {

  /// Copies the lists.
  public GatewayConfig {
    users = List.copyOf(users);
    sources = List.copyOf(sources);
    tables = List.copyOf(tables);
  }

  /// The configuration of an empty file.
  ///
  /// @param dataFolder where the gateway keeps its own files
  public static GatewayConfig defaults(Path dataFolder) {
    return new ConfigReader(new ConfigFolders(dataFolder, dataFolder, dataFolder)).read("");
  }

  /// The same with another address.
  public GatewayConfig withListen(Listen newListen) {
    return new GatewayConfig(
        newListen,
        dataFolder,
        embedded,
        users,
        limits,
        sources,
        tables,
        valueIndex,
        translator,
        semantics,
        clock);
  }

  /// The same with other users.
  public GatewayConfig withUsers(List<User> newUsers) {
    return new GatewayConfig(
        listen,
        dataFolder,
        embedded,
        newUsers,
        limits,
        sources,
        tables,
        valueIndex,
        translator,
        semantics,
        clock);
  }

  /// The same with another clock.
  public GatewayConfig withClock(ClockConfig newClock) {
    return new GatewayConfig(
        listen,
        dataFolder,
        embedded,
        users,
        limits,
        sources,
        tables,
        valueIndex,
        translator,
        semantics,
        newClock);
  }

  /// The same with other rules for what is taught.
  public GatewayConfig withSemantics(Semantics newSemantics) {
    return new GatewayConfig(
        listen,
        dataFolder,
        embedded,
        users,
        limits,
        sources,
        tables,
        valueIndex,
        translator,
        newSemantics,
        clock);
  }

  /// Where the gateway listens.
  ///
  /// @param port of the native protocol; 0 for any free one
  /// @param postgresPort of PostgreSQL's protocol; 0 when it is not spoken
  public record Listen(String host, int port, int postgresPort) {
    /// Loopback, port 7447, no PostgreSQL protocol.
    public static final Listen DEFAULT = new Listen("127.0.0.1", 7447);

    /// Without PostgreSQL's protocol.
    public Listen(String host, int port) {
      this(host, port, 0);
    }
  }

  /// Who may log in. `credential` is a password or a SCRAM verifier.
  public record User(String name, Kind kind, Secret credential) {
    /// What the credential is.
    public enum Kind {
      /// The password itself.
      PASSWORD,
      /// `SCRAM-SHA-256$iterations:salt$stored:server`.
      VERIFIER
    }

    /// A user with a password.
    public static User withPassword(String name, Secret password) {
      return new User(name, Kind.PASSWORD, password);
    }
  }

  /// What statements and clients may use.
  ///
  /// @param statementTimeout zero for no limit
  public record Limits(
      int connections,
      DataSize memoryPerQuery,
      Duration statementTimeout,
      DataSize statementLength,
      Spill spill) {}

  /// Where statements put rows that their memory cannot hold.
  ///
  /// @param directory empty for `spill` in the data folder
  /// @param limit the most bytes of all statements together
  public record Spill(Optional<Path> directory, DataSize limit) {}

  /// The index of stored values.
  public record ValueIndex(boolean enabled, int valuesPerColumn, Duration refresh) {}

  /// How questions are read.
  ///
  /// @param confidenceThreshold the likelihood below which a question is not answered
  /// @param fiscalYearStart the month, from 1
  /// @param dateOrder how dates with slashes are read
  /// @param modelFolder empty for the model that is built in
  public record Translator(
      double confidenceThreshold,
      int beamWidth,
      DayOfWeek weekStart,
      int fiscalYearStart,
      DateOrder dateOrder,
      Optional<Path> modelFolder) {}

  /// What users teach.
  ///
  /// @param teachers who may; empty for all users
  /// @param file where it is kept; empty for `semantics.json` in the data folder
  /// @param lessons what the configuration itself says
  public record Semantics(List<String> teachers, Optional<Path> file, List<Lesson> lessons) {
    /// Copies the lists.
    public Semantics {
      teachers = List.copyOf(teachers);
      lessons = List.copyOf(lessons);
    }
  }

  /// What time it is.
  ///
  /// @param now a frozen time, or empty for the real one
  public record ClockConfig(Optional<Instant> now) {
    /// A clock that shows it, in UTC.
    public Clock clock() {
      return now.map(instant -> Clock.fixed(instant, ZoneOffset.UTC)).orElseGet(Clock::systemUTC);
    }
  }
}
