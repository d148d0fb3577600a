package io.thermocline.server.cli;

import io.thermocline.adapter.clickhouse.ClickHouseConfig;
import io.thermocline.adapter.clickhouse.ClickHouseSource;
import io.thermocline.adapter.parquet.ParquetConfig;
import io.thermocline.adapter.parquet.ParquetSource;
import io.thermocline.adapter.postgres.PostgresConfig;
import io.thermocline.adapter.postgres.PostgresSource;
import io.thermocline.server.config.Secret;
import io.thermocline.server.config.SourceConfig;
import io.thermocline.spi.source.Source;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Opens the sources of a configuration. None connects before it is asked something.
final class SourceFactory {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private SourceFactory() {}

  /// @param environment the variables that secrets may refer to
  static Source open(SourceConfig config, Map<String, String> environment) {
    return switch (config) {
      case SourceConfig.Postgres postgres ->
          new PostgresSource(
              new PostgresConfig(
                      postgres.name(),
                      postgres.url(),
                      postgres.user(),
                      password(postgres.password(), environment))
                  .withSchemas(postgres.schemas())
                  .withPoolSize(postgres.poolSize()));
      case SourceConfig.ClickHouse clickHouse ->
          new ClickHouseSource(
              new ClickHouseConfig(
                  clickHouse.name(),
                  clickHouse.url().startsWith("jdbc:")
                      ? clickHouse.url()
                      : "jdbc:clickhouse:" + clickHouse.url(),
                  clickHouse.user(),
                  password(clickHouse.password(), environment),
                  clickHouse.schemas(),
                  clickHouse.poolSize(),
                  CONNECT_TIMEOUT));
      case SourceConfig.Parquet parquet ->
          new ParquetSource(new ParquetConfig(parquet.name(), parquet.folder()));
    };
  }

  private static Supplier<String> password(
      Optional<Secret> secret, Map<String, String> environment) {
    return () -> secret.map(reference -> reference.resolve(environment)).orElse("");
  }
}
