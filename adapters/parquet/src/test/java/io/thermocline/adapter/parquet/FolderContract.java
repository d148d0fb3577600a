package io.thermocline.adapter.parquet;

import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.tck.contract.Outage;
import io.thermocline.tck.contract.SourceContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract over a folder; it is out of order while the folder has another name.
abstract class FolderContract extends SourceContract {
  @TempDir static Path folder;
  private Source source;

  /// The source that a configuration gives.
  abstract Source open(ParquetConfig config);

  /// The folder that the source reads.
  static Path root() {
    return folder.resolve("root");
  }

  @Override
  public void startStore() {
    try {
      source = open(new ParquetConfig("cold", Files.createDirectory(root())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final void stopStore() {
    source.close();
  }

  @Override
  public final Source source() {
    return source;
  }

  @Override
  public final Source sourceAway() {
    return open(new ParquetConfig("away", folder.resolve("nowhere")));
  }

  @Override
  public final RelationName relation(String name) {
    return new RelationName("contract", name);
  }

  @Override
  public final Optional<Outage> outage() {
    Path gone = folder.resolve("gone");
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            move(root(), gone);
          }

          @Override
          public void end() {
            move(gone, root());
          }
        });
  }

  /// There is no SQL to be wrong.
  @Test
  @Override
  public void wrongStatementsFail() {
    Assertions.assertThat(source).isNotInstanceOf(SqlSource.class);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
