package io.thermocline.protocol.codec;

import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireType;

/** Data types to bytes and back. */
public final class TypeCodec {
  private TypeCodec() {}

  /** Writes a type. */
  public static void write(WireWriter out, WireType type) {
    out.putByte(type.code().code());
    if (type.code() == TypeCode.DECIMAL) {
      out.putByte(type.precision());
      out.putByte(type.scale());
    } else if (type.code() == TypeCode.ARRAY) {
      write(out, type.elementType());
    }
  }

  /** Reads a type. */
  public static WireType read(WireReader in) {
    return read(in, 0);
  }

  private static WireType read(WireReader in, int depth) {
    TypeCode code = TypeCode.of(in.getByte());
    if (code == TypeCode.DECIMAL) {
      int precision = in.getByte();
      return WireType.decimal(precision, in.getByte());
    }
    if (code == TypeCode.ARRAY) {
      if (depth == ProtocolLimits.MAX_TYPE_DEPTH) {
        throw new ProtocolException(
            "array types nest deeper than " + ProtocolLimits.MAX_TYPE_DEPTH);
      }
      return WireType.array(read(in, depth + 1));
    }
    return WireType.of(code);
  }
}
