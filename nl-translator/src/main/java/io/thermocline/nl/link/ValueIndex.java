package io.thermocline.nl.link;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.catalog.Segment;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.Field;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
/// "münchen" and mean a stored value, and the ranges of their numbers. Bounded by [ValueLimits];
/// read in the background; a source that is away keeps its old values. Of a column that is private
/// nothing is read or kept. Thread-safe.
///
/// A table is looked at again when its values are old: when the statistics of its sources are the
/// same as before, its values are taken to be the same too, for a few times that age at most.
public final class ValueIndex implements StoredValues {
  private static final Logger LOG = LoggerFactory.getLogger(ValueIndex.class);

  /// Values are read anew after so many ages even when no statistics changed, since some stores
  /// refresh their statistics rarely.
  private static final int MAX_UNCHANGED_AGES = 6;

  private final Function<String, Optional<Source>> sources;
  private final ValueLimits limits;
  private final ValuePrivacy privacy;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Catalog> wanted = new AtomicReference<>();
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile State state = new State(0, Map.of(), null);

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

  /// What is known at one time.
  private record State(long version, Map<TableKey, Known> tables, @Nullable Catalog catalog) {}

  private record TableKey(String schema, String table) {
    static TableKey of(LogicalTable table) {
      return new TableKey(table.schema(), table.name());
    }
  }

  /// What is known of a table.
  ///
  /// @param statistics stands for the statistics of its sources when it was read
  /// @param readAt when its values were read, `checkedAt` when its statistics were last compared
  private record Known(
      Map<String, ColumnValues> values,
      Map<String, NumberRange> ranges,
      int statistics,
      Instant readAt,
      Instant checkedAt) {
    Known checked(Instant now) {
      return new Known(values, ranges, statistics, readAt, now);
    }

    Known with(String column, ColumnValues other) {
      Map<String, ColumnValues> replaced = new HashMap<>(values);
      replaced.put(column, other);
      return new Known(replaced, ranges, statistics, readAt, checkedAt);
    }
  }

  @Override
  public ColumnValues values(String schema, String table, String column) {
    Known known = state.tables().get(new TableKey(schema, table));
    return known == null
        ? ColumnValues.EMPTY
        : known.values().getOrDefault(column, ColumnValues.EMPTY);
  }

  @Override
  public Optional<NumberRange> range(String schema, String table, String column) {
    Known known = state.tables().get(new TableKey(schema, table));
    return known == null ? Optional.empty() : Optional.ofNullable(known.ranges().get(column));
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
        || catalog.tables().stream()
            .filter(table -> !ObjectIds.isCatalog(table.schema()))
            .anyMatch(table -> isOld(known.tables().get(TableKey.of(table))));
  }

  private boolean isOld(@Nullable Known table) {
    return table == null || isOver(table.checkedAt(), limits.maxAge());
  }

  private boolean isOver(Instant since, Duration age) {
    return since.plus(age).isBefore(clock.instant());
  }

  /// Reads what is missing or too old for a catalog, on the calling thread.
  public synchronized void refreshNow(Catalog catalog, ScanContext context) {
    State before = state;
    Map<TableKey, Known> tables = new LinkedHashMap<>();
    ValueReader reader = new ValueReader(limits, context);
    int read = 0;
    for (LogicalTable table : catalog.tables()) {
      if (ObjectIds.isCatalog(table.schema())) {
        continue;
      }
      Known known = before.tables().get(TableKey.of(table));
      Known now = isOld(known) ? look(reader, table, known) : known;
      read += now == null || known != null && now.values() == known.values() ? 0 : 1;
      if (now != null) {
        tables.put(TableKey.of(table), now);
      }
    }
    long bytes = fit(tables);
    boolean same = read == 0 && tables.keySet().equals(before.tables().keySet());
    state = new State(before.version() + (same ? 0 : 1), Map.copyOf(tables), catalog);
    LOG.info("event=value_index_read tables={} read={} bytes={}", tables.size(), read, bytes);
  }

  /// What is known of a table after its sources were asked; what was known before when none of them
  /// answers or none has changed.
  private @Nullable Known look(ValueReader reader, LogicalTable table, @Nullable Known before) {
    Map<String, ValueReader.Found> columns = ValueReader.columns(table, limits, privacy);
    Map<Segment, Source> reached = new LinkedHashMap<>();
    Map<Segment, RelationStatistics> statistics = new LinkedHashMap<>();
    for (Segment segment : table.segments()) {
      succeeds(
          segment,
          () -> {
            Optional<Source> source = sources.apply(segment.source());
            if (source.isPresent()) {
              statistics.put(segment, source.get().statistics(segment.relation()));
              reached.put(segment, source.get());
            }
          });
    }
    Instant now = clock.instant();
    int stands = statistics.hashCode();
    boolean complete = reached.size() == table.segments().size();
    if (before != null && !complete) {
      return before;
    }
    if (before != null
        && before.statistics() == stands
        && !isOver(before.readAt(), limits.maxAge().multipliedBy(MAX_UNCHANGED_AGES))) {
      return before.checked(now);
    }
    int read = 0;
    for (Map.Entry<Segment, Source> segment : reached.entrySet()) {
      RelationStatistics known =
          statistics.getOrDefault(segment.getKey(), RelationStatistics.UNKNOWN);
      boolean done =
          columns.isEmpty()
              || succeeds(
                  segment.getKey(),
                  () -> reader.read(segment.getValue(), segment.getKey(), known, columns));
      read += done ? 1 : 0;
    }
    if (read < reached.size() && before != null || read == 0 && !table.segments().isEmpty()) {
      return before;
    }
    Map<String, ColumnValues> found = new HashMap<>();
    columns.forEach((name, values) -> found.put(name, values.values()));
    return new Known(found, ranges(table, statistics.values()), stands, now, now);
  }

  private static boolean succeeds(Segment segment, Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (ThermoclineException e) {
      LOG.warn(
          "event=value_index_skipped source={} relation={} code={}",
          segment.source(),
          segment.relation(),
          e.code());
      return false;
    }
  }

  private Map<String, NumberRange> ranges(
      LogicalTable table, Iterable<RelationStatistics> statistics) {
    Map<String, NumberRange> ranges = new HashMap<>();
    for (Field field : table.columns().fields()) {
      if (!field.type().isNumeric()
          || !privacy.mayRead(table.schema(), table.name(), field.name())) {
        continue;
      }
      for (RelationStatistics relation : statistics) {
        RelationStatistics.Column column = relation.columns().get(field.name());
        if (column != null
            && column.minimum() instanceof Number least
            && column.maximum() instanceof Number most) {
          NumberRange range = new NumberRange(least.doubleValue(), most.doubleValue());
          ranges.merge(field.name(), range, NumberRange::with);
        }
      }
    }
    return ranges;
  }

  /// Cuts the largest columns so that all fit into memory; the size of what is left, in bytes.
  private long fit(Map<TableKey, Known> tables) {
    record Sized(TableKey table, String column, ColumnValues values, long bytes) {}
    List<Sized> all = new ArrayList<>();
    tables.forEach((key, known) ->
        known
            .values()
            .forEach((column, values) ->
                all.add(new Sized(key, column, values, values.retainedBytes()))));
    all.sort(Comparator.comparingLong(Sized::bytes));
    long left = limits.maxTotalBytes();
    long bytes = 0;
    for (int i = 0; i < all.size(); i++) {
      Sized sized = all.get(i);
      long share = left / (all.size() - i);
      long size = sized.bytes();
      if (size > share) {
        int count = (int) (sized.values().values().size() * share / size);
        ColumnValues cut = new ColumnValues(sized.values().values().subList(0, count));
        tables.computeIfPresent(sized.table(), (key, known) -> known.with(sized.column(), cut));
        size = Math.min(share, cut.retainedBytes());
      }
      left -= size;
      bytes += size;
    }
    return bytes;
  }
}
