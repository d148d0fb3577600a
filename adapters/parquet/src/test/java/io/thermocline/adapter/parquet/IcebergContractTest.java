package io.thermocline.adapter.parquet;

import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.tck.contract.Outage;
import io.thermocline.tck.contract.SourceContract;
import io.thermocline.tck.contract.Trait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract over Iceberg tables, which the gateway only reads.
class IcebergContractTest extends SourceContract {
  private static final int ROWS_A_FILE = 20_000;

  @TempDir static Path folder;
  private Source source;
  private IcebergWriter writer;

  /// A Parquet source without its capability to write.
  private record ReadOnly(ParquetSource inner) implements Source {
    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public String kind() {
      return inner.kind();
    }

    @Override
    public Set<Capability> capabilities() {
      Set<Capability> left = EnumSet.copyOf(inner.capabilities());
      left.remove(Capability.WRITE);
      return left;
    }

    @Override
    public List<Relation> discover() {
      return inner.discover();
    }

    @Override
    public RelationStatistics statistics(RelationName relation) {
      return inner.statistics(relation);
    }

    @Override
    public Scan scan(ScanRequest request) {
      return inner.scan(request);
    }

    @Override
    public void ping() {
      inner.ping();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  @Override
  public void startStore() {
    try {
      Path root = Files.createDirectory(folder.resolve("root"));
      source = new ReadOnly(new ParquetSource(new ParquetConfig("cold", root)));
      writer = new IcebergWriter(root);
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
    return new ReadOnly(new ParquetSource(new ParquetConfig("away", folder.resolve("nowhere"))));
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.PROJECTION, Capability.FILTER, Capability.LIMIT, Capability.PARTITIONS);
  }

  @Override
  public Set<Trait> traits() {
    return EnumSet.of(
        Trait.REQUIRED_COLUMNS, Trait.ROW_COUNT, Trait.COLUMN_STATISTICS, Trait.NULL_ELEMENTS);
  }

  @Override
  public RelationName relation(String name) {
    return new RelationName("contract", name);
  }

  @Override
  public boolean stores(DataType type) {
    return switch (type) {
      case ArrayType array -> !(array.element() instanceof ArrayType) && stores(array.element());
      default -> type != ScalarType.INT16 && type != ScalarType.INTERVAL && type != ScalarType.JSON;
    };
  }

  @Override
  public void load(Relation relation, List<? extends List<?>> rows) {
    Schema schema = IcebergWriter.schema(relation.columns());
    Table table =
        writer.create(
            relation.name().schema(),
            relation.name().name(),
            schema,
            PartitionSpec.unpartitioned(),
            Map.of());
    for (int from = 0; from < rows.size(); from += ROWS_A_FILE) {
      List<Record> records = new ArrayList<>();
      for (List<?> row : rows.subList(from, Math.min(rows.size(), from + ROWS_A_FILE))) {
        records.add(
            IcebergWriter.record(table.schema(), row.stream().map(IcebergWriter::value).toArray()));
      }
      writer.append(table, records);
    }
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
