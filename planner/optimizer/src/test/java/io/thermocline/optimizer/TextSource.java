package io.thermocline.optimizer;

import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.spi.type.Schema;
import java.util.List;
import java.util.Set;

/// A SQL source without rows, of any kind: for tests of the text that is sent.
record TextSource(String name, String kind) implements SqlSource {
  @Override
  public Scan query(String sql, Schema schema) {
    return new Scan() {
      @Override
      public Schema schema() {
        return schema;
      }

      @Override
      public int partitions() {
        return 1;
      }

      @Override
      public BatchReader open(int partition, ScanContext context) {
        return BatchReaders.of(schema, List.of());
      }

      @Override
      public String describe() {
        return sql;
      }
    };
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SQL, Capability.PROJECTION);
  }

  @Override
  public List<Relation> discover() {
    return List.of();
  }

  @Override
  public RelationStatistics statistics(RelationName relation) {
    return RelationStatistics.UNKNOWN;
  }

  @Override
  public Scan scan(ScanRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}
}
