package io.thermocline.engine.operator;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A source over batches in memory, one partition for each list of batches. Counts open readers,
/// and fails on the n-th call when told to.
final class MemorySource implements Source {
  /// One relation.
  record Table(Schema schema, List<List<Batch>> partitions) {}

  final AtomicInteger openReaders = new AtomicInteger();
  final AtomicInteger calls = new AtomicInteger();
  final List<ScanRequest> requests = new ArrayList<>();
  private final Map<RelationName, Table> tables = new ConcurrentHashMap<>();
  volatile int failOnCall = -1;
  volatile Runnable onNext = () -> {};

  void add(RelationName name, Table table) {
    tables.put(name, table);
  }

  private void call() {
    if (calls.incrementAndGet() == failOnCall) {
      throw new ThermoclineException(ErrorCode.SOURCE_FAILED, "injected failure");
    }
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String kind() {
    return "memory";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.PROJECTION, Capability.FILTER, Capability.PARTITIONS);
  }

  @Override
  public List<Relation> discover() {
    return List.of();
  }

  @Override
  public RelationStatistics statistics(RelationName relation) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Scan scan(ScanRequest request) {
    call();
    synchronized (requests) {
      requests.add(request);
    }
    Table table = tables.get(request.relation());
    int[] columns = request.columns().stream().mapToInt(table.schema()::indexOf).toArray();
    Schema schema = new Schema(Arrays.stream(columns).mapToObj(table.schema()::field).toList());
    return new Scan() {
      @Override
      public Schema schema() {
        return schema;
      }

      @Override
      public int partitions() {
        return table.partitions().size();
      }

      @Override
      public BatchReader open(int partition, ScanContext context) {
        call();
        openReaders.incrementAndGet();
        return new Reader(schema, table, partition, columns, request.filter(), context);
      }

      @Override
      public String describe() {
        return "memory scan of " + request.relation();
      }
    };
  }

  private final class Reader implements BatchReader {
    private final Schema schema;
    private final Table table;
    private final List<Batch> batches;
    private final int[] columns;
    private final Predicate filter;
    private final ScanContext context;
    private int position;
    private boolean closed;

    Reader(
        Schema schema,
        Table table,
        int partition,
        int[] columns,
        Predicate filter,
        ScanContext context) {
      this.schema = schema;
      this.table = table;
      this.batches = table.partitions().get(partition);
      this.columns = columns;
      this.filter = filter;
      this.context = context;
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public Batch next() {
      if (closed) {
        throw new IllegalStateException("read after close");
      }
      onNext.run();
      while (position < batches.size()) {
        call();
        context.checkActive();
        Batch batch = batches.get(position++);
        if (filter == null) {
          return batch.project(columns);
        }
        int[] rows = new int[batch.size()];
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
          if (matches(filter, table.schema(), batch, i)) {
            rows[count++] = i;
          }
        }
        if (count > 0) {
          return (count == batch.size() ? batch : batch.take(rows, count)).project(columns);
        }
      }
      return null;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openReaders.decrementAndGet();
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static boolean matches(Predicate predicate, Schema schema, Batch batch, int row) {
    return switch (predicate) {
      case Predicate.And and ->
          and.operands().stream().allMatch(p -> matches(p, schema, batch, row));
      case Predicate.Or or -> or.operands().stream().anyMatch(p -> matches(p, schema, batch, row));
      case Predicate.Not not -> throw new UnsupportedOperationException();
      case Predicate.In in ->
          new ArrayList<>(in.values()).contains(value(in.column(), schema, batch, row));
      case Predicate.IsNull isNull -> value(isNull.column(), schema, batch, row) == null;
      case Predicate.Like like -> throw new UnsupportedOperationException();
      case Predicate.Compare compare -> {
        Object value = value(compare.column(), schema, batch, row);
        if (value == null) {
          yield false;
        }
        int order = ((Comparable) value).compareTo(compare.value());
        yield switch (compare.operator()) {
          case EQ -> order == 0;
          case NE -> order != 0;
          case LT -> order < 0;
          case LE -> order <= 0;
          case GT -> order > 0;
          case GE -> order >= 0;
        };
      }
    };
  }

  private static Object value(String column, Schema schema, Batch batch, int row) {
    Vector vector = batch.column(schema.indexOf(column));
    return Values.get(vector, row);
  }

  @Override
  public void ping() {}

  @Override
  public void close() {}
}
