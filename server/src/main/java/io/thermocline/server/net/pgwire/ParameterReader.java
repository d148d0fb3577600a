package io.thermocline.server.net.pgwire;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.server.pgcatalog.PgType;
import io.thermocline.server.session.Parameters;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A client's parameters, in text or in the binary formats of [ValueWriter], as values of the types
/// that a statement wants.
final class ParameterReader {
  private static final int NUMERIC_NEGATIVE = 0x4000;
  private static final int NUMERIC_POSITIVE = 0;
  private static final int GROUP_DIGITS = 4;
  private static final int GROUP = 10_000;

  private final ZoneId zone;
  private final ExpressionCompiler compiler;

  /// A reader for a session in a time zone.
  ParameterReader(ZoneId zone, Instant now) {
    this.zone = zone;
    this.compiler = new ExpressionCompiler(List.of(), zone, now);
  }

  /// One value a parameter, in the classes of [Values].
  ///
  /// @param declared the type that the client said at Parse, 0 where it said none
  List<@Nullable Object> read(
      FrontendMessage.Bind bind, List<Integer> declared, List<DataType> wanted) {
    List<byte @Nullable []> given = bind.parameters();
    if (given.size() != wanted.size()) {
      throw new ThermoclineException(
          ErrorCode.PROTOCOL_VIOLATION,
          "bind message supplies "
              + given.size()
              + " parameters, but the statement requires "
              + wanted.size());
    }
    int formats = bind.parameterFormats().size();
    if (formats > 1 && formats != given.size()) {
      throw new ThermoclineException(
          ErrorCode.PROTOCOL_VIOLATION,
          "bind message has " + formats + " parameter formats but " + given.size() + " parameters");
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      byte[] bytes = given.get(i);
      boolean binary = formats > 0 && bind.parameterFormats().get(formats == 1 ? 0 : i) == 1;
      int oid =
          i < declared.size() && declared.get(i) != 0 ? declared.get(i) : PgType.oid(wanted.get(i));
      values.add(
          bytes == null
              ? null
              : binary
                  ? Parameters.convert(binary(bytes, oid, i), wanted.get(i), i + 1, zone)
                  : text(new String(bytes, StandardCharsets.UTF_8), wanted.get(i)));
    }
    return values;
  }

  private @Nullable Object text(String text, DataType type) {
    if (type == ScalarType.TEXT || type == ScalarType.JSON) {
      return text;
    }
    if (type instanceof ArrayType array) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (String element : ArrayText.parse(text)) {
        elements.add(element == null ? null : text(element, array.element()));
      }
      return elements;
    }
    return Values.get(
        compiler.constant(
            new Expression.Cast(new Expression.Literal(ScalarType.TEXT, text), type, false)),
        0);
  }

  private static Object binary(byte[] bytes, int oid, int index) {
    PgType type = PgType.of(oid).orElse(PgType.UNKNOWN);
    try {
      if (PgType.elementOf(oid).isPresent()) {
        return array(ByteBuffer.wrap(bytes), index);
      }
      ByteBuffer in = ByteBuffer.wrap(bytes);
      Object value = binary(in, bytes, type, oid);
      if (in.hasRemaining()) {
        throw malformed(index, type);
      }
      return value;
    } catch (BufferUnderflowException e) {
      throw malformed(index, type);
    }
  }

  private static Object binary(ByteBuffer in, byte[] bytes, PgType type, int oid) {
    return switch (type) {
      case BOOL -> in.get() != 0;
      case INT2 -> in.getShort();
      case INT4 -> in.getInt();
      case INT8 -> in.getLong();
      case OID, REGPROC, REGCLASS, REGTYPE, REGNAMESPACE -> Integer.toUnsignedLong(in.getInt());
      case FLOAT4 -> in.getFloat();
      case FLOAT8 -> in.getDouble();
      case NUMERIC -> numeric(in);
      case BYTEA -> {
        in.position(in.limit());
        yield bytes;
      }
      case DATE -> LocalDate.ofEpochDay(in.getInt() + ValueWriter.EPOCH_DAYS);
      case TIME -> LocalTime.ofNanoOfDay(in.getLong() * 1000);
      case TIMESTAMP ->
          LocalDateTime.ofInstant(
              Values.instant(in.getLong() + ValueWriter.EPOCH_MICROS), ZoneOffset.UTC);
      case TIMESTAMPTZ -> Values.instant(in.getLong() + ValueWriter.EPOCH_MICROS);
      case INTERVAL -> {
        long micros = in.getLong();
        int days = in.getInt();
        yield new Interval(in.getInt(), micros + days * ValueWriter.MICROS_PER_DAY);
      }
      case UUID -> new UUID(in.getLong(), in.getLong());
      case JSONB -> {
        in.position(in.limit());
        yield new String(Arrays.copyOfRange(bytes, 1, bytes.length), StandardCharsets.UTF_8);
      }
      case TEXT, VARCHAR, BPCHAR, NAME, CHAR, JSON, UNKNOWN, INT2VECTOR, OIDVECTOR, VOID -> {
        if (PgType.of(oid).isEmpty()) {
          throw new ThermoclineException(
              ErrorCode.UNSUPPORTED,
              "parameters of the type with oid " + oid + " are not read in binary; send text");
        }
        in.position(in.limit());
        yield new String(bytes, StandardCharsets.UTF_8);
      }
    };
  }

  private static Object numeric(ByteBuffer in) {
    int count = in.getShort();
    int weight = in.getShort();
    int sign = in.getShort() & 0xffff;
    int scale = in.getShort() & 0xffff;
    if (sign != NUMERIC_NEGATIVE && sign != NUMERIC_POSITIVE) {
      throw new ThermoclineException(
          ErrorCode.NUMERIC_OUT_OF_RANGE, "a numeric parameter is NaN or infinite; send a number");
    }
    BigInteger digits = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      digits = digits.multiply(BigInteger.valueOf(GROUP)).add(BigInteger.valueOf(in.getShort()));
    }
    int exponent = GROUP_DIGITS * (weight - count + 1);
    BigDecimal value = new BigDecimal(digits, -exponent);
    value = value.setScale(scale, java.math.RoundingMode.HALF_UP);
    return sign == NUMERIC_NEGATIVE ? value.negate() : value;
  }

  private static List<@Nullable Object> array(ByteBuffer in, int index) {
    int dimensions = in.getInt();
    in.getInt();
    int elementOid = in.getInt();
    if (dimensions == 0) {
      return List.of();
    }
    if (dimensions != 1) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED,
          "parameter " + (index + 1) + " is an array of " + dimensions + " dimensions; send one");
    }
    int count = in.getInt();
    in.getInt();
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = in.getInt();
      if (length > in.remaining()) {
        throw new BufferUnderflowException();
      }
      if (length < 0) {
        elements.add(null);
      } else {
        byte[] element = new byte[length];
        in.get(element);
        elements.add(binary(element, elementOid, index));
      }
    }
    return elements;
  }

  private static ThermoclineException malformed(int index, PgType type) {
    return new ThermoclineException(
        ErrorCode.INVALID_PARAMETER,
        "parameter "
            + (index + 1)
            + " has another length than a binary "
            + type.sqlName()
            + "; declare its type");
  }
}
