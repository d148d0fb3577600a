package io.thermocline.server.query;

import io.thermocline.catalog.AbsentSource;
import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.server.pgcatalog.PgCatalogSource;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The current catalog: what the sources have, assembled into logical tables, plus the schema
/// `system`. It is discovered again in the background. A source that cannot be reached does not
/// hold the others up: its tables stay as they were last seen, or are absent when they were never
/// seen, and it is asked again after a pause that grows to [#LONGEST_PAUSE]. Thread-safe.
public final class CatalogService implements AutoCloseable {
  /// The longest pause after which a source that is away is asked again.
  public static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(CatalogService.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final List<Source> sources;
  private final Assembly assembly;
  private final Duration refresh;
  private final Map<String, List<Relation>> lastSeen = new HashMap<>();
  private final List<Consumer<Catalog>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Catalog>> refreshListeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("thermocline-catalog").unstarted(task));
  private String misfit = "";
  private volatile State state;

  /// Makes logical tables out of what was discovered.
  @FunctionalInterface
  public interface Assembly {
    /// Assembles the tables. Called again at each discovery.
    ///
    /// @param relations what each source has, by source name, for the sources that were ever
    ///   reached
    List<LogicalTable> assemble(Map<String, List<Relation>> relations);

    /// The tables that are missing while a source was never reached, as far as the configuration
    /// names them, each with what people call it.
    default Map<RelationName, List<String>> placedIn(String source) {
      return Map.of();
    }

    /// A catalog that does not depend on discovery.
    static Assembly fixed(List<LogicalTable> tables) {
      List<LogicalTable> copy = List.copyOf(tables);
      return relations -> copy;
    }
  }

  /// The catalog, with the reasons why sources are away, by source name.
  private record State(Catalog catalog, Map<String, String> unavailable) {}

  /// Discovers once, then in the background.
  ///
  /// @param refresh how often sources are asked again; those that are away are asked more often
  /// @throws ThermoclineException CONFIGURATION when the sources that were reached do not fit the
  ///   assembly
  public CatalogService(List<Source> sources, Assembly assembly, Duration refresh) {
    this.sources = List.copyOf(sources);
    this.assembly = assembly;
    this.refresh = refresh;
    Map<String, String> away = discover(this.sources, Map.of());
    this.state = new State(catalog(1, away), away);
    schedule(FIRST_PAUSE, System.nanoTime() + refresh.toNanos());
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

  /// Calls a listener each time after all sources were asked, also when nothing changed, on the
  /// catalog's own thread.
  public void onRefresh(Consumer<Catalog> listener) {
    refreshListeners.add(listener);
  }

  /// Asks sources that are away after a pause, or all of them when that is due earlier.
  private void schedule(Duration pause, long refreshNanos) {
    long untilRefresh = Math.max(0, refreshNanos - System.nanoTime());
    boolean all = state.unavailable().isEmpty() || untilRefresh < pause.toNanos();
    scheduler.schedule(
        () -> askAndSchedule(all, pause, refreshNanos),
        all ? untilRefresh : pause.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private void askAndSchedule(boolean all, Duration pause, long refreshNanos) {
    Map<String, String> before = state.unavailable();
    try {
      if (all) {
        refresh();
      } else {
        ask(sources.stream().filter(source -> before.containsKey(source.name())).toList());
      }
    } catch (RuntimeException e) {
      LOG.error("event=discovery_failed", e);
    }
    if (!scheduler.isShutdown()) {
      boolean changed = !state.unavailable().keySet().equals(before.keySet());
      Duration longer = pause.multipliedBy(2);
      Duration next = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      schedule(
          changed ? FIRST_PAUSE : next, all ? System.nanoTime() + refresh.toNanos() : refreshNanos);
    }
  }

  /// Discovers now. A failure to assemble keeps the catalog as it was.
  public void refresh() {
    ask(sources);
    refreshListeners.forEach(listener -> listener.accept(state.catalog()));
  }

  private synchronized void ask(List<Source> asked) {
    State before = state;
    Map<String, String> away = new TreeMap<>(before.unavailable());
    asked.forEach(source -> away.remove(source.name()));
    away.putAll(discover(asked, before.unavailable()));
    Catalog found;
    try {
      found = catalog(before.catalog().epoch() + 1, away);
      misfit = "";
    } catch (ThermoclineException e) {
      found = kept(before.catalog(), e);
    }
    boolean same =
        found.tables().equals(before.catalog().tables())
            && found.absent().equals(before.catalog().absent());
    state = new State(same ? before.catalog() : found, Map.copyOf(away));
    if (!same) {
      Catalog changed = found;
      LOG.info(
          "event=catalog_changed epoch={} tables={}", changed.epoch(), changed.tables().size());
      listeners.forEach(listener -> listener.accept(changed));
    }
  }

  /// Assembles the tables again from what the sources had when they were last asked.
  public void reassemble() {
    ask(List.of());
  }

  /// Asks sources side by side what they have.
  ///
  /// @param known the sources that were away before, of which nothing needs to be said again
  /// @return why sources are away
  private Map<String, String> discover(List<Source> asked, Map<String, String> known) {
    Map<String, Future<List<Relation>>> answers = new LinkedHashMap<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Source source : asked) {
        answers.put(source.name(), executor.submit(() -> List.copyOf(source.discover())));
      }
    }
    Map<String, String> away = new TreeMap<>();
    answers.forEach((source, answer) -> {
      if (answer.state() == Future.State.SUCCESS) {
        lastSeen.put(source, answer.resultNow());
        if (known.containsKey(source)) {
          LOG.info(
              "event=source_available source={} relations={}", source, answer.resultNow().size());
        }
      } else {
        away.put(source, reason(source, answer.exceptionNow(), known.get(source)));
      }
    });
    return away;
  }

  private String reason(String source, Throwable failure, @Nullable String known) {
    if (!(failure instanceof ThermoclineException expected)) {
      LOG.error("event=discovery_failed source={}", source, failure);
      return "source '" + source + "' cannot be discovered; the gateway's log says why";
    }
    String reason = String.valueOf(expected.getMessage());
    if (!reason.equals(known) && !scheduler.isShutdown()) {
      LOG.warn(
          "event=source_unavailable source={} code={} reason=\"{}\"",
          source,
          expected.code(),
          reason);
    }
    return reason;
  }

  private Catalog catalog(long epoch, Map<String, String> away) {
    List<LogicalTable> tables = new ArrayList<>(assembly.assemble(Map.copyOf(lastSeen)));
    Set<String> read = new HashSet<>();
    tables.forEach(table -> table.segments().forEach(segment -> read.add(segment.source())));
    List<AbsentSource> absent = new ArrayList<>();
    away.forEach((source, reason) -> {
      if (!lastSeen.containsKey(source) && !read.contains(source)) {
        Map<RelationName, List<String>> missing = new HashMap<>(assembly.placedIn(source));
        tables.forEach(table -> missing.remove(new RelationName(table.schema(), table.name())));
        absent.add(new AbsentSource(source, reason, missing));
      }
    });
    tables.addAll(SystemSource.logicalTables());
    tables.addAll(PgCatalogSource.logicalTables());
    return new Catalog(epoch, tables, absent);
  }

  /// The catalog as it was, when what has come back does not fit the configuration: its tables stay
  /// absent, for that reason.
  private Catalog kept(Catalog before, ThermoclineException error) {
    String reason = String.valueOf(error.getMessage());
    if (!reason.equals(misfit)) {
      LOG.warn("event=catalog_kept code={} reason=\"{}\"", error.code(), reason);
    }
    misfit = reason;
    List<AbsentSource> absent = new ArrayList<>();
    for (AbsentSource source : before.absent()) {
      absent.add(
          lastSeen.containsKey(source.name())
              ? new AbsentSource(source.name(), reason, source.tables())
              : source);
    }
    return new Catalog(before.epoch() + 1, before.tables(), absent);
  }

  /// Stops the discovery.
  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
