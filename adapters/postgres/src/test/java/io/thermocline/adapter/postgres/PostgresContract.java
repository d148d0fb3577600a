package io.thermocline.adapter.postgres;

import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import io.thermocline.tck.contract.Outage;
import io.thermocline.tck.contract.SourceContract;
import io.thermocline.tck.contract.Trait;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/// The contract against one database of an embedded server.
abstract class PostgresContract extends SourceContract {
  private static final int POOL = 6;
  @TempDir static Path folder;
  private final String database;
  private TestPostgres postgres;
  private PostgresSource source;

  PostgresContract(String database) {
    this.database = database;
  }

  @Override
  public void startStore() throws Exception {
    postgres = new TestPostgres(folder);
    if (!database.equals("postgres")) {
      postgres.execute(
          "CREATE DATABASE "
              + database
              + " TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'");
      postgres.use(database);
    }
    source = new PostgresSource(postgres.config("hot").withPoolSize(POOL));
  }

  @Override
  public void stopStore() {
    source.close();
    postgres.close();
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public Source sourceAway() {
    return new PostgresSource(
        new PostgresConfig(
            "away", "jdbc:postgresql://127.0.0.1:1/postgres", "nobody", () -> "nothing"));
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.PARTITIONS));
  }

  @Override
  public Set<Trait> traits() {
    return EnumSet.allOf(Trait.class);
  }

  @Override
  public RelationName relation(String name) {
    return new RelationName("contract Schema", name);
  }

  @Override
  public void analyze(RelationName relation) {
    try {
      postgres.execute("ANALYZE " + Sql.name(relation));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<Scan> slowScan() {
    return Optional.of(
        source.query(
            "SELECT 1 AS one FROM pg_sleep(30)",
            Schema.of(Field.nullable("one", ScalarType.INT32))));
  }

  @Override
  public Optional<Outage> outage() {
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            postgres.stop();
          }

          @Override
          public void end() {
            postgres.startAgain();
          }
        });
  }

  @Override
  public OptionalInt connectionLimit() {
    return OptionalInt.of(POOL);
  }

  @Override
  public OptionalInt connections() {
    return OptionalInt.of(
        (int)
            postgres.number(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'thermocline'"));
  }

  @Override
  public OptionalInt runningStatements() {
    return OptionalInt.of(
        (int)
            postgres.number(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'thermocline' AND state = 'active'"));
  }
}
