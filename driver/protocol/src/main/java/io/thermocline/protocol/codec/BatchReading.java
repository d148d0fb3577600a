package io.thermocline.protocol.codec;

import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.ResultBatch;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireColumn;
import io.thermocline.protocol.WireType;
import io.thermocline.protocol.WireVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the columns in the body of a Rows frame and checks every length, offset and code once;
 * copies no values.
 */
final class BatchReading {
  private BatchReading() {}

  static ResultBatch read(WireReader in) {
    int rowCount = in.getLimited(ProtocolLimits.MAX_FRAME_ROWS, "a row count");
    int columnCount = in.getCount(ProtocolLimits.MAX_COLUMNS);
    List<WireColumn> columns = new ArrayList<>(Math.min(columnCount, 64));
    for (int i = 0; i < columnCount; i++) {
      columns.add(column(in, rowCount));
    }
    return new ResultBatch(in.array(), rowCount, columns);
  }

  private static WireColumn column(WireReader in, int rowCount) {
    WireType type = TypeCodec.read(in);
    int encoding = in.getByte();
    return switch (encoding) {
      case 0 -> WireColumn.flat(vector(in, type, rowCount));
      case 1 -> WireColumn.constant(vector(in, type, 1));
      case 2 -> {
        int size = in.getLimited(ProtocolLimits.MAX_FRAME_BYTES, "a dictionary's size");
        int[] codes = codes(in, rowCount, size);
        yield WireColumn.dictionary(vector(in, type, size), codes);
      }
      default -> throw new ProtocolException("there is no column encoding " + encoding);
    };
  }

  private static int[] codes(WireReader in, int rowCount, int size) {
    int width = in.getByte();
    if (width != 1 && width != 2 && width != 4) {
      throw new ProtocolException("a code's width must be 1, 2 or 4, not " + width);
    }
    int at = in.skip((long) rowCount * width);
    int[] codes = new int[rowCount];
    byte[] bytes = in.array();
    for (int i = 0; i < rowCount; i++) {
      int code =
          switch (width) {
            case 1 -> bytes[at + i] & 0xff;
            case 2 -> in.unsignedShortAt(at + 2 * i);
            default -> in.intAt(at + 4 * i);
          };
      if (code < 0 || code >= size) {
        throw new ProtocolException(
            "code " + Integer.toUnsignedString(code) + " is outside a dictionary of " + size);
      }
      codes[i] = code;
    }
    return codes;
  }

  private static WireVector vector(WireReader in, WireType type, int size) {
    int nullsAt = in.getBoolean() ? in.skip(((long) size + 7) >>> 3) : -1;
    int width = type.width();
    if (width > 0) {
      return new WireVector(type, size, in.array(), nullsAt, in.skip((long) size * width), null);
    }
    int offsetsAt = in.skip(4L * (size + 1L));
    int previous = 0;
    for (int i = 0; i <= size; i++) {
      int offset = in.intAt(offsetsAt + 4 * i);
      if (offset < previous || i == 0 && offset != 0) {
        throw new ProtocolException("offsets must start at 0 and ascend");
      }
      previous = offset;
    }
    if (type.code() == TypeCode.ARRAY) {
      return new WireVector(
          type, size, in.array(), nullsAt, offsetsAt, vector(in, type.elementType(), previous));
    }
    in.skip(previous);
    return new WireVector(type, size, in.array(), nullsAt, offsetsAt, null);
  }
}
