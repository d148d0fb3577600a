package io.thermocline.tck.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/// A client that reads a whole table once and says how that went. Runs in a JVM of its own.
final class FetchClient {
  private static final String SQL = "select id, customer, amount, name, created, paid from items";

  private FetchClient() {}

  /// What a run gave.
  record Result(long rows, double seconds, double peakMegabytes) {
    double rowsPerSecond() {
      return rows / seconds;
    }

    String text() {
      return String.format(Locale.ROOT, "%d %.6f %.2f", rows, seconds, peakMegabytes);
    }

    static Result parse(String text) {
      String[] parts = text.split(" ");
      return new Result(
          Long.parseLong(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
    }
  }

  /// Arguments: URL, user, password, fetch size (0 for the driver's own).
  public static void main(String[] arguments) throws SQLException {
    int fetchSize = Integer.parseInt(arguments[3]);
    try (Connection connection =
        DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
      connection.setAutoCommit(fetchSize == 0);
      read(connection, SQL + " where id <= 20000", fetchSize);
      long start = System.nanoTime();
      long rows = read(connection, SQL, fetchSize);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.println(new Result(rows, seconds, peakMegabytes()).text());
    }
  }

  private static long read(Connection connection, String sql, int fetchSize) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(fetchSize);
      try (ResultSet result = statement.executeQuery(sql)) {
        long rows = 0;
        long sum = 0;
        while (result.next()) {
          sum += result.getLong(1) + result.getInt(2) + result.getBigDecimal(3).scale();
          sum += result.getString(4).length() + result.getTimestamp(5).getTime();
          sum += result.getBoolean(6) && !result.wasNull() ? 1 : 0;
          rows++;
        }
        if (sum == 0) {
          throw new IllegalStateException("the rows hold nothing");
        }
        return rows;
      }
    }
  }

  private static double peakMegabytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum()
        / 1048576.0;
  }
}
