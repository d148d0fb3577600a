package io.thermocline.adapter.clickhouse.wire;

import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A ClickHouse type as its name describes it.
///
/// @param kind what values look like on the wire
/// @param nullable whether a null map precedes the values
/// @param lowCardinality whether values are codes into a dictionary
/// @param precision digits of a decimal, bytes of a fixed string
/// @param scale digits after the point of a decimal, of the second of a time
/// @param zoned whether the type names a time zone
/// @param names an enumeration's names
/// @param values and their numbers
/// @param element of an array
public record NativeType(
    Kind kind,
    boolean nullable,
    boolean lowCardinality,
    int precision,
    int scale,
    boolean zoned,
    List<String> names,
    List<Integer> values,
    @Nullable NativeType element) {

  /// Copies the lists.
  public NativeType {
    names = List.copyOf(names);
    values = List.copyOf(values);
  }

  /// How values lie on the wire.
  public enum Kind {
    /// One signed byte.
    INT8,
    /// One unsigned byte.
    UINT8,
    /// Two bytes, signed.
    INT16,
    /// Two bytes, unsigned.
    UINT16,
    /// Four bytes, signed.
    INT32,
    /// Four bytes, unsigned.
    UINT32,
    /// Eight bytes, signed.
    INT64,
    /// Eight bytes, unsigned.
    UINT64,
    /// Sixteen bytes, signed.
    INT128,
    /// Sixteen bytes, unsigned.
    UINT128,
    /// Thirty-two bytes, signed.
    INT256,
    /// Thirty-two bytes, unsigned.
    UINT256,
    /// Two bytes, the upper half of a FLOAT32.
    BFLOAT16,
    /// Four bytes.
    FLOAT32,
    /// Eight bytes.
    FLOAT64,
    /// A signed integer of 4, 8, 16 or 32 bytes.
    DECIMAL,
    /// One byte, 0 or 1.
    BOOL,
    /// Length and bytes.
    STRING,
    /// Bytes, filled up with zeros.
    FIXED_STRING,
    /// Two bytes, days since 1970.
    DATE,
    /// Four bytes, days since 1970, signed.
    DATE32,
    /// Four bytes, seconds since 1970.
    DATETIME,
    /// Eight bytes, ticks since 1970, signed.
    DATETIME64,
    /// Four bytes, seconds of the day, signed.
    TIME,
    /// Eight bytes, ticks of the day, signed.
    TIME64,
    /// Two words, each little-endian.
    UUID,
    /// One signed byte.
    ENUM8,
    /// Two bytes, signed.
    ENUM16,
    /// Offsets, then elements.
    ARRAY,
    /// One byte, always null.
    NOTHING,
    /// Anything else.
    OTHER
  }

  private static NativeType of(Kind kind) {
    return sized(kind, 0, 0);
  }

  private static NativeType sized(Kind kind, int precision, int scale) {
    return new NativeType(kind, false, false, precision, scale, false, List.of(), List.of(), null);
  }

  private NativeType with(boolean nowNullable, boolean nowLowCardinality) {
    return new NativeType(
        kind,
        nullable || nowNullable,
        lowCardinality || nowLowCardinality,
        precision,
        scale,
        zoned,
        names,
        values,
        element);
  }

  private NativeType inZone() {
    return new NativeType(
        kind, nullable, lowCardinality, precision, scale, true, names, values, element);
  }

  /// The type without its null map.
  public NativeType required() {
    return new NativeType(kind, false, false, precision, scale, zoned, names, values, element);
  }

  /// Parses a name such as `LowCardinality(Nullable(String))`; what is not known is of kind OTHER.
  public static NativeType parse(String text) {
    String name = text.strip();
    int open = name.indexOf('(');
    String head = open < 0 ? name : name.substring(0, open);
    List<String> arguments =
        open < 0 || !name.endsWith(")")
            ? List.of()
            : split(name.substring(open + 1, name.length() - 1));
    return switch (head) {
      case "Nullable" -> parse(arguments.getFirst()).with(true, false);
      case "LowCardinality" -> parse(arguments.getFirst()).with(false, true);
      case "SimpleAggregateFunction" -> parse(arguments.getLast());
      case "Array" -> {
        NativeType element = parse(arguments.getFirst());
        yield element.kind == Kind.OTHER || element.kind == Kind.ARRAY
            ? of(Kind.OTHER)
            : new NativeType(Kind.ARRAY, false, false, 0, 0, false, List.of(), List.of(), element);
      }
      case "Int8" -> of(Kind.INT8);
      case "UInt8" -> of(Kind.UINT8);
      case "Int16" -> of(Kind.INT16);
      case "UInt16" -> of(Kind.UINT16);
      case "Int32" -> of(Kind.INT32);
      case "UInt32" -> of(Kind.UINT32);
      case "Int64" -> of(Kind.INT64);
      case "UInt64" -> of(Kind.UINT64);
      case "Int128" -> of(Kind.INT128);
      case "UInt128" -> of(Kind.UINT128);
      case "Int256" -> of(Kind.INT256);
      case "UInt256" -> of(Kind.UINT256);
      case "BFloat16" -> of(Kind.BFLOAT16);
      case "Float32" -> of(Kind.FLOAT32);
      case "Float64" -> of(Kind.FLOAT64);
      case "Bool" -> of(Kind.BOOL);
      case "String" -> of(Kind.STRING);
      case "FixedString" -> sized(Kind.FIXED_STRING, integer(arguments, 0), 0);
      case "Decimal" -> sized(Kind.DECIMAL, integer(arguments, 0), integer(arguments, 1));
      case "Date" -> of(Kind.DATE);
      case "Date32" -> of(Kind.DATE32);
      case "DateTime" -> arguments.isEmpty() ? of(Kind.DATETIME) : of(Kind.DATETIME).inZone();
      case "DateTime64" -> {
        NativeType ticks = sized(Kind.DATETIME64, 0, integer(arguments, 0));
        yield arguments.size() > 1 ? ticks.inZone() : ticks;
      }
      case "Time" -> of(Kind.TIME);
      case "Time64" -> sized(Kind.TIME64, 0, integer(arguments, 0));
      case "UUID" -> of(Kind.UUID);
      case "Enum8" -> enumeration(Kind.ENUM8, arguments);
      case "Enum16" -> enumeration(Kind.ENUM16, arguments);
      case "Nothing" -> of(Kind.NOTHING);
      default -> of(Kind.OTHER);
    };
  }

  private static int integer(List<String> arguments, int index) {
    return index < arguments.size() ? Integer.parseInt(arguments.get(index).strip()) : 0;
  }

  private static NativeType enumeration(Kind kind, List<String> arguments) {
    List<String> names = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.lastIndexOf('=');
      String quoted = argument.substring(0, equals).strip();
      names.add(unquote(quoted.substring(1, quoted.length() - 1)));
      values.add(Integer.parseInt(argument.substring(equals + 1).strip()));
    }
    return new NativeType(kind, false, false, 0, 0, false, names, values, null);
  }

  private static String unquote(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        plain.append(
            switch (next) {
              case 'n' -> '\n';
              case 't' -> '\t';
              case 'r' -> '\r';
              case '0' -> '\0';
              case 'b' -> '\b';
              case 'f' -> '\f';
              default -> next;
            });
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /// Splits arguments at commas outside brackets and quotes.
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '\'') {
          quoted = false;
        }
      } else if (c == '\'') {
        quoted = true;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /// Bytes of a decimal on the wire.
  public int decimalBytes() {
    return precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32;
  }

  /// The gateway's type of such a column, or empty when there is none.
  public Optional<DataType> dataType() {
    return switch (kind) {
      case INT8, UINT8, INT16 -> Optional.of(ScalarType.INT16);
      case UINT16, INT32 -> Optional.of(ScalarType.INT32);
      case UINT32, INT64 -> Optional.of(ScalarType.INT64);
      case UINT64 -> Optional.of(new DecimalType(20, 0));
      case INT128, UINT128, INT256, UINT256 ->
          Optional.of(new DecimalType(DecimalType.MAX_PRECISION, 0));
      case BFLOAT16, FLOAT32 -> Optional.of(ScalarType.FLOAT32);
      case FLOAT64 -> Optional.of(ScalarType.FLOAT64);
      case DECIMAL ->
          scale <= DecimalType.MAX_PRECISION
              ? Optional.of(new DecimalType(Math.min(precision, DecimalType.MAX_PRECISION), scale))
              : Optional.empty();
      case BOOL -> Optional.of(ScalarType.BOOLEAN);
      case STRING, FIXED_STRING, ENUM8, ENUM16, NOTHING -> Optional.of(ScalarType.TEXT);
      case DATE, DATE32 -> Optional.of(ScalarType.DATE);
      case DATETIME, DATETIME64 ->
          Optional.of(zoned ? ScalarType.TIMESTAMP_TZ : ScalarType.TIMESTAMP);
      case TIME, TIME64 -> Optional.of(ScalarType.TIME);
      case UUID -> Optional.of(ScalarType.UUID);
      case ARRAY -> java.util.Objects.requireNonNull(element).dataType().map(ArrayType::new);
      case OTHER -> Optional.empty();
    };
  }
}
