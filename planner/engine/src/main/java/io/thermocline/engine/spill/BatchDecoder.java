package io.thermocline.engine.spill;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what [BatchEncoder] writes. For one thread.
final class BatchDecoder {
  private final ByteBuffer in;

  BatchDecoder(ByteBuffer in) {
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
  }

  Batch batch(List<DataType> types) {
    int size = in.getInt();
    List<Vector> columns = new ArrayList<>(types.size());
    for (DataType type : types) {
      columns.add(vector(type, size));
    }
    return new Batch(columns, size);
  }

  private Vector vector(DataType type, int size) {
    byte kind = in.get();
    return switch (kind) {
      case BatchEncoder.FLAT -> flat(type, size);
      case BatchEncoder.CONSTANT -> new ConstantVector(vector(type, 1), size);
      case BatchEncoder.DICTIONARY -> {
        int entries = in.getInt();
        Vector dictionary = vector(type, entries);
        long[] words = words(size);
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
          codes[i] = (int) words[i];
        }
        yield new DictionaryVector(dictionary, codes, size);
      }
      default -> throw new IllegalStateException("a vector of kind " + kind);
    };
  }

  private Vector flat(DataType type, int size) {
    long[] nulls = nulls(size);
    return switch (type.layout()) {
      case LONG -> new LongVector(type, size, words(size), nulls);
      case DOUBLE -> {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
          values[i] = Double.longBitsToDouble(in.getLong());
        }
        yield new DoubleVector(type, size, values, nulls);
      }
      case INT128 -> {
        long[] high = words(size);
        yield new Int128Vector(type, size, high, words(size), nulls);
      }
      case BYTES -> {
        int[] offsets = offsets(size);
        byte[] data = new byte[offsets[size]];
        in.get(data);
        yield new BytesVector(type, size, data, offsets, nulls);
      }
      case LIST -> {
        int[] offsets = offsets(size);
        Vector elements = vector(((ArrayType) type).element(), offsets[size]);
        yield new ListVector(type, size, elements, offsets, nulls);
      }
    };
  }

  private long @Nullable [] nulls(int size) {
    if (in.get() == 0) {
      return null;
    }
    long[] mask = NullMask.create(size);
    for (int i = 0; i < mask.length; i++) {
      mask[i] = in.getLong();
    }
    return mask;
  }

  private int[] offsets(int size) {
    long[] lengths = words(size);
    int[] offsets = new int[size + 1];
    for (int i = 0; i < size; i++) {
      offsets[i + 1] = Math.addExact(offsets[i], (int) lengths[i]);
    }
    return offsets;
  }

  private long[] words(int size) {
    int width = in.get();
    long least = in.getLong();
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          least
              + switch (width) {
                case 0 -> 0;
                case 1 -> in.get() & 0xffL;
                case 2 -> in.getShort() & 0xffffL;
                case 4 -> in.getInt() & 0xffffffffL;
                default -> in.getLong();
              };
    }
    return values;
  }
}
