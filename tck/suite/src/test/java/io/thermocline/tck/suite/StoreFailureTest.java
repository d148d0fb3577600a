package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Stores that are killed while the gateway runs: statements that need them fail with a clear
/// error, others go on, and everything works again when they are back, without a restart of the
/// gateway.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreFailureTest {
  private static final Set<String> UNAVAILABLE = Set.of("08001", "08006");
  private static final String HOT = "select count(*) from customers";
  private static final String WARM =
      "select count(*) from orders where ordered_at >= date '2025-01-01' and ordered_at < date '2025-02-01'";
  private static final String COLD =
      "select count(*) from orders where ordered_at < date '2022-01-01'";

  private Shop shop;

  @BeforeAll
  void start() {
    shop = Shop.start();
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  private long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }

  @Test
  void aKilledPostgresComesBackBehindTheGateway() throws Exception {
    try (Connection connection = shop.connect()) {
      long before = count(connection, HOT);
      kill(shop.tiers().postgres().pid());
      assertUnavailable(connection, HOT, "hot");
      assertThat(count(connection, COLD)).isPositive();
      assertThat(awaitAnswer(connection, HOT)).isEqualTo(before);
    }
  }

  @Test
  void aKilledClickHouseComesBackBehindTheGateway() throws Exception {
    try (Connection connection = shop.connect()) {
      long before = count(connection, WARM);
      kill(shop.tiers().clickHouse().pid());
      assertUnavailable(connection, WARM, "warm");
      assertThat(count(connection, COLD)).isPositive();
      assertThat(awaitAnswer(connection, WARM)).isEqualTo(before);
    }
  }

  @Test
  void aStoreKilledDuringAQueryEndsTheQueryWithAnError() throws Exception {
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(100);
      String sql =
          "select a.order_id, b.order_id from order_items a join order_items b on a.line_number = b.line_number";
      try (ResultSet result = statement.executeQuery(sql)) {
        assertThat(result.next()).isTrue();
        kill(shop.tiers().postgres().pid());
        while (result.next()) {
          // Rows that were read before the store died may still come.
          assertThat(result.getLong(1)).isNotNegative();
        }
      } catch (SQLException e) {
        assertThat(e.getSQLState()).isIn("08001", "08006", "57P01");
      }
      awaitAnswer(connection, HOT);
    }
  }

  private static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  /// The supervisor may have restarted the store already: then the statement has its answer, which
  /// is right too.
  private void assertUnavailable(Connection connection, String sql, String source) {
    try {
      count(connection, sql);
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isIn(UNAVAILABLE);
      assertThat(e.getMessage()).contains(source);
      assertThatThrownBy(
              () -> connection.createStatement().executeQuery("select nonsense from nowhere"))
          .as("the connection stays usable")
          .isInstanceOf(SQLException.class)
          .extracting(x -> ((SQLException) x).getSQLState())
          .isEqualTo("42P01");
    }
  }

  private long awaitAnswer(Connection connection, String sql) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        return count(connection, sql);
      } catch (SQLException e) {
        assertThat(e.getSQLState()).isIn(UNAVAILABLE);
        if (System.nanoTime() > deadline) {
          throw e;
        }
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
    }
  }
}
