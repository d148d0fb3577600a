package io.thermocline.server.query;

import io.thermocline.optimizer.PlannedQuery;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.policy.RelPolicy;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/// A statement's tree over one catalog, with the plans that were made of it. Plans are kept for one
/// time zone, policy and list of parameter values, or for all values where the statement runs whole
/// inside a source that is sent them; never where the statement asks what time it is. They grow old
/// with the statistics that they were made by. Thread-safe.
final class SharedTree {
  /// How many plans a statement keeps.
  static final int KEPT_PLANS = 16;

  /// How long a plan is used.
  static final Duration FRESH = Duration.ofMinutes(5);

  private final RelNode tree;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Kept> plans =
      new LinkedHashMap<>(4, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
          return size() > KEPT_PLANS;
        }
      };
  private @Nullable Boolean readsClock;

  SharedTree(RelNode tree) {
    this.tree = tree;
  }

  /// @param values of the parameters; null for all
  private record Key(ZoneId zone, RelPolicy policy, @Nullable List<@Nullable Object> values) {}

  /// @param plan empty when there is none for all values
  private record Kept(Optional<PlannedQuery> plan, long madeNanos) {
    boolean isFresh() {
      return System.nanoTime() - madeNanos < FRESH.toNanos();
    }
  }

  /// The tree itself.
  RelNode tree() {
    return tree;
  }

  /// A plan for these values, a kept one if there is one. A tree is planned by one thread at a
  /// time, since all its nodes share one state of the planner.
  PlannedQuery plan(
      Planner planner,
      PlannedStatement.Rows rows,
      SessionParameters session,
      List<? extends @Nullable Object> values) {
    lock.lock();
    try {
      if (readsClock == null) {
        readsClock = planner.readsClock(tree, session);
      }
      if (readsClock) {
        return planner.plan(tree, rows.names(), rows.catalog(), session, values);
      }
      if (!values.isEmpty()) {
        Optional<PlannedQuery> forAll =
            kept(
                new Key(session.zone(), session.policy(), null),
                () -> planner.planForAnyValues(tree, rows.names(), session));
        if (forAll.isPresent() && Planner.accepts(forAll.get(), values)) {
          return forAll.get();
        }
      }
      List<@Nullable Object> copy = Collections.unmodifiableList(new ArrayList<>(values));
      return kept(
              new Key(session.zone(), session.policy(), copy),
              () -> Optional.of(planner.plan(tree, rows.names(), rows.catalog(), session, values)))
          .orElseThrow();
    } finally {
      lock.unlock();
    }
  }

  private interface Making {
    Optional<PlannedQuery> make();
  }

  private Optional<PlannedQuery> kept(Key key, Making making) {
    Kept entry = plans.get(key);
    if (entry == null || !entry.isFresh()) {
      entry = new Kept(making.make(), System.nanoTime());
      plans.put(key, entry);
    }
    return entry.plan();
  }

  /// A plan for these values and no others, for EXPLAIN.
  PlannedQuery planAnew(
      Planner planner,
      PlannedStatement.Rows rows,
      SessionParameters session,
      List<? extends @Nullable Object> values) {
    lock.lock();
    try {
      return planner.plan(tree, rows.names(), rows.catalog(), session, values);
    } finally {
      lock.unlock();
    }
  }
}
