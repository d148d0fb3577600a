package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;

/// A session that asks the same again and again on a thread of its own, while another has trouble,
/// and always gets its answer.
final class Bystander implements AutoCloseable {
  private final Connection connection;
  private final String sql;
  private final long expected;
  private final Phaser answers = new Phaser(1);
  private final CompletableFuture<Void> work;
  private volatile boolean stopped;

  /// Takes the connection over.
  Bystander(Connection connection, String sql, long expected) {
    this.connection = connection;
    this.sql = sql;
    this.expected = expected;
    // Not on the common pool: on two cores that is a single thread, and the HTTP client of the JDK
    // hands its answers out there.
    this.work = CompletableFuture.runAsync(this::ask, task -> Thread.ofVirtual().start(task));
  }

  private void ask() {
    try {
      while (!stopped) {
        try (Statement statement = connection.createStatement();
            ResultSet result = statement.executeQuery(sql)) {
          assertThat(result.next()).isTrue();
          assertThat(result.getLong(1)).isEqualTo(expected);
        }
        answers.arrive();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      answers.forceTermination();
    }
  }

  /// Waits for two more answers: the second was asked for after this call.
  void awaitAnswers() {
    for (int i = 0; i < 2; i++) {
      answers.awaitAdvance(answers.getPhase());
    }
  }

  /// Fails when an answer was not the expected one.
  @Override
  public void close() throws SQLException {
    stopped = true;
    work.join();
    connection.close();
  }
}
