package io.thermocline.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One store to read.
public sealed interface SourceConfig {
  /// The name of its choice, unique.
  String name();

  /// The schemas to show; empty for all.
  List<String> schemas();

  /// A Postgres.
  ///
  /// @param url `jdbc:postgresql://host:port/database`
  /// @param password empty when the server asks for none
  record Postgres(
      String name,
      String url,
      String user,
      Optional<Secret> password,
      List<String> schemas,
      int poolSize)
      implements SourceConfig {
    /// Copies the list.
    public Postgres {
      schemas = List.copyOf(schemas);
    }
  }

  /// A ClickHouse.
  ///
  /// @param url `jdbc:clickhouse://host:port/database`, or with `http` or `https` in front
  /// @param password empty when the server asks for none
  record ClickHouse(
      String name,
      String url,
      String user,
      Optional<Secret> password,
      List<String> schemas,
      int poolSize)
      implements SourceConfig {
    /// Copies the list.
    public ClickHouse {
      schemas = List.copyOf(schemas);
    }
  }

  /// A folder of Parquet files: a folder for each schema in it.
  record Parquet(String name, Path folder, List<String> schemas) implements SourceConfig {
    /// Copies the list.
    public Parquet {
      schemas = List.copyOf(schemas);
    }
  }
}
