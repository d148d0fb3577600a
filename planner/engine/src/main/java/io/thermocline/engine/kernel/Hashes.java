package io.thermocline.engine.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Hash functions of values; good in all bits.
public final class Hashes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long A = 0x9e3779b97f4a7c15L;
  private static final long B = 0xbf58476d1ce4e5b9L;
  private static final long C = 0x94d049bb133111ebL;

  /// The hash of null.
  public static final long NULL = 0x2545f4914f6cdd1dL;

  private Hashes() {}

  /// The hash of a number (the finaliser of SplitMix64).
  public static long mix(long value) {
    long z = value + A;
    z = (z ^ z >>> 30) * B;
    z = (z ^ z >>> 27) * C;
    return z ^ z >>> 31;
  }

  /// The hash of two words.
  public static long mix(long high, long low) {
    return mix(low ^ Long.rotateLeft(mix(high), 32));
  }

  /// The hash of a row from the hash so far and that of the next column.
  public static long combine(long hash, long next) {
    return Long.rotateLeft(hash, 5) * A ^ next;
  }

  /// The hash of bytes.
  public static long bytes(byte[] data, int start, int end) {
    long hash = (end - start) * A;
    int i = start;
    for (; i + 8 <= end; i += 8) {
      hash = (hash ^ (long) LONGS.get(data, i)) * B;
      hash ^= hash >>> 32;
    }
    long tail = 0;
    for (int shift = 0; i < end; i++, shift += 8) {
      tail |= (data[i] & 0xffL) << shift;
    }
    return mix(hash ^ tail);
  }
}
