package io.thermocline.adapter.clickhouse.wire;

import io.thermocline.spi.batch.BytesVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.DoubleVector;
import io.thermocline.spi.batch.Int128Vector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.LongVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Decodes the columns of Native blocks into vectors of the type's own [NativeType#dataType].
final class NativeColumns {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final BigInteger DECIMAL_BOUND = BigInteger.TEN.pow(38);
  private static final int MAXIMUM_ROWS = 1 << 28;
  private static final long ADDITIONAL_KEYS = 1L << 9;
  private static final long GLOBAL_DICTIONARY = 1L << 8;

  private final NativeInput input;
  private byte[] flags = new byte[0];

  NativeColumns(NativeInput input) {
    this.input = input;
  }

  Vector read(NativeType type, int rows) throws IOException {
    if (rows == 0) {
      return new VectorBuilder(dataType(type), 1).build();
    }
    if (type.lowCardinality()) {
      return lowCardinality(type, rows);
    }
    if (type.kind() == NativeType.Kind.ARRAY) {
      return array(type, rows);
    }
    long[] nulls = type.nullable() ? nulls(rows) : null;
    return flat(type, rows, nulls);
  }

  private static DataType dataType(NativeType type) {
    return type.dataType()
        .orElseThrow(() ->
            new ThermoclineException(
                ErrorCode.UNSUPPORTED,
                "ClickHouse answered with a type that is not supported; cast the column to String"));
  }

  private long @Nullable [] nulls(int rows) throws IOException {
    if (flags.length < rows) {
      flags = new byte[rows];
    }
    input.readBytes(flags, 0, rows);
    long[] mask = null;
    for (int i = 0; i < rows; i++) {
      if (flags[i] != 0) {
        if (mask == null) {
          mask = NullMask.create(rows);
        }
        NullMask.setNull(mask, i);
      }
    }
    return mask;
  }

  private Vector flat(NativeType type, int rows, long @Nullable [] nulls) throws IOException {
    DataType dataType = dataType(type);
    return switch (type.kind()) {
      case INT8, BOOL -> longs(dataType, rows, nulls, 1, -1L);
      case UINT8 -> longs(dataType, rows, nulls, 1, 0xffL);
      case INT16 -> longs(dataType, rows, nulls, 2, -1L);
      case UINT16, DATE -> longs(dataType, rows, nulls, 2, 0xffffL);
      case INT32, DATE32 -> longs(dataType, rows, nulls, 4, -1L);
      case UINT32 -> longs(dataType, rows, nulls, 4, 0xffffffffL);
      case INT64 -> longs(dataType, rows, nulls, 8, -1L);
      case DATETIME -> scaled(dataType, rows, nulls, 4, 0xffffffffL, 0);
      case DATETIME64, TIME64 -> scaled(dataType, rows, nulls, 8, -1L, type.scale());
      case TIME -> scaled(dataType, rows, nulls, 4, -1L, 0);
      case UINT64 -> {
        long[] low = new long[rows];
        input.readLongs(low, rows, 8);
        yield new Int128Vector(dataType, rows, new long[rows], low, nulls);
      }
      case INT128, UINT128, INT256, UINT256 -> wide(type, dataType, rows, nulls);
      case DECIMAL ->
          type.decimalBytes() <= 8
              ? longs(dataType, rows, nulls, type.decimalBytes(), -1L)
              : wide(type, dataType, rows, nulls);
      case FLOAT32 -> doubles(dataType, rows, nulls, 4);
      case FLOAT64 -> doubles(dataType, rows, nulls, 8);
      case BFLOAT16 -> {
        long[] halves = new long[rows];
        input.readLongs(halves, rows, 2);
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
          values[i] = Float.intBitsToFloat((int) halves[i] << 16);
        }
        yield new DoubleVector(dataType, rows, values, nulls);
      }
      case STRING -> {
        int[] offsets = new int[rows + 1];
        byte[] data = input.readStrings(new byte[rows * 8], offsets, rows);
        yield new BytesVector(dataType, rows, data, offsets, nulls);
      }
      case FIXED_STRING -> fixedStrings(type, dataType, rows, nulls);
      case UUID -> {
        long[] words = new long[rows * 2];
        input.readLongs(words, rows * 2, 8);
        long[] high = new long[rows];
        long[] low = new long[rows];
        for (int i = 0; i < rows; i++) {
          high[i] = words[2 * i];
          low[i] = words[2 * i + 1];
        }
        yield new Int128Vector(dataType, rows, high, low, nulls);
      }
      case ENUM8 -> enumeration(type, rows, nulls, 1);
      case ENUM16 -> enumeration(type, rows, nulls, 2);
      case NOTHING -> {
        input.readBytes(new byte[rows], 0, rows);
        long[] all = NullMask.create(rows);
        java.util.Arrays.fill(all, -1L);
        yield new BytesVector(ScalarType.TEXT, rows, new byte[0], new int[rows + 1], all);
      }
      case ARRAY, OTHER -> throw new IOException("a column of kind " + type.kind());
    };
  }

  private LongVector longs(DataType type, int rows, long @Nullable [] nulls, int width, long mask)
      throws IOException {
    long[] values = new long[rows];
    input.readLongs(values, rows, width);
    if (mask != -1L) {
      for (int i = 0; i < rows; i++) {
        values[i] &= mask;
      }
    }
    return new LongVector(type, rows, values, nulls);
  }

  /// Seconds or ticks as microseconds.
  private LongVector scaled(
      DataType type, int rows, long @Nullable [] nulls, int width, long mask, int scale)
      throws IOException {
    LongVector vector = longs(type, rows, nulls, width, mask);
    long[] values = vector.values();
    long factor = 1;
    for (int i = scale; i < 6; i++) {
      factor *= 10;
    }
    long divisor = 1;
    for (int i = 6; i < scale; i++) {
      divisor *= 10;
    }
    for (int i = 0; i < rows; i++) {
      values[i] = divisor == 1 ? values[i] * factor : Math.floorDiv(values[i], divisor);
    }
    return vector;
  }

  private DoubleVector doubles(DataType type, int rows, long @Nullable [] nulls, int width)
      throws IOException {
    double[] values = new double[rows];
    input.readDoubles(values, rows, width);
    return new DoubleVector(type, rows, values, nulls);
  }

  private Int128Vector wide(NativeType type, DataType dataType, int rows, long @Nullable [] nulls)
      throws IOException {
    boolean signed =
        type.kind() != NativeType.Kind.UINT128 && type.kind() != NativeType.Kind.UINT256;
    int words =
        switch (type.kind()) {
          case INT256, UINT256 -> 4;
          case DECIMAL -> type.decimalBytes() / 8;
          default -> 2;
        };
    long[] raw = new long[rows * words];
    input.readLongs(raw, raw.length, 8);
    long[] high = new long[rows];
    long[] low = new long[rows];
    for (int i = 0; i < rows; i++) {
      low[i] = raw[i * words];
      high[i] = raw[i * words + 1];
      if (!NullMask.isNull(nulls, i) && (words > 2 || type.kind() != NativeType.Kind.DECIMAL)) {
        checkDigits(raw, i * words, words, signed);
      }
    }
    return new Int128Vector(dataType, rows, high, low, nulls);
  }

  private static void checkDigits(long[] raw, int from, int words, boolean signed) {
    long top = raw[from + words - 1];
    boolean small = true;
    for (int w = 1; w < words; w++) {
      small &= raw[from + w] == (signed ? raw[from] >> 63 : 0);
    }
    if (small) {
      return;
    }
    BigInteger value =
        signed ? BigInteger.valueOf(top) : new BigInteger(Long.toUnsignedString(top));
    for (int w = words - 2; w >= 0; w--) {
      value = value.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(raw[from + w])));
    }
    if (value.abs().compareTo(DECIMAL_BOUND) >= 0) {
      throw new ThermoclineException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "a number from ClickHouse has more than 38 digits; cast it to a float or to text");
    }
  }

  private BytesVector fixedStrings(
      NativeType type, DataType dataType, int rows, long @Nullable [] nulls) throws IOException {
    int width = type.precision();
    byte[] data = new byte[Math.multiplyExact(rows, width)];
    input.readBytes(data, 0, data.length);
    int[] offsets = new int[rows + 1];
    int used = 0;
    for (int i = 0; i < rows; i++) {
      int length = width;
      while (length > 0 && data[i * width + length - 1] == 0) {
        length--;
      }
      System.arraycopy(data, i * width, data, used, length);
      used += length;
      offsets[i + 1] = used;
    }
    return new BytesVector(dataType, rows, data, offsets, nulls);
  }

  private Vector enumeration(NativeType type, int rows, long @Nullable [] nulls, int width)
      throws IOException {
    long[] numbers = new long[rows];
    input.readLongs(numbers, rows, width);
    int smallest = type.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    int largest = type.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int nullCode = type.values().size();
    int[] codeOf = new int[largest - smallest + 1];
    java.util.Arrays.fill(codeOf, nullCode);
    VectorBuilder dictionary = new VectorBuilder(ScalarType.TEXT, nullCode + 1);
    for (int i = 0; i < nullCode; i++) {
      codeOf[type.values().get(i) - smallest] = i;
      dictionary.appendBytes(type.names().get(i).getBytes(StandardCharsets.UTF_8));
    }
    if (nulls != null) {
      dictionary.appendNull();
    }
    int[] codes = new int[rows];
    for (int i = 0; i < rows; i++) {
      if (NullMask.isNull(nulls, i)) {
        codes[i] = nullCode;
        continue;
      }
      long place = numbers[i] - smallest;
      if (place < 0 || place >= codeOf.length || codeOf[(int) place] == nullCode) {
        throw new IOException("an enumeration without the number " + numbers[i]);
      }
      codes[i] = codeOf[(int) place];
    }
    return new DictionaryVector(dictionary.build(), codes, rows);
  }

  private Vector lowCardinality(NativeType type, int rows) throws IOException {
    long version = input.readLong();
    long layout = input.readLong();
    if (version != 1 || (layout & GLOBAL_DICTIONARY) != 0 || (layout & ADDITIONAL_KEYS) == 0) {
      throw new IOException("a dictionary column of layout " + Long.toHexString(layout));
    }
    int keys = count(input.readLong());
    Vector values = flat(type.required(), keys, null);
    int indexes = count(input.readLong());
    if (indexes != rows) {
      throw new IOException("a dictionary column of " + indexes + " rows in a block of " + rows);
    }
    long[] wide = new long[rows];
    int width = 1 << (int) (layout & 3);
    input.readLongs(wide, rows, width);
    long mask = width == 8 ? -1L : (1L << (8 * width)) - 1;
    int[] codes = new int[rows];
    for (int i = 0; i < rows; i++) {
      long code = wide[i] & mask;
      if (code < 0 || code >= keys) {
        throw new IOException("a code outside its dictionary");
      }
      codes[i] = (int) code;
    }
    Vector flatValues = values.flatten();
    return new DictionaryVector(type.nullable() ? firstNull(flatValues) : flatValues, codes, rows);
  }

  /// The same values with a null in place of the first, as a nullable dictionary column has it.
  private static Vector firstNull(Vector values) {
    long[] nulls = NullMask.create(values.size());
    NullMask.setNull(nulls, 0);
    return switch (values) {
      case LongVector v -> new LongVector(v.type(), v.size(), v.values(), nulls);
      case DoubleVector v -> new DoubleVector(v.type(), v.size(), v.values(), nulls);
      case Int128Vector v -> new Int128Vector(v.type(), v.size(), v.high(), v.low(), nulls);
      case BytesVector v -> new BytesVector(v.type(), v.size(), v.data(), v.offsets(), nulls);
      default -> throw new IllegalStateException("a dictionary of lists");
    };
  }

  private Vector array(NativeType type, int rows) throws IOException {
    long[] ends = new long[rows];
    input.readLongs(ends, rows, 8);
    int[] offsets = new int[rows + 1];
    for (int i = 0; i < rows; i++) {
      offsets[i + 1] = count(ends[i]);
      if (offsets[i + 1] < offsets[i]) {
        throw new IOException("an array of negative length");
      }
    }
    Vector elements = read(Objects.requireNonNull(type.element()), offsets[rows]);
    return new ListVector(new ArrayType(elements.type()), rows, elements, offsets, null);
  }

  private static int count(long value) throws IOException {
    if (value < 0 || value > MAXIMUM_ROWS) {
      throw new IOException("a count of " + value);
    }
    return (int) value;
  }
}
