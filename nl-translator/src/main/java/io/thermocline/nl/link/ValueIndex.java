package io.thermocline.nl.link;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.Source;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The texts that the sources hold, column by column, so that a question may say "paid" or
/// "münchen" and mean a stored value. Bounded by [ValueLimits]; read in the background; a source
/// that is away keeps its old values. Thread-safe.
public final class ValueIndex implements StoredValues {
  private static final Logger LOG = LoggerFactory.getLogger(ValueIndex.class);

  private final Function<String, Optional<Source>> sources;
  private final ValueLimits limits;
  private final ValuePrivacy privacy;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Catalog> wanted = new AtomicReference<>();
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile State state = new State(0, Map.of(), Map.of(), null);

  /// An empty index over sources by name.
  public ValueIndex(
      Function<String, Optional<Source>> sources,
      ValueLimits limits,
      ValuePrivacy privacy,
      InstantSource clock) {
    this.sources = sources;
    this.limits = limits;
    this.privacy = privacy;
    this.clock = clock;
  }

  /// What is known at one time: values by column, and when each table was read.
  private record State(
      long version,
      Map<ColumnKey, ColumnValues> values,
      Map<TableKey, Instant> readAt,
      @Nullable Catalog catalog) {}

  private record ColumnKey(String schema, String table, String column) {}

  private record TableKey(String schema, String table) {}

  @Override
  public ColumnValues values(String schema, String table, String column) {
    return state.values().getOrDefault(new ColumnKey(schema, table, column), ColumnValues.EMPTY);
  }

  @Override
  public long version() {
    return state.version();
  }

  /// Reads in the background what is missing or too old for a catalog; returns at once. Cheap when
  /// nothing is to be done.
  public void refresh(Catalog catalog) {
    if (!needsReading(catalog)) {
      return;
    }
    wanted.set(catalog);
    if (reading.compareAndSet(false, true)) {
      Thread.ofPlatform().name("nl-value-index").daemon().start(this::readWanted);
    }
  }

  private void readWanted() {
    try {
      for (Catalog next = wanted.getAndSet(null); next != null; next = wanted.getAndSet(null)) {
        refreshNow(next, ScanContext.UNBOUNDED);
      }
    } catch (RuntimeException e) {
      LOG.warn("event=value_index_failed", e);
    } finally {
      reading.set(false);
    }
  }

  private boolean needsReading(Catalog catalog) {
    State known = state;
    return catalog != known.catalog()
        || catalog.tables().stream().anyMatch(table -> isOld(known, table));
  }

  private boolean isOld(State known, LogicalTable table) {
    Instant read = known.readAt().get(new TableKey(table.schema(), table.name()));
    return read == null || read.plus(limits.maxAge()).isBefore(clock.instant());
  }

  /// Reads what is missing or too old for a catalog, on the calling thread.
  public synchronized void refreshNow(Catalog catalog, ScanContext context) {
    State known = state;
    Map<ColumnKey, ColumnValues> values = new HashMap<>();
    Map<TableKey, Instant> readAt = new HashMap<>();
    long bytes = 0;
    ValueReader reader = new ValueReader(limits, context);
    for (LogicalTable table : catalog.tables()) {
      TableKey key = new TableKey(table.schema(), table.name());
      Map<String, ColumnValues> found = isOld(known, table) ? read(reader, table) : null;
      boolean fresh = found != null;
      Instant before = known.readAt().get(key);
      if (fresh || before != null) {
        readAt.put(key, fresh || before == null ? clock.instant() : before);
      }
      for (var field : table.columns().fields()) {
        ColumnKey column = new ColumnKey(key.schema(), key.table(), field.name());
        ColumnValues now = found != null ? found.get(field.name()) : known.values().get(column);
        if (now != null && bytes + now.retainedBytes() <= limits.maxTotalBytes()) {
          bytes += now.retainedBytes();
          values.put(column, now);
        }
      }
    }
    state = new State(known.version() + 1, Map.copyOf(values), Map.copyOf(readAt), catalog);
    LOG.info(
        "event=value_index_read tables={} columns={} bytes={}",
        readAt.size(),
        values.size(),
        bytes);
  }

  private @Nullable Map<String, ColumnValues> read(ValueReader reader, LogicalTable table) {
    Map<String, ValueReader.Found> columns = ValueReader.columns(table, limits, privacy);
    boolean reached = columns.isEmpty();
    for (Segment segment : columns.isEmpty() ? List.<Segment>of() : table.segments()) {
      try {
        Optional<Source> source = sources.apply(segment.source());
        if (source.isPresent()) {
          reader.read(source.get(), segment, columns);
          reached = true;
        }
      } catch (ThermoclineException e) {
        LOG.warn(
            "event=value_index_skipped source={} relation={} code={}",
            segment.source(),
            segment.relation(),
            e.code());
      }
    }
    if (!reached) {
      return null;
    }
    Map<String, ColumnValues> found = new HashMap<>();
    columns.forEach((name, values) -> found.put(name, values.values()));
    return found;
  }
}
