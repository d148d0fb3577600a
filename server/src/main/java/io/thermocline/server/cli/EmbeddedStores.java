package io.thermocline.server.cli;

import io.thermocline.adapter.clickhouse.ClickHouseConfig;
import io.thermocline.adapter.clickhouse.ClickHouseSource;
import io.thermocline.adapter.embedded.EmbeddedClickHouse;
import io.thermocline.adapter.embedded.EmbeddedPostgres;
import io.thermocline.adapter.embedded.EmbeddedTiers;
import io.thermocline.adapter.embedded.Progress;
import io.thermocline.adapter.parquet.ParquetConfig;
import io.thermocline.adapter.parquet.ParquetSource;
import io.thermocline.adapter.postgres.PostgresConfig;
import io.thermocline.adapter.postgres.PostgresSource;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.WritableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An embedded Postgres and ClickHouse and a folder of Parquet files, all beneath one data folder.
final class EmbeddedStores implements TierStores {
  private static final int POOL_SIZE = 8;

  private final EmbeddedTiers tiers;
  private final PostgresSource hot;
  private final ClickHouseSource warm;
  private final ParquetSource cold;

  private EmbeddedStores(EmbeddedTiers tiers, Path parquetFolder) {
    this.tiers = tiers;
    EmbeddedPostgres postgres = tiers.postgres();
    EmbeddedClickHouse clickHouse = tiers.clickHouse();
    this.hot =
        new PostgresSource(
            new PostgresConfig("hot", postgres.jdbcUrl(), postgres.user(), postgres::password));
    this.warm =
        new ClickHouseSource(
            new ClickHouseConfig(
                "warm",
                clickHouse.jdbcUrl(),
                clickHouse.user(),
                clickHouse::password,
                List.of(),
                POOL_SIZE,
                SourceFactory.CONNECT_TIMEOUT));
    this.cold = new ParquetSource(new ParquetConfig("cold", parquetFolder));
  }

  /// Starts the stores, and returns when they answer.
  static EmbeddedStores start(Path dataFolder, Progress progress) {
    EmbeddedTiers tiers =
        EmbeddedTiers.start(
            new EmbeddedTiers.Settings(dataFolder, EmbeddedTiers.standardCacheFolder()), progress);
    try {
      Path parquetFolder = dataFolder.resolve("parquet");
      Files.createDirectories(parquetFolder);
      return new EmbeddedStores(tiers, parquetFolder);
    } catch (IOException e) {
      tiers.close();
      throw new ThermoclineException(
          ErrorCode.IO_ERROR, "the folder parquet in " + dataFolder + " cannot be created.", e);
    } catch (RuntimeException e) {
      tiers.close();
      throw e;
    }
  }

  @Override
  public WritableSource hot() {
    return hot;
  }

  @Override
  public WritableSource warm() {
    return warm;
  }

  @Override
  public WritableSource cold() {
    return cold;
  }

  @Override
  public PostgresAccess postgres() {
    return new PostgresAccess(
        tiers.postgres().jdbcUrl(), tiers.postgres().user(), tiers.postgres().password());
  }

  @Override
  public void close() {
    hot.close();
    warm.close();
    cold.close();
    tiers.close();
  }
}
