package io.thermocline.adapter.parquet;

import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.tck.contract.Outage;
import io.thermocline.tck.contract.SourceContract;
import io.thermocline.tck.contract.Trait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetContractTest extends SourceContract {
  @TempDir static Path folder;
  private ParquetSource source;

  @Override
  public void startStore() {
    try {
      source =
          new ParquetSource(
              new ParquetConfig("cold", Files.createDirectory(folder.resolve("root"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stopStore() {
    source.close();
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public Source sourceAway() {
    return new ParquetSource(new ParquetConfig("away", folder.resolve("nowhere")));
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.PROJECTION,
        Capability.FILTER,
        Capability.LIMIT,
        Capability.PARTITIONS,
        Capability.WRITE);
  }

  @Override
  public Set<Trait> traits() {
    return EnumSet.allOf(Trait.class);
  }

  @Override
  public RelationName relation(String name) {
    return new RelationName("contract", name);
  }

  @Override
  public boolean stores(DataType type) {
    return !(type instanceof ArrayType array && array.element() instanceof ArrayType);
  }

  @Override
  public Optional<Outage> outage() {
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            move("root", "gone");
          }

          @Override
          public void end() {
            move("gone", "root");
          }
        });
  }

  /// There is no SQL to be wrong.
  @Test
  @Override
  public void wrongStatementsFail() {
    Assertions.assertThat(source).isNotInstanceOf(SqlSource.class);
  }

  private static void move(String from, String to) {
    try {
      Files.move(folder.resolve(from), folder.resolve(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
