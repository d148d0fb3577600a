package io.thermocline.server.demo;

import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Vectors over arrays that a generator filled.
final class ShopVectors {
  private ShopVectors() {}

  /// A flat vector of texts with a null row behind them.
  static Vector dictionary(List<String> values) {
    VectorBuilder builder = new VectorBuilder(ScalarType.TEXT, values.size() + 1);
    values.forEach(value -> builder.appendBytes(value.getBytes(StandardCharsets.UTF_8)));
    builder.appendNull();
    return builder.build();
  }

  /// The texts of a dictionary by code; -1 is null.
  static Vector texts(Vector dictionary, int[] codes, int size) {
    int nullCode = dictionary.size() - 1;
    for (int i = 0; i < size; i++) {
      if (codes[i] < 0) {
        codes[i] = nullCode;
      }
    }
    return new DictionaryVector(dictionary, codes, size);
  }

  /// Numbers without nulls.
  static Vector longs(DataType type, long[] values, int size) {
    return new LongVector(type, size, values, null);
  }

  /// Numbers of which -1 is null.
  static Vector nullableLongs(DataType type, long[] values, int size) {
    long[] nulls = NullMask.create(size);
    boolean any = false;
    for (int i = 0; i < size; i++) {
      if (values[i] == -1) {
        NullMask.setNull(nulls, i);
        any = true;
      }
    }
    return new LongVector(type, size, values, any ? nulls : null);
  }
}
