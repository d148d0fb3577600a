package io.thermocline.adapter.parquet;

import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.tck.contract.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/// The contract over Iceberg tables, which the gateway only reads.
class IcebergContractTest extends FolderContract {
  private static final int ROWS_A_FILE = 20_000;

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
  Source open(ParquetConfig config) {
    return new ReadOnly(new ParquetSource(config));
  }

  @Override
  public void startStore() {
    super.startStore();
    writer = new IcebergWriter(root());
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
}
