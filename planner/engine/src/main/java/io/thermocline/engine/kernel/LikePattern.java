package io.thermocline.engine.kernel;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A compiled LIKE pattern. Patterns of literal pieces between `%` are searched for in the bytes;
/// those with `_` or that ignore case go through a regular expression.
final class LikePattern {
  private final byte[][] pieces;
  private final boolean openStart;
  private final boolean openEnd;
  private final @Nullable Pattern regex;

  private LikePattern(
      byte[][] pieces, boolean openStart, boolean openEnd, @Nullable Pattern regex) {
    this.pieces = pieces;
    this.openStart = openStart;
    this.openEnd = openEnd;
    this.regex = regex;
  }

  /// Compiles a pattern; an empty escape means that there is none.
  static LikePattern compile(String pattern, String escape, boolean ignoreCase) {
    int escapeCharacter = escape.isEmpty() ? -1 : escape.codePointAt(0);
    if (escape.codePointCount(0, escape.length()) > 1) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER, "a LIKE escape must be empty or one character");
    }
    StringBuilder regex = new StringBuilder();
    StringBuilder piece = new StringBuilder();
    List<byte[]> pieces = new ArrayList<>();
    boolean plain = !ignoreCase;
    boolean openStart = false;
    boolean openEnd = false;
    for (int i = 0; i < pattern.length(); ) {
      int c = pattern.codePointAt(i);
      i += Character.charCount(c);
      openEnd = false;
      if (c == escapeCharacter) {
        if (i == pattern.length()) {
          throw new ThermoclineException(
              ErrorCode.INVALID_PARAMETER,
              "a LIKE pattern must not end with its escape character; double it");
        }
        c = pattern.codePointAt(i);
        i += Character.charCount(c);
      } else if (c == '%') {
        regex.append(".*");
        if (piece.isEmpty() && pieces.isEmpty()) {
          openStart = true;
        }
        addPiece(pieces, piece);
        openEnd = true;
        continue;
      } else if (c == '_') {
        regex.append('.');
        plain = false;
        continue;
      }
      piece.appendCodePoint(c);
      regex.append(Pattern.quote(Character.toString(c)));
    }
    addPiece(pieces, piece);
    int flags = Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    return new LikePattern(
        pieces.toArray(byte[][]::new),
        openStart,
        openEnd,
        plain ? null : Pattern.compile(regex.toString(), flags));
  }

  private static void addPiece(List<byte[]> pieces, StringBuilder piece) {
    if (!piece.isEmpty()) {
      pieces.add(piece.toString().getBytes(StandardCharsets.UTF_8));
      piece.setLength(0);
    }
  }

  boolean matches(byte[] data, int start, int end) {
    if (regex != null) {
      return regex.matcher(new String(data, start, end - start, StandardCharsets.UTF_8)).matches();
    }
    if (pieces.length == 0) {
      return openStart || start == end;
    }
    int from = start;
    int to = end;
    int first = 0;
    int last = pieces.length;
    if (!openStart) {
      byte[] prefix = pieces[0];
      if (to - from < prefix.length
          || !Arrays.equals(data, from, from + prefix.length, prefix, 0, prefix.length)) {
        return false;
      }
      from += prefix.length;
      first++;
    }
    if (!openEnd) {
      if (first == last) {
        return from == to;
      }
      byte[] suffix = pieces[last - 1];
      if (to - from < suffix.length
          || !Arrays.equals(data, to - suffix.length, to, suffix, 0, suffix.length)) {
        return false;
      }
      to -= suffix.length;
      last--;
    }
    for (int i = first; i < last; i++) {
      int found = Utf8.indexOf(data, from, to, pieces[i], 0, pieces[i].length);
      if (found < 0) {
        return false;
      }
      from = found + pieces[i].length;
    }
    return true;
  }
}
