package io.thermocline.tck.suite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Compares what two connections answer to random statements, and shrinks a statement to which they
/// answer differently.
final class Differential implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 400;

  /// What can make a statement answer without a value that another order of evaluation computes.
  private static final Pattern CHOOSES =
      Pattern.compile(
          " where | join |limit|case|coalesce|filter|having|exists|\\(select| and | or "
              + "|count|distinct|union|intersect|except");

  /// A statement with two answers.
  ///
  /// @param seed makes the statement again over the same tables
  record Finding(long seed, String sql, String difference, String whole) {
    @Override
    public String toString() {
      return "seed " + seed + ": " + sql + "\n    " + difference + "\n    shrunk from: " + whole;
    }
  }

  private final Connection reference;
  private final Gateway connector;
  private Connection gateway;
  private int compared;
  private int refused;
  private int failed;

  /// Connects to the gateway.
  interface Gateway {
    Connection connect() throws SQLException;
  }

  /// @param reference to Postgres, stays the caller's
  Differential(Connection reference, Gateway connector) throws SQLException {
    this.reference = reference;
    this.connector = connector;
    this.gateway = connector.connect();
  }

  @Override
  public void close() throws SQLException {
    gateway.close();
  }

  /// How many statements gave rows in Postgres, and were compared.
  int compared() {
    return compared;
  }

  /// How many statements Postgres does not take.
  int refused() {
    return refused;
  }

  /// How many statements failed while Postgres ran them.
  int failed() {
    return failed;
  }

  /// Runs one statement; null when both agree.
  @Nullable Finding check(List<RandomTable> tables, long seed) throws SQLException {
    SqlTree tree = new RandomStatements(tables, new Random(seed)).next();
    Outcome wanted = run(reference, tree);
    if (isRefused(wanted)) {
      refused++;
      return null;
    }
    if (wanted instanceof Outcome.Failure) {
      failed++;
    } else {
      compared++;
    }
    Outcome got = ask(tree);
    String difference = difference(tree, wanted, got);
    return difference == null ? null : shrink(tree, kind(wanted, got), difference, seed);
  }

  /// Null when both agree, when one ran out of time, or when Postgres fails for the values of a row
  /// that the gateway need not look at.
  private static @Nullable String difference(SqlTree tree, Outcome wanted, Outcome got) {
    boolean late =
        List.of(wanted, got).stream()
            .anyMatch(o -> o instanceof Outcome.Failure f && f.state().equals("57014"));
    boolean spared =
        wanted instanceof Outcome.Failure failure
            && failure.kind().equals("22")
            && got instanceof Outcome.Answer
            && CHOOSES.matcher(tree.text()).find();
    return late || spared ? null : Outcome.difference(wanted, got);
  }

  /// Asks the gateway; a connection that breaks is an outcome like others, and replaced.
  private Outcome ask(SqlTree tree) throws SQLException {
    Outcome outcome = run(gateway, tree);
    if (outcome instanceof Outcome.Failure failure && failure.kind().equals("08")) {
      gateway.close();
      gateway = connector.connect();
    }
    return outcome;
  }

  private static Outcome run(Connection connection, SqlTree tree) {
    return Outcome.of(
        connection, tree.text(), tree instanceof SqlTree.Select select && select.ordered());
  }

  /// Statements that Postgres does not take are no statements.
  private static boolean isRefused(Outcome outcome) {
    return outcome instanceof Outcome.Failure failure
        && (failure.kind().equals("42") || failure.kind().equals("0A"));
  }

  private static String kind(Outcome wanted, Outcome got) {
    return (wanted instanceof Outcome.Failure f ? f.kind() : "rows")
        + " "
        + (got instanceof Outcome.Failure g ? g.state() : "rows");
  }

  private Finding shrink(SqlTree tree, String kind, String difference, long seed)
      throws SQLException {
    String whole = tree.text();
    SqlTree smallest = tree;
    String last = difference;
    int attempts = 0;
    boolean smaller = true;
    while (smaller && attempts < MOST_ATTEMPTS) {
      smaller = false;
      List<SqlTree> candidates = new ArrayList<>(smallest.reductions());
      int length = smallest.text().length();
      candidates.removeIf(candidate -> candidate.text().length() >= length);
      candidates.sort(java.util.Comparator.comparingInt(candidate -> candidate.text().length()));
      for (SqlTree candidate : candidates) {
        if (attempts++ >= MOST_ATTEMPTS) {
          break;
        }
        Outcome wanted = run(reference, candidate);
        if (isRefused(wanted)) {
          continue;
        }
        Outcome got = ask(candidate);
        String now = difference(candidate, wanted, got);
        if (now != null && kind(wanted, got).equals(kind)) {
          smallest = candidate;
          last = now;
          smaller = true;
          break;
        }
      }
    }
    return new Finding(seed, smallest.text(), last, whole);
  }
}
