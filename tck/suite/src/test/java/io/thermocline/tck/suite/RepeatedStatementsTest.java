package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.adapter.embedded.EmbeddedPostgres;
import io.thermocline.adapter.embedded.EmbeddedTiers;
import io.thermocline.adapter.postgres.PostgresConfig;
import io.thermocline.adapter.postgres.PostgresSource;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.Tier;
import io.thermocline.server.Gateway;
import io.thermocline.server.config.CatalogAssembler;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.Secret;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Statements that come again get the answer of this time, whatever was kept of the last: other
/// constants and parameters, tables that changed, segments that were added, another zone, a later
/// moment.
@Timeout(600)
class RepeatedStatementsTest {
  private static final LocalDate BORDER = LocalDate.of(2024, 7, 1);

  @TempDir static Path folder;
  private static EmbeddedPostgres postgres;
  private static PostgresSource source;
  private static Gateway gateway;

  /// The segments of `s.days` beside the first.
  private static volatile boolean divided;

  @BeforeAll
  static void start() throws SQLException {
    postgres =
        EmbeddedPostgres.start(
            new EmbeddedPostgres.Settings(
                folder.resolve("postgres"), EmbeddedTiers.standardCacheFolder()),
            (name, phase, fraction) -> {});
    execute(
        "create schema s",
        "create table s.items (id int8 primary key, n int4, amount numeric(12,2), name text, day"
            + " date, at timestamptz)",
        "insert into s.items select i, i % 10, i / 4.0, 'it''s ' || i, date '2024-01-01' + i,"
            + " timestamptz '2024-01-01 23:30:00Z' from generate_series(0, 99) i",
        "create table s.old_days (day date, n int4)",
        "insert into s.old_days select date '2024-06-28' + i, i from generate_series(0, 2) i",
        "create table s.new_days (day date, n int4)",
        "insert into s.new_days select date '2024-07-01' + i, 10 + i from generate_series(0, 2) i",
        "create table s.changing (id int8, v int4)",
        "insert into s.changing values (1, 2)",
        "analyze");
    source =
        new PostgresSource(
            new PostgresConfig("hot", postgres.jdbcUrl(), postgres.user(), postgres::password)
                .withSchemas(List.of("s")));
    gateway =
        Gateway.start(
            GatewayConfig.defaults(folder)
                .withListen(new GatewayConfig.Listen("127.0.0.1", 0))
                .withUsers(List.of(GatewayConfig.User.withPassword("u", new Secret.Literal("p")))),
            List.of(source),
            RepeatedStatementsTest::assemble,
            Map.of());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    source.close();
    postgres.close();
  }

  private static List<LogicalTable> assemble(Map<String, List<Relation>> relations) {
    List<LogicalTable> tables =
        new ArrayList<>(
            CatalogAssembler.assemble(
                    1,
                    List.of(
                        new CatalogAssembler.Discovered(
                            "hot", "postgres", relations.getOrDefault("hot", List.of()))),
                    Set.of(),
                    List.of())
                .tables());
    LogicalTable old =
        tables.stream().filter(t -> t.name().equals("old_days")).findFirst().orElseThrow();
    List<Segment> segments = new ArrayList<>();
    segments.add(segment("old_days", new SegmentRange(null, BORDER)));
    if (divided) {
      segments.add(segment("new_days", new SegmentRange(BORDER, null)));
    }
    tables.add(
        new LogicalTable(
            "s",
            "days",
            old.columns(),
            null,
            old.columnComments(),
            List.of(),
            List.of(),
            "day",
            segments,
            old.semantics()));
    return tables;
  }

  private static Segment segment(String name, SegmentRange range) {
    return new Segment("hot", new RelationName("s", name), Tier.HOT, range, true);
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(gateway.jdbcUrl("s") + "?connectTimeout=60", "u", "p");
  }

  private static String first(ResultSet result) throws SQLException {
    try (result) {
      return result.next() ? String.valueOf(result.getString(1)) : "nothing";
    }
  }

  @Test
  void textsThatDifferInConstantsHaveTheirOwnAnswers() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 12; i++) {
        assertThat(first(statement.executeQuery("select name from items where id = " + i)))
            .isEqualTo("it's " + i);
        assertThat(
                first(
                    statement.executeQuery("select id from items where name = 'it''s " + i + "'")))
            .isEqualTo(Integer.toString(i));
        assertThat(
                first(
                    statement.executeQuery(
                        "select count(*) from items where n = " + i + " and id >= 50")))
            .isEqualTo(i < 10 ? "5" : "0");
      }
      assertThat(first(statement.executeQuery("select n from items where n = 5000000000")))
          .isEqualTo("nothing");
      assertThat(first(statement.executeQuery("select n from items where n = 3"))).isEqualTo("3");
      assertThat(first(statement.executeQuery("select id from items where day = '2024-01-03'")))
          .isEqualTo("2");
      assertThat(first(statement.executeQuery("select id from items where day = '2024-01-04'")))
          .isEqualTo("3");
      assertThat(first(statement.executeQuery("select id from items where amount = 2")))
          .isEqualTo("8");
      assertThatThrownBy(() -> statement.executeQuery("select id from items where day = 'soon'"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void parametersAreThoseOfThisRun() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement byId =
            connection.prepareStatement("select name from items where id = ?");
        PreparedStatement byMany =
            connection.prepareStatement(
                "select id from items where name = ? and amount = ? and day = ? and n < ?")) {
      for (int i = 0; i < 8; i++) {
        byId.setLong(1, i);
        assertThat(first(byId.executeQuery())).isEqualTo("it's " + i);
        byId.setInt(1, i);
        assertThat(first(byId.executeQuery())).isEqualTo("it's " + i);
        byId.setString(1, Integer.toString(i));
        assertThat(first(byId.executeQuery())).isEqualTo("it's " + i);
        byMany.setString(1, "it's " + i);
        byMany.setBigDecimal(2, new BigDecimal(i).divide(new BigDecimal(4)));
        byMany.setDate(3, Date.valueOf(LocalDate.of(2024, 1, 1).plusDays(i)));
        byMany.setInt(4, 10);
        assertThat(first(byMany.executeQuery())).isEqualTo(Integer.toString(i));
        byMany.setString(1, "nul\0");
        assertThat(first(byMany.executeQuery())).isEqualTo("nothing");
      }
      byId.setNull(1, Types.BIGINT);
      assertThat(first(byId.executeQuery())).isEqualTo("nothing");
      byId.setLong(1, 1);
      assertThat(first(byId.executeQuery())).isEqualTo("it's 1");
    }
  }

  @Test
  void failuresLeaveTheStatementUsable() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement divide =
            connection.prepareStatement("select 10 / n from items where id = ?")) {
      for (int i = 0; i < 3; i++) {
        divide.setLong(1, 0);
        assertThatThrownBy(() -> first(divide.executeQuery()))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
        divide.setLong(1, 5);
        assertThat(first(divide.executeQuery())).isEqualTo("2");
      }
    }
  }

  @Test
  void tablesThatChangedAreReadAsTheyAre() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        PreparedStatement prepared =
            connection.prepareStatement("select v from changing where id = ?")) {
      prepared.setLong(1, 1);
      for (int i = 0; i < 3; i++) {
        assertThat(first(prepared.executeQuery())).isEqualTo("2");
        assertThat(first(statement.executeQuery("select v from changing where id = 1")))
            .isEqualTo("2");
      }
      execute("alter table s.changing add column w text", "update s.changing set v = 3, w = 'new'");
      gateway.catalog().refresh();
      assertThat(first(prepared.executeQuery())).isEqualTo("3");
      assertThat(first(statement.executeQuery("select w from changing where id = 1")))
          .isEqualTo("new");
      execute("alter table s.changing alter column v type text using 'v' || v");
      gateway.catalog().refresh();
      assertThat(first(statement.executeQuery("select v from changing where id = 1")))
          .isEqualTo("v3");
      assertThatThrownBy(prepared::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("26000"));
    }
  }

  @Test
  void newSegmentsAreReadAndParametersChooseAmongThem() throws SQLException {
    divided = false;
    gateway.catalog().refresh();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        PreparedStatement sum =
            connection.prepareStatement("select sum(n) from days where day >= ?")) {
      sum.setDate(1, Date.valueOf("2024-06-29"));
      assertThat(first(sum.executeQuery())).isEqualTo("3");
      assertThat(first(statement.executeQuery("select count(*) from days"))).isEqualTo("3");
      divided = true;
      gateway.catalog().refresh();
      assertThat(first(sum.executeQuery())).isEqualTo("36");
      assertThat(first(statement.executeQuery("select count(*) from days"))).isEqualTo("6");
      sum.setDate(1, Date.valueOf("2024-07-02"));
      assertThat(first(sum.executeQuery())).isEqualTo("23");
      sum.setDate(1, Date.valueOf("2024-06-30"));
      assertThat(first(sum.executeQuery())).isEqualTo("35");
    } finally {
      divided = false;
      gateway.catalog().refresh();
    }
  }

  @Test
  void theZoneAndTheMomentAreThoseOfTheSession() throws SQLException {
    String day = "select cast(at as date) from items where id = 1";
    String today = "select count(*) from items where day = current_date";
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 2; i++) {
        statement.execute("set time_zone = 'UTC'");
        assertThat(first(statement.executeQuery(day))).isEqualTo("2024-01-01");
        statement.execute("set time_zone = 'Europe/Berlin'");
        assertThat(first(statement.executeQuery(day))).isEqualTo("2024-01-02");
        statement.execute("set now = '2024-01-05T12:00:00Z'");
        assertThat(first(statement.executeQuery(today))).isEqualTo("1");
        statement.execute("set now = '2031-01-05T12:00:00Z'");
        assertThat(first(statement.executeQuery(today))).isEqualTo("0");
      }
    }
  }
}
