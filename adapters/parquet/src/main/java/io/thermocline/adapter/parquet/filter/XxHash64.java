package io.thermocline.adapter.parquet.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// XXH64 with seed 0 (xxhash_spec.md), the hash of Parquet's bloom filters.
final class XxHash64 {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE_BYTES = 32;

  private XxHash64() {}

  static long hash(byte[] data) {
    int at = 0;
    long hash;
    if (data.length >= STRIPE_BYTES) {
      long a = 0x60EA27EEADC0B5D6L;
      long b = P2;
      long c = 0;
      long d = -P1;
      for (; at <= data.length - STRIPE_BYTES; at += STRIPE_BYTES) {
        a = round(a, (long) LONG.get(data, at));
        b = round(b, (long) LONG.get(data, at + 8));
        c = round(c, (long) LONG.get(data, at + 16));
        d = round(d, (long) LONG.get(data, at + 24));
      }
      hash =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      hash = merge(merge(merge(merge(hash, a), b), c), d);
    } else {
      hash = P5;
    }
    hash += data.length;
    for (; at <= data.length - Long.BYTES; at += Long.BYTES) {
      hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(data, at)), 27) * P1 + P4;
    }
    if (at <= data.length - Integer.BYTES) {
      hash = Long.rotateLeft(hash ^ ((int) INT.get(data, at) & 0xffffffffL) * P1, 23) * P2 + P3;
      at += Integer.BYTES;
    }
    for (; at < data.length; at++) {
      hash = Long.rotateLeft(hash ^ (data[at] & 0xffL) * P5, 11) * P1;
    }
    hash = (hash ^ hash >>> 33) * P2;
    hash = (hash ^ hash >>> 29) * P3;
    return hash ^ hash >>> 32;
  }

  private static long round(long accumulator, long lane) {
    return Long.rotateLeft(accumulator + lane * P2, 31) * P1;
  }

  private static long merge(long hash, long accumulator) {
    return (hash ^ round(0, accumulator)) * P1 + P4;
  }
}
