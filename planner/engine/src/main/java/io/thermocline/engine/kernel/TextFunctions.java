package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Functions of text, on UTF-8 bytes where that is enough.
final class TextFunctions {
  /// The most characters that REPEAT, LPAD and RPAD make.
  private static final long MAX_LENGTH = 1 << 28;

  private TextFunctions() {}

  /// The kernel of a text function.
  static Kernel compile(FunctionId function, DataType type, List<Kernel> arguments) {
    return switch (function) {
      case LOWER ->
          RowKernel.strictSafe(type, arguments, (v, row, out) -> changeCase(v[0], row, out, false));
      case UPPER ->
          RowKernel.strictSafe(type, arguments, (v, row, out) -> changeCase(v[0], row, out, true));
      case INITCAP -> RowKernel.strictSafe(type, arguments, TextFunctions::initcap);
      case TRIM ->
          RowKernel.strictSafe(type, arguments, (v, row, out) -> trim(v, row, out, true, true));
      case LTRIM ->
          RowKernel.strictSafe(type, arguments, (v, row, out) -> trim(v, row, out, true, false));
      case RTRIM ->
          RowKernel.strictSafe(type, arguments, (v, row, out) -> trim(v, row, out, false, true));
      case LENGTH -> RowKernel.strictSafe(type, arguments, TextFunctions::length);
      case OCTET_LENGTH ->
          RowKernel.strictSafe(
              type,
              arguments,
              (v, row, out) -> out.appendLong(v[0].bytesEnd(row) - v[0].bytesStart(row)));
      case SUBSTRING -> RowKernel.strict(type, arguments, TextFunctions::substring);
      case OVERLAY -> RowKernel.strict(type, arguments, TextFunctions::overlay);
      case POSITION -> RowKernel.strictSafe(type, arguments, TextFunctions::position);
      case REPLACE -> RowKernel.strictSafe(type, arguments, TextFunctions::replace);
      case TRANSLATE -> RowKernel.strictSafe(type, arguments, TextFunctions::translate);
      case LEFT -> RowKernel.strictSafe(type, arguments, TextFunctions::left);
      case RIGHT -> RowKernel.strictSafe(type, arguments, TextFunctions::right);
      case LPAD -> RowKernel.strict(type, arguments, (v, row, out) -> pad(v, row, out, true));
      case RPAD -> RowKernel.strict(type, arguments, (v, row, out) -> pad(v, row, out, false));
      case REPEAT -> RowKernel.strict(type, arguments, TextFunctions::repeat);
      case REVERSE ->
          RowKernel.strictSafe(
              type,
              arguments,
              (v, row, out) ->
                  Utf8.append(out, new StringBuilder(Utf8.text(v[0], row)).reverse().toString()));
      case SPLIT_PART -> RowKernel.strict(type, arguments, TextFunctions::splitPart);
      case STARTS_WITH -> RowKernel.strictSafe(type, arguments, TextFunctions::startsWith);
      case ASCII ->
          RowKernel.strictSafe(
              type,
              arguments,
              (v, row, out) -> {
                String text = Utf8.text(v[0], row);
                out.appendLong(text.isEmpty() ? 0 : text.codePointAt(0));
              });
      case CHR -> RowKernel.strict(type, arguments, TextFunctions::chr);
      case MD5 -> RowKernel.strictSafe(type, arguments, Digests::md5);
      case CONCAT_OPERATOR -> RowKernel.strictSafe(type, arguments, TextFunctions::concat);
      case CONCAT -> RowKernel.lenient(type, arguments, TextFunctions::concat);
      case CONCAT_WS -> RowKernel.lenient(type, arguments, TextFunctions::concatWithSeparator);
      default -> throw new IllegalStateException(function + " is no text function");
    };
  }

  private static void changeCase(Vector v, int row, VectorBuilder out, boolean upper) {
    byte[] data = v.bytesData(row);
    int start = v.bytesStart(row);
    int end = v.bytesEnd(row);
    if (!Utf8.isAscii(data, start, end)) {
      String text = Utf8.text(v, row);
      Utf8.append(out, upper ? simpleUpper(text) : text.toLowerCase(Locale.ROOT));
      return;
    }
    byte[] changed = Arrays.copyOfRange(data, start, end);
    byte from = (byte) (upper ? 'a' : 'A');
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] >= from && changed[i] < from + 26) {
        changed[i] ^= 0x20;
      }
    }
    out.appendBytes(changed);
  }

  /// Character by character, so that `ß` stays one character as in PostgreSQL.
  private static String simpleUpper(String text) {
    StringBuilder upper = new StringBuilder(text.length());
    text.codePoints().map(Character::toUpperCase).forEach(upper::appendCodePoint);
    return upper.toString();
  }

  private static void initcap(Vector[] v, int row, VectorBuilder out) {
    String text = Utf8.text(v[0], row);
    StringBuilder result = new StringBuilder(text.length());
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      result.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
      inWord = Character.isLetterOrDigit(c);
      i += Character.charCount(c);
    }
    Utf8.append(out, result.toString());
  }

  private static void trim(
      Vector[] v, int row, VectorBuilder out, boolean leading, boolean trailing) {
    byte[] data = v[0].bytesData(row);
    int start = v[0].bytesStart(row);
    int end = v[0].bytesEnd(row);
    String characters = v.length > 1 ? Utf8.text(v[1], row) : " ";
    if (characters.equals(" ")) {
      while (leading && start < end && data[start] == ' ') {
        start++;
      }
      while (trailing && start < end && data[end - 1] == ' ') {
        end--;
      }
      out.appendBytes(data, start, end);
      return;
    }
    int[] text = Utf8.text(v[0], row).codePoints().toArray();
    int from = 0;
    int to = text.length;
    while (leading && from < to && characters.indexOf(text[from]) >= 0) {
      from++;
    }
    while (trailing && from < to && characters.indexOf(text[to - 1]) >= 0) {
      to--;
    }
    Utf8.append(out, new String(text, from, to - from));
  }

  private static void length(Vector[] v, int row, VectorBuilder out) {
    int start = v[0].bytesStart(row);
    int end = v[0].bytesEnd(row);
    out.appendLong(
        v[0].type() == ScalarType.BYTES
            ? end - start
            : Utf8.length(v[0].bytesData(row), start, end));
  }

  private static void substring(Vector[] v, int row, VectorBuilder out) {
    long from = v[1].longAt(row) - 1;
    long to = Long.MAX_VALUE;
    if (v.length > 2) {
      long length = v[2].longAt(row);
      if (length < 0) {
        throw new ThermoclineException(
            ErrorCode.INVALID_PARAMETER,
            "substring has a negative length; give a length of 0 or more");
      }
      to = from > 0 && length > Long.MAX_VALUE - from ? Long.MAX_VALUE : from + length;
    }
    appendSlice(v[0], row, out, Math.max(0, from), to);
  }

  /// Appends the characters from `from` (inclusive) to `to` (exclusive), counted from 0.
  private static void appendSlice(Vector v, int row, VectorBuilder out, long from, long to) {
    byte[] data = v.bytesData(row);
    int end = v.bytesEnd(row);
    if (v.type() == ScalarType.BYTES) {
      int start = v.bytesStart(row);
      int first = (int) Math.min(end, start + Math.min(from, Integer.MAX_VALUE));
      int last = (int) Math.min(end, start + Math.min(Math.max(from, to), Integer.MAX_VALUE));
      out.appendBytes(data, first, Math.max(first, last));
      return;
    }
    int first = Utf8.skip(data, v.bytesStart(row), end, from);
    int last = to == Long.MAX_VALUE ? end : Utf8.skip(data, first, end, to - from);
    out.appendBytes(data, first, last);
  }

  private static void overlay(Vector[] v, int row, VectorBuilder out) {
    int[] text = Utf8.text(v[0], row).codePoints().toArray();
    String replacement = Utf8.text(v[1], row);
    long start = v[2].longAt(row);
    long length =
        v.length > 3 ? v[3].longAt(row) : replacement.codePointCount(0, replacement.length());
    if (start <= 0) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER, "overlay starts at " + start + "; positions count from 1");
    }
    int head = (int) Math.min(text.length, start - 1);
    int tail = Math.clamp(start - 1 + length, 0, text.length);
    Utf8.append(
        out, new String(text, 0, head) + replacement + new String(text, tail, text.length - tail));
  }

  private static void position(Vector[] v, int row, VectorBuilder out) {
    byte[] data = v[1].bytesData(row);
    int start = v[1].bytesStart(row);
    int found =
        Utf8.indexOf(
            data,
            start,
            v[1].bytesEnd(row),
            v[0].bytesData(row),
            v[0].bytesStart(row),
            v[0].bytesEnd(row));
    out.appendLong(found < 0 ? 0 : Utf8.length(data, start, found) + 1);
  }

  private static void replace(Vector[] v, int row, VectorBuilder out) {
    String from = Utf8.text(v[1], row);
    String text = Utf8.text(v[0], row);
    Utf8.append(out, from.isEmpty() ? text : text.replace(from, Utf8.text(v[2], row)));
  }

  private static void translate(Vector[] v, int row, VectorBuilder out) {
    int[] from = Utf8.text(v[1], row).codePoints().toArray();
    int[] to = Utf8.text(v[2], row).codePoints().toArray();
    StringBuilder result = new StringBuilder();
    Utf8.text(v[0], row)
        .codePoints()
        .forEach(c -> {
          int at = 0;
          while (at < from.length && from[at] != c) {
            at++;
          }
          if (at == from.length) {
            result.appendCodePoint(c);
          } else if (at < to.length) {
            result.appendCodePoint(to[at]);
          }
        });
    Utf8.append(out, result.toString());
  }

  private static void left(Vector[] v, int row, VectorBuilder out) {
    long n = v[1].longAt(row);
    if (n < 0) {
      n =
          Math.max(
              0, Utf8.length(v[0].bytesData(row), v[0].bytesStart(row), v[0].bytesEnd(row)) + n);
    }
    appendSlice(v[0], row, out, 0, n);
  }

  private static void right(Vector[] v, int row, VectorBuilder out) {
    long n = v[1].longAt(row);
    int length = Utf8.length(v[0].bytesData(row), v[0].bytesStart(row), v[0].bytesEnd(row));
    long from =
        n < 0 ? Math.min(length, n == Long.MIN_VALUE ? length : -n) : Math.max(0, length - n);
    appendSlice(v[0], row, out, from, Long.MAX_VALUE);
  }

  private static void pad(Vector[] v, int row, VectorBuilder out, boolean atStart) {
    int[] text = Utf8.text(v[0], row).codePoints().toArray();
    long wanted = Math.max(0, v[1].longAt(row));
    checkLength(wanted);
    int[] fill = v.length > 2 ? Utf8.text(v[2], row).codePoints().toArray() : new int[] {' '};
    StringBuilder result = new StringBuilder();
    int kept = (int) Math.min(wanted, text.length);
    int missing = fill.length == 0 ? 0 : (int) wanted - kept;
    if (!atStart) {
      result.append(new String(text, 0, kept));
    }
    for (int i = 0; i < missing; i++) {
      result.appendCodePoint(fill[i % fill.length]);
    }
    if (atStart) {
      result.append(new String(text, 0, kept));
    }
    Utf8.append(out, result.toString());
  }

  private static void checkLength(long length) {
    if (length > MAX_LENGTH) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "a text of " + length + " characters is longer than the limit of " + MAX_LENGTH);
    }
  }

  private static void repeat(Vector[] v, int row, VectorBuilder out) {
    long times = Math.max(0, v[1].longAt(row));
    String text = Utf8.text(v[0], row);
    checkLength(text.isEmpty() ? 0 : Math.max(times, times * text.length()));
    Utf8.append(out, text.isEmpty() ? "" : text.repeat((int) times));
  }

  private static void splitPart(Vector[] v, int row, VectorBuilder out) {
    String text = Utf8.text(v[0], row);
    String delimiter = Utf8.text(v[1], row);
    long wanted = v[2].longAt(row);
    if (wanted == 0) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER, "split_part counts fields from 1, or from -1 backwards");
    }
    if (delimiter.isEmpty()) {
      Utf8.append(out, wanted == 1 || wanted == -1 ? text : "");
      return;
    }
    long field = wanted;
    if (wanted < 0) {
      int fields = 1;
      for (int at = text.indexOf(delimiter);
          at >= 0;
          at = text.indexOf(delimiter, at + delimiter.length())) {
        fields++;
      }
      field = fields + wanted + 1;
    }
    int start = 0;
    for (long i = 1; i < field; i++) {
      int at = text.indexOf(delimiter, start);
      if (at < 0) {
        Utf8.append(out, "");
        return;
      }
      start = at + delimiter.length();
    }
    int end = text.indexOf(delimiter, start);
    Utf8.append(out, field < 1 ? "" : text.substring(start, end < 0 ? text.length() : end));
  }

  private static void startsWith(Vector[] v, int row, VectorBuilder out) {
    int length = v[1].bytesEnd(row) - v[1].bytesStart(row);
    int start = v[0].bytesStart(row);
    boolean matches =
        v[0].bytesEnd(row) - start >= length
            && Arrays.equals(
                v[0].bytesData(row),
                start,
                start + length,
                v[1].bytesData(row),
                v[1].bytesStart(row),
                v[1].bytesEnd(row));
    out.appendLong(matches ? 1 : 0);
  }

  private static void chr(Vector[] v, int row, VectorBuilder out) {
    long code = v[0].longAt(row);
    if (code <= 0 || code > Character.MAX_CODE_POINT || code >= 0xd800 && code < 0xe000) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER, "chr(" + code + ") is no character");
    }
    out.appendBytes(Character.toString((int) code).getBytes(StandardCharsets.UTF_8));
  }

  private static void concat(Vector[] v, int row, VectorBuilder out) {
    int total = 0;
    for (Vector part : v) {
      total += part.isNull(row) ? 0 : part.bytesEnd(row) - part.bytesStart(row);
    }
    byte[] joined = new byte[total];
    int at = 0;
    for (Vector part : v) {
      if (!part.isNull(row)) {
        int length = part.bytesEnd(row) - part.bytesStart(row);
        System.arraycopy(part.bytesData(row), part.bytesStart(row), joined, at, length);
        at += length;
      }
    }
    out.appendBytes(joined);
  }

  private static void concatWithSeparator(Vector[] v, int row, VectorBuilder out) {
    if (v[0].isNull(row)) {
      out.appendNull();
      return;
    }
    String separator = Utf8.text(v[0], row);
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (int i = 1; i < v.length; i++) {
      if (!v[i].isNull(row)) {
        joined.append(first ? "" : separator).append(Utf8.text(v[i], row));
        first = false;
      }
    }
    Utf8.append(out, joined.toString());
  }
}
