package io.thermocline.jdbc.internal.net;

import java.time.Duration;

/** A point in time at which waiting ends, or none. */
public final class Deadline {
  /** Waits for ever. */
  public static final Deadline NEVER = new Deadline(false, 0);

  private final boolean limited;
  private final long atNanos;

  private Deadline(boolean limited, long atNanos) {
    this.limited = limited;
    this.atNanos = atNanos;
  }

  /** So long from now; zero means never. */
  public static Deadline after(Duration duration) {
    return duration.isZero() ? NEVER : new Deadline(true, System.nanoTime() + duration.toNanos());
  }

  /** Nanoseconds left, not negative; {@link Long#MAX_VALUE} for no limit. */
  public long nanosLeft() {
    return limited ? Math.max(0, atNanos - System.nanoTime()) : Long.MAX_VALUE;
  }

  /** Whether the time is over. */
  public boolean isOver() {
    return limited && atNanos - System.nanoTime() <= 0;
  }
}
