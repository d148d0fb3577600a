package io.thermocline.server.cli;

import io.thermocline.spi.source.WritableSource;
import java.util.List;

/// The three tiers of a gateway that brings its own stores.
public interface TierStores extends AutoCloseable {
  /// The Postgres, named `hot`.
  WritableSource hot();

  /// The ClickHouse, named `warm`.
  WritableSource warm();

  /// The folder of Parquet files, named `cold`.
  WritableSource cold();

  /// How to reach the Postgres by JDBC, past the gateway.
  PostgresAccess postgres();

  /// Where and as whom to connect; does not print the password.
  record PostgresAccess(String url, String user, String password) {
    @Override
    public String toString() {
      return "PostgresAccess[" + url + ", user=" + user + "]";
    }
  }

  /// All three.
  default List<WritableSource> all() {
    return List.of(hot(), warm(), cold());
  }

  /// Stops the stores. Idempotent.
  @Override
  void close();
}
