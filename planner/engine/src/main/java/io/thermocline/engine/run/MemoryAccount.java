package io.thermocline.engine.run;

import org.jspecify.annotations.Nullable;

/// The memory that one operator holds in a [MemoryBudget]. Used by one thread at a time.
public final class MemoryAccount implements AutoCloseable {
  private final MemoryBudget budget;
  private final String operator;
  private long bytes;
  private ExecutionStatistics.@Nullable Counters counters;

  MemoryAccount(MemoryBudget budget, String operator) {
    this.budget = budget;
    this.operator = operator;
  }

  /// The same account, whose changes are counted for a node.
  public MemoryAccount countedBy(ExecutionStatistics.@Nullable Counters newCounters) {
    counters = newCounters;
    return this;
  }

  /// Sets what the operator holds now.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException OUT_OF_MEMORY when a limit is passed;
  ///   the account stays as it was
  public void set(long newBytes) {
    long delta = newBytes - bytes;
    if (delta > 0) {
      budget.reserve(operator, delta);
    } else if (delta < 0) {
      budget.release(-delta);
    }
    changed(newBytes, delta);
  }

  private void changed(long newBytes, long delta) {
    bytes = newBytes;
    ExecutionStatistics.Counters counted = counters;
    if (counted != null && delta != 0) {
      counted.addMemory(delta);
    }
  }

  /// Sets what an operator holds that can do with less; false, and nothing changed, when that would
  /// leave no room for what operators cannot do without.
  public boolean trySet(long newBytes) {
    long delta = newBytes - bytes;
    if (delta > 0 && !budget.tryReserve(delta, newBytes)) {
      return false;
    }
    if (delta < 0) {
      budget.release(-delta);
    }
    changed(newBytes, delta);
    return true;
  }

  /// Adds to what the operator holds.
  public void add(long moreBytes) {
    set(bytes + moreBytes);
  }

  /// What the operator holds.
  public long bytes() {
    return bytes;
  }

  /// Gives everything back. Idempotent.
  @Override
  public void close() {
    set(0);
  }
}
