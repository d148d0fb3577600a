package io.thermocline.server.demo;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Keeps in memory what is written, as rows of Java objects.
public final class RecordingSource implements WritableSource {
  private final String name;
  private final Map<RelationName, Relation> relations = new LinkedHashMap<>();
  private final Map<RelationName, List<List<@Nullable Object>>> rows = new LinkedHashMap<>();

  /// Counts down with each batch; the one that reaches 0 fails.
  private final AtomicInteger failAt = new AtomicInteger(-1);

  public RecordingSource(String name) {
    this.name = name;
  }

  public void failAtBatch(int number) {
    failAt.set(number);
  }

  public synchronized List<List<@Nullable Object>> rows(String schema, String table) {
    return rows.getOrDefault(new RelationName(schema, table), List.of());
  }

  @Override
  public synchronized void create(Relation relation, WriteOptions options) {
    if (relations.put(relation.name(), relation) != null) {
      throw new ThermoclineException(
          ErrorCode.SOURCE_FAILED, relation.name() + " is there already");
    }
    rows.put(relation.name(), new ArrayList<>());
  }

  @Override
  public synchronized void drop(RelationName relation) {
    relations.remove(relation);
    rows.remove(relation);
  }

  @Override
  public Sink write(RelationName relation, WriteOptions options) {
    List<List<@Nullable Object>> pending = new ArrayList<>();
    return new Sink() {
      @Override
      public void write(Batch batch) {
        if (failAt.decrementAndGet() == 0) {
          throw new ThermoclineException(ErrorCode.SOURCE_UNAVAILABLE, name + " went away");
        }
        for (int row = 0; row < batch.size(); row++) {
          List<@Nullable Object> values = new ArrayList<>();
          for (Vector column : batch.columns()) {
            values.add(Values.get(column, row));
          }
          pending.add(values);
        }
      }

      @Override
      public long commit() {
        synchronized (RecordingSource.this) {
          rows.getOrDefault(relation, new ArrayList<>()).addAll(pending);
        }
        return pending.size();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return "memory";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.WRITE);
  }

  @Override
  public synchronized List<Relation> discover() {
    return List.copyOf(relations.values());
  }

  @Override
  public RelationStatistics statistics(RelationName relation) {
    return RelationStatistics.UNKNOWN;
  }

  @Override
  public Scan scan(ScanRequest request) {
    throw new ThermoclineException(ErrorCode.CAPABILITY_MISSING, "this store is only written to");
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}
}
