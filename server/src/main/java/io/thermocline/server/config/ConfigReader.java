package io.thermocline.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thermocline.catalog.TableSemantics.ComputedColumn;
import io.thermocline.nl.semantics.VerifiedQuestion;
import io.thermocline.nl.time.DateOrder;
import io.thermocline.server.semantics.Lesson;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Turns `thermocline.yaml` into a [GatewayConfig]. Every error is a CONFIGURATION that names the
/// key and what to write instead.
public final class ConfigReader {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_COUNT = 1_000_000;

  private final ConfigFolders folders;

  /// @param folders where relative paths lead
  public ConfigReader(ConfigFolders folders) {
    this.folders = folders;
  }

  /// Reads a file of the process's own surroundings.
  public static GatewayConfig load(Path file, Map<String, String> environment) {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    ConfigFolders folders =
        ConfigFolders.of(
            parent == null ? absolute : parent, environment, ProcessEnvironment.userHome());
    try {
      return new ConfigReader(folders).read(Files.readString(absolute));
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          absolute + " cannot be read. Give the file's path with --config.",
          e);
    }
  }

  /// Reads the text of a file.
  public GatewayConfig read(String yaml) {
    JsonNode tree = parse(yaml);
    new UnknownKeys().check(tree);
    ConfigSection root = new ConfigSection("", "", tree, folders);
    GatewayConfig config =
        new GatewayConfig(
            listen(root.section("listen")),
            root.path("data-folder").orElse(folders.data()),
            root.bool("embedded"),
            root.list("users").stream().map(ConfigReader::user).toList(),
            limits(root.section("limits"), root.section("engine").section("spill")),
            root.list("sources").stream().map(ConfigReader::source).toList(),
            root.list("tables").stream().map(ConfigReader::table).toList(),
            valueIndex(root.section("value-index")),
            translator(root.section("translator")),
            semantics(root),
            clock(root.section("clock")));
    checkNames(config);
    return config;
  }

  private static JsonNode parse(String yaml) {
    YAMLMapper mapper =
        new YAMLMapper(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    try {
      JsonNode tree = mapper.readTree(yaml);
      if (tree == null || tree.isMissingNode() || tree.isNull()) {
        return MissingNode.getInstance();
      }
      if (!tree.isObject()) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "the configuration is not a mapping of keys, for instance `listen:`.");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "the configuration is not valid YAML: " + e.getOriginalMessage(),
          e);
    }
  }

  private static GatewayConfig.Listen listen(ConfigSection section) {
    return new GatewayConfig.Listen(
        section.required("host"),
        section.integer("port", 0, MAX_PORT),
        section.integer("postgres-port", 0, MAX_PORT));
  }

  private static GatewayConfig.User user(ConfigSection section) {
    String name = section.required("name");
    Optional<Secret> password = section.secret("password");
    Optional<String> verifier = section.optional("verifier");
    if (password.isPresent() == verifier.isPresent()) {
      throw section.wrong(
          "password", "and verifier: give exactly one of them for the user " + name);
    }
    return password
        .map(secret -> new GatewayConfig.User(name, GatewayConfig.User.Kind.PASSWORD, secret))
        .orElseGet(() ->
            new GatewayConfig.User(
                name, GatewayConfig.User.Kind.VERIFIER, verifier(section, verifier.orElse(""))));
  }

  private static Secret verifier(ConfigSection section, String text) {
    if (text.startsWith("SCRAM-SHA-256$")) {
      return new Secret.Literal(text);
    }
    return section.secret("verifier").orElseThrow();
  }

  private static GatewayConfig.Limits limits(ConfigSection section, ConfigSection spill) {
    return new GatewayConfig.Limits(
        section.integer("connections", 1, MAX_COUNT),
        section.size("memory-per-query"),
        section.duration("statement-timeout"),
        section.size("statement-length"),
        new GatewayConfig.Spill(spill.path("directory"), spill.size("limit")));
  }

  private static SourceConfig source(ConfigSection section) {
    String name = section.required("name");
    String kind = section.required("kind");
    List<String> schemas = section.texts("schemas");
    return switch (kind) {
      case "postgres" ->
          new SourceConfig.Postgres(
              name,
              url(section, "jdbc:postgresql:"),
              section.text("user"),
              section.secret("password"),
              schemas,
              section.integer("pool-size", 1, 1000));
      case "clickhouse" ->
          new SourceConfig.ClickHouse(
              name,
              url(section, "jdbc:clickhouse:", "http:", "https:"),
              section.text("user"),
              section.secret("password"),
              schemas,
              section.integer("pool-size", 1, 1000));
      case "parquet" ->
          new SourceConfig.Parquet(
              name,
              section
                  .path("folder")
                  .orElseThrow(() -> section.wrong("folder", "is missing for a Parquet source")),
              schemas);
      default ->
          throw section.wrong("kind", "is '" + kind + "'; write postgres, clickhouse or parquet");
    };
  }

  private static String url(ConfigSection section, String... starts) {
    String url = section.required("url");
    if (Stream.of(starts).noneMatch(url::startsWith)) {
      throw section.wrong("url", "does not start with " + String.join(" or ", starts));
    }
    if (url.matches("(?i).*(password=|//[^/@]*:[^/@]*@).*")) {
      throw section.wrong(
          "url", "holds a password. Move it to the key password, as env:NAME or file:PATH");
    }
    return url;
  }

  private static TableConfig table(ConfigSection section) {
    RelationName name = relation(section, "name", section.required("name"));
    List<TableConfig.SegmentConfig> segments =
        section.list("segments").stream()
            .map(s ->
                new TableConfig.SegmentConfig(
                    s.required("source"),
                    s.optional("relation").map(text -> relation(s, "relation", text)).orElse(name),
                    s.optional("from").orElse(null),
                    s.optional("to").orElse(null),
                    s.bool("exact")))
            .toList();
    Optional<String> tieringKey = section.optional("tiering-key");
    if (segments.size() > 1 && tieringKey.isEmpty()) {
      throw section.wrong(
          "tiering-key", "is missing; " + name + " has " + segments.size() + " segments");
    }
    Map<String, TableConfig.ColumnConfig> columns = new java.util.LinkedHashMap<>();
    section.map("columns").forEach((column, s) -> columns.put(column, column(s)));
    List<ComputedColumn> computed = new ArrayList<>();
    section
        .map("computed")
        .forEach((column, s) ->
            computed.add(
                new ComputedColumn(column, s.required("expression"), s.text("description"))));
    return new TableConfig(
        name,
        tieringKey,
        section.texts("primary-key"),
        section.text("display-name"),
        section.texts("synonyms"),
        section.text("description"),
        segments,
        section.list("joins").stream().map(ConfigReader::join).toList(),
        columns,
        computed);
  }

  private static TableConfig.JoinConfig join(ConfigSection section) {
    List<String> columns = section.texts("columns");
    List<String> targets = section.texts("target-columns");
    if (columns.isEmpty() || !targets.isEmpty() && targets.size() != columns.size()) {
      throw section.wrong(
          "columns", "and target-columns must name equally many columns, at least one");
    }
    return new TableConfig.JoinConfig(
        columns,
        relation(section, "table", section.required("table")),
        targets.isEmpty() ? columns : targets);
  }

  private static TableConfig.ColumnConfig column(ConfigSection section) {
    return new TableConfig.ColumnConfig(
        section.text("display-name"),
        section.texts("synonyms"),
        section.text("description"),
        section.bool("value-index"));
  }

  private static RelationName relation(ConfigSection section, String key, String text) {
    int dot = text.indexOf('.');
    if (dot <= 0 || dot == text.length() - 1) {
      throw section.wrong(key, "is '" + text + "'; write schema.table");
    }
    return new RelationName(text.substring(0, dot), text.substring(dot + 1));
  }

  private static GatewayConfig.ValueIndex valueIndex(ConfigSection section) {
    return new GatewayConfig.ValueIndex(
        section.bool("enabled"),
        section.integer("values-per-column", 0, 10_000_000),
        section.duration("refresh"));
  }

  private static GatewayConfig.Translator translator(ConfigSection section) {
    String day = section.required("week-start").toUpperCase(Locale.ROOT);
    DayOfWeek weekStart =
        List.of(DayOfWeek.values()).stream()
            .filter(value -> value.name().equals(day))
            .findFirst()
            .orElseThrow(
                () -> section.wrong("week-start", "is '" + day + "'; write a day such as monday"));
    return new GatewayConfig.Translator(
        section.fraction("confidence-threshold"),
        section.integer("beam-width", 1, 32),
        weekStart,
        section.integer("fiscal-year-start", 1, 12),
        dateOrder(section),
        section.path("model-folder"));
  }

  private static GatewayConfig.Semantics semantics(ConfigSection root) {
    List<Lesson> lessons = new ArrayList<>();
    for (ConfigSection table : root.list("tables")) {
      RelationName name = relation(table, "name", table.required("name"));
      table
          .map("metrics")
          .forEach((metric, s) -> {
            lessons.add(
                new Lesson.Metric(
                    name.schema(),
                    metric,
                    name.name(),
                    s.required("expression"),
                    s.text("filter"),
                    s.text("description"),
                    Lesson.Origin.configured()));
            s.texts("synonyms").forEach(words -> lessons.add(synonym(name, words, metric, "")));
          });
      table
          .map("columns")
          .forEach((column, s) -> {
            for (ConfigSection value : s.list("value-synonyms")) {
              lessons.add(synonym(name, value.required("words"), column, value.required("value")));
            }
          });
    }
    for (ConfigSection verified : root.list("verified")) {
      lessons.add(
          new Lesson.Verified(
              verified.text("schema"),
              verified.required("question"),
              VerifiedQuestion.Form.SQL,
              verified.required("sql"),
              Lesson.Origin.configured()));
    }
    ConfigSection section = root.section("semantics");
    requireDifferent(lessons);
    return new GatewayConfig.Semantics(section.texts("teachers"), section.path("file"), lessons);
  }

  private static Lesson synonym(RelationName table, String words, String column, String value) {
    return new Lesson.Synonym(
        table.schema(), words, table.name(), column, value, Lesson.Origin.configured());
  }

  private static void requireDifferent(List<Lesson> lessons) {
    Map<String, Lesson> known = new HashMap<>();
    for (Lesson lesson : lessons) {
      Lesson before = known.put(lesson.key(), lesson);
      if (before != null && !before.equals(lesson)) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "the "
                + lesson.key()
                + " is defined twice, and differently; leave one definition out.");
      }
    }
  }

  private static DateOrder dateOrder(ConfigSection section) {
    String order = section.required("date-order");
    return switch (order) {
      case "mdy" -> DateOrder.MONTH_FIRST;
      case "dmy" -> DateOrder.DAY_FIRST;
      default -> throw section.wrong("date-order", "is '" + order + "'; write mdy or dmy");
    };
  }

  private static GatewayConfig.ClockConfig clock(ConfigSection section) {
    return new GatewayConfig.ClockConfig(section.instant("now"));
  }

  private static void checkNames(GatewayConfig config) {
    unique(config.users().stream().map(GatewayConfig.User::name).toList(), "users[].name");
    List<String> names =
        new ArrayList<>(config.sources().stream().map(SourceConfig::name).toList());
    if (config.embedded()) {
      names.addAll(List.of("hot", "warm", "cold"));
    }
    Set<String> sources = unique(names, "sources[].name");
    unique(
        config.tables().stream().map(table -> table.name().toString()).toList(), "tables[].name");
    for (TableConfig table : config.tables()) {
      for (TableConfig.SegmentConfig segment : table.segments()) {
        if (!sources.contains(segment.source())) {
          throw new ThermoclineException(
              ErrorCode.CONFIGURATION,
              "tables[].segments[].source of "
                  + table.name()
                  + " is '"
                  + segment.source()
                  + "', which is not one of the sources "
                  + sources
                  + ".");
        }
      }
    }
  }

  private static Set<String> unique(List<String> names, String key) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION, key + " '" + name + "' stands twice.");
      }
    }
    return seen;
  }
}
