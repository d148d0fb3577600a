package io.thermocline.server.config;

import static io.thermocline.server.config.ConfigKey.Type.BOOLEAN;
import static io.thermocline.server.config.ConfigKey.Type.BOUND;
import static io.thermocline.server.config.ConfigKey.Type.DURATION;
import static io.thermocline.server.config.ConfigKey.Type.FRACTION;
import static io.thermocline.server.config.ConfigKey.Type.INSTANT;
import static io.thermocline.server.config.ConfigKey.Type.INTEGER;
import static io.thermocline.server.config.ConfigKey.Type.PATH;
import static io.thermocline.server.config.ConfigKey.Type.SECRET;
import static io.thermocline.server.config.ConfigKey.Type.SIZE;
import static io.thermocline.server.config.ConfigKey.Type.TEXT;
import static io.thermocline.server.config.ConfigKey.Type.TEXTS;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table of all keys of `thermocline.yaml`. What is not here is not a key.
public final class ConfigKeys {
  /// In the order of the reference page.
  public static final List<ConfigKey> ALL =
      List.of(
          key(
              "listen.host",
              TEXT,
              GatewayConfig.Listen.DEFAULT.host(),
              "",
              "The address to listen on."),
          key(
              "listen.port",
              INTEGER,
              Integer.toString(GatewayConfig.Listen.DEFAULT.port()),
              "",
              "The port of the native protocol; 0 takes a free one."),
          key(
              "listen.postgres-port",
              INTEGER,
              Integer.toString(GatewayConfig.Listen.DEFAULT.postgresPort()),
              "",
              "The port of PostgreSQL's protocol, for psql and other clients of it; 0 switches it off."),
          key(
              "data-folder",
              PATH,
              "",
              "",
              "Where the gateway keeps its own files. Default: `$XDG_DATA_HOME/thermocline`, else"
                  + " `~/.thermocline`."),
          key(
              "embedded",
              BOOLEAN,
              "false",
              "",
              "Start an embedded Postgres and ClickHouse in the data folder and add them, with a Parquet folder, as the sources `hot`, `warm` and `cold`."),
          key("users[].name", TEXT, "", "", "The user's name."),
          key("users[].password", SECRET, "", "", "The password. Give this or `verifier`."),
          key(
              "users[].verifier",
              TEXT,
              "",
              "",
              "A SCRAM verifier `SCRAM-SHA-256$iterations:salt$stored:server`, or a reference to one, as Postgres makes them."),
          key("limits.connections", INTEGER, "100", "", "The most client connections at a time."),
          key(
              "limits.memory-per-query",
              SIZE,
              "512MiB",
              "bytes",
              "The memory that one statement may hold; beyond it rows go to `engine.spill.directory` where the operation can work from there, else the statement fails with 53200."),
          key(
              "engine.spill.directory",
              PATH,
              "",
              "",
              "Where statements put rows that their memory cannot hold, on a disk of its own at best; `spill` in the data folder when left out."),
          key(
              "engine.spill.limit",
              SIZE,
              "16GiB",
              "bytes",
              "The most that all statements together may put there; beyond it fails with 53100."),
          key(
              "limits.statement-timeout",
              DURATION,
              "5m",
              "seconds",
              "A statement that runs longer fails with 57014; 0 for no limit."),
          key(
              "limits.statement-length",
              SIZE,
              "1MiB",
              "bytes",
              "The longest statement or question."),
          key(
              "sources[].name",
              TEXT,
              "",
              "",
              "A name of your choice, unique; shown as tier source and used in `tables`."),
          key("sources[].kind", TEXT, "", "", "`postgres`, `clickhouse` or `parquet`."),
          key(
              "sources[].url",
              TEXT,
              "",
              "",
              "Of a Postgres `jdbc:postgresql://host:port/database`, of a ClickHouse `jdbc:clickhouse://host:port/database` or `http://host:port/database`."),
          key(
              "sources[].folder",
              PATH,
              "",
              "",
              "Of a Parquet source: a folder with a folder for each schema, in it Parquet files or Iceberg tables."),
          key("sources[].user", TEXT, "", "", "The user to connect as."),
          key("sources[].password", SECRET, "", "", "The password of that user."),
          key(
              "sources[].schemas",
              TEXTS,
              "",
              "",
              "Schemas (ClickHouse: databases) to show; all when left out."),
          key(
              "sources[].pool-size",
              INTEGER,
              "8",
              "",
              "The most connections to this source at a time."),
          key(
              "tables[].name",
              TEXT,
              "",
              "",
              "The table's name for statements, `schema.table`. A relation that no entry names is a table of its own name."),
          key(
              "tables[].tiering-key",
              TEXT,
              "",
              "",
              "The column by whose ranges the segments are cut; needed with several segments."),
          key(
              "tables[].primary-key",
              TEXTS,
              "",
              "",
              "The columns that identify a row, where the sources do not say."),
          key(
              "tables[].display-name",
              TEXT,
              "",
              "",
              "How people call the table; derived from its name when left out."),
          key("tables[].synonyms", TEXTS, "", "", "Further words for the table."),
          key(
              "tables[].description",
              TEXT,
              "",
              "",
              "What a row is; replaces the comment that discovery found."),
          key("tables[].segments[].source", TEXT, "", "", "The source that holds the segment."),
          key(
              "tables[].segments[].relation",
              TEXT,
              "",
              "",
              "The relation there, `schema.name`; the table's own name when left out."),
          key(
              "tables[].segments[].from",
              BOUND,
              "",
              "",
              "The lowest tiering key in the segment; open when left out."),
          key(
              "tables[].segments[].to",
              BOUND,
              "",
              "",
              "The tiering key at which the segment ends, itself not in it; open when left out."),
          key(
              "tables[].segments[].exact",
              BOOLEAN,
              "false",
              "",
              "The relation holds no row outside the range, so that none need be filtered out."),
          key(
              "tables[].joins[].columns",
              TEXTS,
              "",
              "",
              "Columns that hold a key of another table; for joins that no foreign key declares."),
          key("tables[].joins[].table", TEXT, "", "", "The other table, `schema.table`."),
          key(
              "tables[].joins[].target-columns",
              TEXTS,
              "",
              "",
              "Its key columns; those of the same names when left out."),
          key("tables[].columns{}.display-name", TEXT, "", "", "How people call the column."),
          key("tables[].columns{}.synonyms", TEXTS, "", "", "Further words for the column."),
          key(
              "tables[].columns{}.description",
              TEXT,
              "",
              "",
              "What the column holds; replaces the comment that discovery found."),
          key(
              "tables[].columns{}.value-index",
              BOOLEAN,
              "true",
              "",
              "Whether stored values of a text column are indexed, so that questions can name them. Turn it off for personal data."),
          key(
              "tables[].computed{}.expression",
              TEXT,
              "",
              "",
              "A SQL expression over stored columns: `quantity * unit_price`."),
          key("tables[].computed{}.description", TEXT, "", "", "What the computed column means."),
          key(
              "tables[].columns{}.value-synonyms[].words",
              TEXT,
              "",
              "",
              "Words that mean a stored value of the column."),
          key("tables[].columns{}.value-synonyms[].value", TEXT, "", "", "That stored value."),
          key(
              "tables[].metrics{}.expression",
              TEXT,
              "",
              "",
              "A SQL expression of aggregates: `sum(quantity * unit_price)`. It may use columns of tables to which foreign keys lead, as `table.column`."),
          key(
              "tables[].metrics{}.filter",
              TEXT,
              "",
              "",
              "A SQL condition for the rows that count; all when left out."),
          key("tables[].metrics{}.description", TEXT, "", "", "What the metric means."),
          key("tables[].metrics{}.synonyms", TEXTS, "", "", "Further words for the metric."),
          key(
              "verified[].schema",
              TEXT,
              "",
              "",
              "The schema that clients connect to when they ask the question."),
          key("verified[].question", TEXT, "", "", "A question whose answer is known."),
          key("verified[].sql", TEXT, "", "", "The SQL that answers it."),
          key(
              "semantics.teachers",
              TEXTS,
              "",
              "",
              "The users who may teach metrics, synonyms and verified questions; all when left out."),
          key(
              "semantics.file",
              PATH,
              "",
              "",
              "Where what was taught is kept; `semantics.json` in the data folder when left out."),
          key(
              "value-index.enabled",
              BOOLEAN,
              "true",
              "",
              "Whether stored values are indexed at all."),
          key(
              "value-index.values-per-column",
              INTEGER,
              "20000",
              "",
              "The most distinct values of one column that are kept."),
          key(
              "value-index.refresh",
              DURATION,
              "1h",
              "seconds",
              "How often the index and the statistics are read anew."),
          key(
              "translator.confidence-threshold",
              FRACTION,
              "0.35",
              "",
              "A question whose best reading is less likely fails with TQ001."),
          key(
              "translator.beam-width",
              INTEGER,
              "5",
              "",
              "How many readings the decoder follows; 1 is fastest."),
          key(
              "translator.week-start",
              TEXT,
              "monday",
              "",
              "The day on which a week starts in questions."),
          key(
              "translator.fiscal-year-start",
              INTEGER,
              "1",
              "month 1..12",
              "The month in which a fiscal year starts in questions."),
          key(
              "translator.date-order",
              TEXT,
              "mdy",
              "",
              "How `03/04/2024` in questions is read: `mdy` with the month first, `dmy` with the day first."),
          key(
              "translator.model-folder",
              PATH,
              "",
              "",
              "A folder with another translation model; the one built in when left out."),
          key(
              "clock.now",
              INSTANT,
              "",
              "",
              "Freezes what questions and `now()` take for the current time. For tests and demos."));

  private static final Map<String, ConfigKey> BY_PATH = byPath();

  private ConfigKeys() {}

  private static ConfigKey key(
      String path, ConfigKey.Type type, String defaultText, String unit, String doc) {
    return new ConfigKey(path, type, defaultText, unit, doc);
  }

  private static Map<String, ConfigKey> byPath() {
    Map<String, ConfigKey> map = new LinkedHashMap<>();
    for (ConfigKey key : ALL) {
      if (map.put(key.path(), key) != null) {
        throw new IllegalStateException(key.path() + " stands twice in the table");
      }
    }
    return map;
  }

  /// The key at a path of the table.
  public static Optional<ConfigKey> find(String path) {
    return Optional.ofNullable(BY_PATH.get(path));
  }

  /// The names that may stand in a section; the section's path is written as in the table, empty at
  /// the top.
  static Set<String> namesIn(String section) {
    String prefix = section.isEmpty() ? "" : section + ".";
    Set<String> names = new LinkedHashSet<>();
    for (ConfigKey key : ALL) {
      if (key.path().startsWith(prefix)) {
        String rest = key.path().substring(prefix.length());
        int dot = rest.indexOf('.');
        names.add((dot < 0 ? rest : rest.substring(0, dot)).replace("[]", "").replace("{}", ""));
      }
    }
    return names;
  }

  /// Whether a path of the table is a section that holds further keys.
  static boolean isSection(String path) {
    return ALL.stream().anyMatch(key -> key.path().startsWith(path + "."));
  }

  /// The name in a section that a misspelt one most likely means.
  static Optional<String> nearest(String section, String name) {
    return namesIn(section).stream()
        .min(Comparator.comparingInt(candidate -> distance(candidate, name)))
        .filter(candidate -> distance(candidate, name) <= Math.max(2, candidate.length() / 3));
  }

  /// The number of single-character edits between two texts, a swap of neighbours being one.
  static int distance(String a, String b) {
    int[][] costs = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          costs[i][j] = i + j;
          continue;
        }
        int change = costs[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        costs[i][j] = Math.min(change, Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          costs[i][j] = Math.min(costs[i][j], costs[i - 2][j - 2] + 1);
        }
      }
    }
    return costs[a.length()][b.length()];
  }
}
