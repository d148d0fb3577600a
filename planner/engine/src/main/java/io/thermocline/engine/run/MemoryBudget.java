package io.thermocline.engine.run;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A limit on memory, itself part of a larger one: a query's within the server's. Thread-safe.
public final class MemoryBudget {
  private static final int KEPT_FRACTION = 8;

  private final String name;
  private final long limitBytes;
  private final @Nullable MemoryBudget parent;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();

  /// A budget; `name` completes "the memory limit of …" in errors.
  public MemoryBudget(String name, long limitBytes, @Nullable MemoryBudget parent) {
    this.name = name;
    this.limitBytes = limitBytes;
    this.parent = parent;
  }

  /// The bytes in use.
  public long usedBytes() {
    return used.get();
  }

  /// The most bytes that were ever in use.
  public long peakBytes() {
    return peak.get();
  }

  /// The limit.
  public long limitBytes() {
    return limitBytes;
  }

  /// An empty account of one operator, whose name stands in errors.
  public MemoryAccount account(String operator) {
    return new MemoryAccount(this, operator);
  }

  void reserve(String operator, long bytes) {
    long now = used.addAndGet(bytes);
    if (now > limitBytes) {
      used.addAndGet(-bytes);
      throw new ThermoclineException(
          ErrorCode.OUT_OF_MEMORY,
          operator
              + " needs "
              + megabytes(bytes)
              + " more, beyond the memory limit of "
              + name
              + " ("
              + megabytes(limitBytes)
              + ", "
              + megabytes(now - bytes)
              + " in use); filter earlier, select fewer columns, or raise the limit");
    }
    peak.accumulateAndGet(now, Math::max);
    if (parent != null) {
      try {
        parent.reserve(operator, bytes);
      } catch (ThermoclineException e) {
        used.addAndGet(-bytes);
        throw e;
      }
    }
  }

  /// Reserves for an account that can spill and will then hold `accountBytes`. An eighth of the
  /// limit is kept for what cannot; an account of up to a quarter of that eighth may use it too, so
  /// that one operator does not starve the next.
  boolean tryReserve(long bytes, long accountBytes) {
    long kept = limitBytes / KEPT_FRACTION;
    long allowed = accountBytes <= kept / 4 ? limitBytes : limitBytes - kept;
    long now = used.addAndGet(bytes);
    if (now > allowed || parent != null && !parent.tryReserve(bytes, accountBytes)) {
      used.addAndGet(-bytes);
      return false;
    }
    peak.accumulateAndGet(now, Math::max);
    return true;
  }

  /// The bytes that an account which can spill may still reserve.
  public long spareBytes() {
    long spare = limitBytes - limitBytes / KEPT_FRACTION - used.get();
    return Math.max(0, parent == null ? spare : Math.min(spare, parent.spareBytes()));
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
    if (parent != null) {
      parent.release(bytes);
    }
  }

  private static String megabytes(long bytes) {
    return bytes < 1 << 20 ? bytes + " bytes" : (bytes + (1 << 19) >> 20) + " MB";
  }
}
