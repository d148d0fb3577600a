package io.thermocline.server.query;

import io.thermocline.optimizer.SourceRegistry;
import io.thermocline.optimizer.StatisticsProvider;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The sources' statistics, kept for a while. One entry a relation. Thread-safe.
final class CachedStatistics implements StatisticsProvider {
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final SourceRegistry sources;
  private final ConcurrentMap<Key, Entry> entries = new ConcurrentHashMap<>();

  private record Key(String source, RelationName relation) {}

  private record Entry(RelationStatistics statistics, long expiresNanos) {}

  CachedStatistics(SourceRegistry sources) {
    this.sources = sources;
  }

  @Override
  public RelationStatistics statistics(String source, RelationName relation) {
    Key key = new Key(source, relation);
    Entry entry = entries.get(key);
    if (entry == null || entry.expiresNanos() - System.nanoTime() < 0) {
      entry = load(key, entry);
      entries.put(key, entry);
    }
    return entry.statistics();
  }

  private Entry load(Key key, @org.jspecify.annotations.Nullable Entry old) {
    try {
      RelationStatistics loaded =
          sources
              .find(key.source())
              .map(s -> s.statistics(key.relation()))
              .orElse(RelationStatistics.UNKNOWN);
      return new Entry(loaded, System.nanoTime() + FRESH.toNanos());
    } catch (ThermoclineException e) {
      // The scan itself will report the failure; a plan without estimates is still right.
      RelationStatistics last = old == null ? RelationStatistics.UNKNOWN : old.statistics();
      return new Entry(last, System.nanoTime() + RETRY.toNanos());
    }
  }

  /// Forgets everything, after a load.
  void clear() {
    entries.clear();
  }
}
