package io.thermocline.server.query;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The current catalog: what the sources have, assembled into logical tables, plus the schema
/// `system`. It is discovered again in the background; while a source is away, the tables that lie
/// in it stay as they were last seen, or are missing when they were never seen. Thread-safe.
public final class CatalogService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogService.class);
  private static final Duration RETRY = Duration.ofSeconds(3);

  private final List<Source> sources;
  private final Assembly assembly;
  private final Duration refresh;
  private final Map<String, List<Relation>> lastSeen = new HashMap<>();
  private final List<Consumer<Catalog>> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("thermocline-catalog").unstarted(task));
  private volatile State state;

  /// Makes logical tables out of what was discovered.
  @FunctionalInterface
  public interface Assembly {
    /// Assembles the tables. Called again at each discovery.
    ///
    /// @param relations what each source has, by source name, for the sources that were ever
    ///   reached
    List<LogicalTable> assemble(Map<String, List<Relation>> relations);

    /// A catalog that does not depend on discovery.
    static Assembly fixed(List<LogicalTable> tables) {
      List<LogicalTable> copy = List.copyOf(tables);
      return relations -> copy;
    }
  }

  /// The catalog with the reasons why sources are away, by source name.
  private record State(Catalog catalog, Map<String, String> unavailable) {}

  /// Discovers once, then in the background.
  ///
  /// @param refresh how often sources are asked again; sources that are away are asked more often
  public CatalogService(List<Source> sources, Assembly assembly, Duration refresh) {
    this.sources = List.copyOf(sources);
    this.assembly = assembly;
    this.refresh = refresh;
    this.state = discover(0);
    schedule();
  }

  /// The current catalog.
  public Catalog current() {
    return state.catalog();
  }

  /// Why sources are away, by source name; empty when all are there.
  public Map<String, String> unavailable() {
    return state.unavailable();
  }

  /// Calls a listener after each change, on the catalog's own thread.
  public void onChange(Consumer<Catalog> listener) {
    listeners.add(listener);
  }

  private void schedule() {
    Duration delay = state.unavailable().isEmpty() ? refresh : RETRY;
    scheduler.schedule(this::refreshAndSchedule, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void refreshAndSchedule() {
    try {
      refresh();
    } finally {
      if (!scheduler.isShutdown()) {
        schedule();
      }
    }
  }

  /// Discovers now. A failure to assemble keeps the catalog as it was.
  public synchronized void refresh() {
    State before = state;
    State after;
    try {
      after = discover(before.catalog().epoch());
    } catch (ThermoclineException e) {
      LOG.warn("event=catalog_kept code={} reason=\"{}\"", e.code(), e.getMessage());
      return;
    }
    state = after;
    if (after.catalog().epoch() != before.catalog().epoch()) {
      LOG.info(
          "event=catalog_changed epoch={} tables={}",
          after.catalog().epoch(),
          after.catalog().tables().size());
      listeners.forEach(listener -> listener.accept(after.catalog()));
    }
  }

  private State discover(long epoch) {
    Map<String, String> unavailable = new TreeMap<>();
    for (Source source : sources) {
      try {
        lastSeen.put(source.name(), List.copyOf(source.discover()));
      } catch (ThermoclineException e) {
        if (state == null || !state.unavailable().containsKey(source.name())) {
          LOG.warn(
              "event=source_unavailable source={} code={} reason=\"{}\"",
              source.name(),
              e.code(),
              e.getMessage());
        }
        unavailable.put(source.name(), e.getMessage());
      }
    }
    List<LogicalTable> tables = new ArrayList<>(assembly.assemble(Map.copyOf(lastSeen)));
    tables.addAll(SystemSource.logicalTables());
    boolean same = state != null && state.catalog().tables().equals(tables);
    return new State(
        same ? state.catalog() : new Catalog(epoch + 1, tables), Map.copyOf(unavailable));
  }

  /// The same error, completed with the sources that are away when a missing table may lie in one
  /// of them.
  ThermoclineException explain(ThermoclineException error) {
    Map<String, String> away = state.unavailable();
    if (error.code() != ErrorCode.UNDEFINED_TABLE || away.isEmpty()) {
      return error;
    }
    return new ThermoclineException(
        error.code(),
        error.getMessage()
            + "; its tables may lie in a source that cannot be reached now: "
            + String.join(", ", away.keySet()),
        error);
  }

  /// Stops the discovery.
  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
