package io.thermocline.tck.suite;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.server.Gateway;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.Secret;
import io.thermocline.server.query.CatalogService;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.ScalarType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Random tables spread over the stores, each in one of them or split by `at`, with a gateway over
/// them, and once more whole in a schema of the first store, which is the Postgres to compare with.
final class SpreadTables implements AutoCloseable {
  private static final String SCHEMA = "spread";
  private static final String REFERENCE = "spread_reference";
  private static final Tier[] TIERS = {Tier.HOT, Tier.WARM, Tier.COLD};

  private final Gateway gateway;
  private final List<RandomTable> tables;

  private SpreadTables(Gateway gateway, List<RandomTable> tables) {
    this.gateway = gateway;
    this.tables = tables;
  }

  /// @param stores a Postgres, a ClickHouse and Parquet files, which stay open
  static SpreadTables load(List<Source> stores, Path folder, int count, Random random) {
    List<RandomTable> tables = new ArrayList<>();
    List<LogicalTable> catalog = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomTable table = RandomTable.of("r" + i, random);
      tables.add(table);
      write((WritableSource) stores.getFirst(), REFERENCE, table, table.rows());
      catalog.add(spread(table, stores, random));
    }
    GatewayConfig defaults = GatewayConfig.defaults(folder);
    GatewayConfig config =
        new GatewayConfig(
            new GatewayConfig.Listen("127.0.0.1", 0),
            folder,
            defaults.embedded(),
            List.of(GatewayConfig.User.withPassword(Shop.USER, new Secret.Literal(Shop.PASSWORD))),
            defaults.limits(),
            defaults.sources(),
            defaults.tables(),
            new GatewayConfig.ValueIndex(false, 1, Duration.ofHours(1)),
            new GatewayConfig.Translator(
                defaults.translator().confidenceThreshold(),
                defaults.translator().beamWidth(),
                defaults.translator().weekStart(),
                defaults.translator().fiscalYearStart(),
                defaults.translator().dateOrder(),
                Optional.of(folder.resolve("no-models"))),
            defaults.semantics(),
            defaults.clock());
    return new SpreadTables(
        Gateway.start(config, stores, CatalogService.Assembly.fixed(catalog), Map.of()),
        List.copyOf(tables));
  }

  private static LogicalTable spread(RandomTable table, List<Source> stores, Random random) {
    int at = table.columns().indexOf("at");
    int parts = 1 + random.nextInt(3);
    List<Integer> chosen = new ArrayList<>(List.of(0, 1, 2));
    while (chosen.size() > parts) {
      chosen.remove(random.nextInt(chosen.size()));
    }
    TreeSet<Integer> cuts = new TreeSet<>();
    while (cuts.size() < parts - 1) {
      cuts.add(1 + random.nextInt(RandomTable.DAYS - 1));
    }
    List<LocalDate> borders =
        cuts.descendingSet().stream().map(RandomTable.FIRST_DAY::plusDays).toList();
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      LocalDate from = i < borders.size() ? borders.get(i) : null;
      LocalDate to = i == 0 ? null : borders.get(i - 1);
      boolean exact = parts == 1 || random.nextInt(4) > 0;
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (List<@Nullable Object> row : table.rows()) {
        LocalDate day =
            row.get(at) instanceof LocalDateTime t ? t.toLocalDate() : (LocalDate) row.get(at);
        boolean inside =
            (from == null || !java.util.Objects.requireNonNull(day).isBefore(from))
                && (to == null || java.util.Objects.requireNonNull(day).isBefore(to));
        if (inside || !exact && random.nextInt(3) == 0) {
          rows.add(row);
        }
      }
      Source store = stores.get(chosen.get(i));
      write((WritableSource) store, SCHEMA, table, rows);
      segments.add(
          new Segment(
              store.name(),
              new RelationName(SCHEMA, table.name()),
              TIERS[chosen.get(i)],
              new SegmentRange(bound(table, from), bound(table, to)),
              exact));
    }
    return new LogicalTable(
        SCHEMA,
        table.name(),
        table.columns(),
        null,
        java.util.Collections.nCopies(table.columns().size(), null),
        random.nextBoolean() ? List.of("id") : List.of(),
        List.of(),
        parts == 1 ? null : "at",
        segments,
        TableSemantics.NONE);
  }

  private static @Nullable Object bound(RandomTable table, @Nullable LocalDate day) {
    return day == null || table.columns().field(2).type() == ScalarType.DATE
        ? day
        : day.atStartOfDay();
  }

  private static void write(
      WritableSource store, String schema, RandomTable table, List<List<@Nullable Object>> rows) {
    RelationName name = new RelationName(schema, table.name());
    store.drop(name);
    WriteOptions options = new WriteOptions(List.of("at"), List.of("id", "k"));
    store.create(Relation.of(name, table.columns()), options);
    try (Sink sink = store.write(name, options)) {
      if (!rows.isEmpty()) {
        sink.write(BatchReaders.batch(table.columns(), rows));
      }
      sink.commit();
    }
  }

  List<RandomTable> tables() {
    return tables;
  }

  /// A connection to the gateway.
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        gateway.jdbcUrl(SCHEMA) + "?connectTimeout=120", Shop.USER, Shop.PASSWORD);
  }

  /// Makes a connection to the first store see the whole tables.
  Connection prepared(Connection reference) throws SQLException {
    try (var statement = reference.createStatement()) {
      statement.execute("set search_path to " + REFERENCE);
      statement.execute("set time zone 'UTC'");
    }
    return reference;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
