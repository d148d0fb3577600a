package io.thermocline.adapter.parquet.filter;

import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A LIKE pattern over UTF-8 text.
final class LikePattern extends ValueTest {
  private static final int ANY_RUN = -1;
  private static final int ANY_ONE = -2;

  private final int[] tokens;
  private final boolean ignoreCase;
  private final boolean negated;
  private final byte[] prefix;
  private final Shape shape;
  private final byte[] literal;

  private enum Shape {
    EXACT,
    PREFIX,
    SUFFIX,
    CONTAINS,
    GENERAL
  }

  LikePattern(String pattern, boolean ignoreCase, boolean negated) {
    this.ignoreCase = ignoreCase;
    this.negated = negated;
    this.tokens = tokens(pattern, ignoreCase);
    int wild = 0;
    while (wild < tokens.length && tokens[wild] >= 0) {
      wild++;
    }
    this.prefix = ignoreCase ? new byte[0] : utf8(tokens, 0, wild);
    boolean leading = tokens.length > 0 && tokens[0] == ANY_RUN;
    boolean trailing = tokens.length > 1 && tokens[tokens.length - 1] == ANY_RUN;
    int from = leading ? 1 : 0;
    int to = trailing ? tokens.length - 1 : tokens.length;
    boolean plain = Arrays.stream(tokens, Math.min(from, to), to).allMatch(token -> token >= 0);
    if (ignoreCase || !plain) {
      this.shape = Shape.GENERAL;
      this.literal = new byte[0];
    } else {
      this.literal = utf8(tokens, Math.min(from, to), to);
      this.shape =
          leading
              ? trailing ? Shape.CONTAINS : Shape.SUFFIX
              : trailing ? Shape.PREFIX : Shape.EXACT;
    }
  }

  private static int[] tokens(String pattern, boolean ignoreCase) {
    int[] points = pattern.codePoints().toArray();
    int[] tokens = new int[points.length];
    int count = 0;
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      if (point == '\\') {
        if (++i == points.length) {
          throw new ThermoclineException(
              ErrorCode.INVALID_PARAMETER,
              "a LIKE pattern must not end with its escape character; write \\\\ for a backslash");
        }
        tokens[count++] = fold(points[i], ignoreCase);
      } else if (point == '%') {
        if (count == 0 || tokens[count - 1] != ANY_RUN) {
          tokens[count++] = ANY_RUN;
        }
      } else {
        tokens[count++] = point == '_' ? ANY_ONE : fold(point, ignoreCase);
      }
    }
    return Arrays.copyOf(tokens, count);
  }

  private static int fold(int point, boolean ignoreCase) {
    return ignoreCase ? Character.toLowerCase(point) : point;
  }

  private static byte[] utf8(int[] points, int from, int to) {
    return new String(points, from, to - from).getBytes(StandardCharsets.UTF_8);
  }

  boolean matches(byte[] data, int from, int to) {
    int length = to - from;
    return switch (shape) {
      case EXACT -> Arrays.equals(data, from, to, literal, 0, literal.length);
      case PREFIX ->
          length >= literal.length
              && Arrays.equals(data, from, from + literal.length, literal, 0, literal.length);
      case SUFFIX ->
          length >= literal.length
              && Arrays.equals(data, to - literal.length, to, literal, 0, literal.length);
      case CONTAINS -> contains(data, from, to);
      case GENERAL -> general(data, from, to);
    };
  }

  private boolean contains(byte[] data, int from, int to) {
    byte[] wanted = literal;
    if (wanted.length == 0) {
      return true;
    }
    byte first = wanted[0];
    for (int i = from; i <= to - wanted.length; i++) {
      if (data[i] == first && Arrays.equals(data, i, i + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  /// Greedy matching that goes back to the last `%` only.
  private boolean general(byte[] data, int from, int to) {
    int[] text = new String(data, from, to - from, StandardCharsets.UTF_8).codePoints().toArray();
    int t = 0;
    int p = 0;
    int runToken = -1;
    int runText = 0;
    while (t < text.length) {
      if (p < tokens.length && (tokens[p] == ANY_ONE || tokens[p] == fold(text[t], ignoreCase))) {
        p++;
        t++;
      } else if (p < tokens.length && tokens[p] == ANY_RUN) {
        runToken = p++;
        runText = t;
      } else if (runToken >= 0) {
        p = runToken + 1;
        t = ++runText;
      } else {
        return false;
      }
    }
    while (p < tokens.length && tokens[p] == ANY_RUN) {
      p++;
    }
    return p == tokens.length;
  }

  @Override
  void test(Vector flat, byte[] verdicts) {
    for (int i = 0; i < flat.size(); i++) {
      verdicts[i] =
          Verdict.of(matches(flat.bytesData(i), flat.bytesStart(i), flat.bytesEnd(i)) != negated);
    }
    markUnknown(flat, verdicts);
  }

  @Override
  boolean mustHold(ColumnRange range) {
    return false;
  }

  @Override
  boolean mayHold(ColumnRange range) {
    if (!range.mayHoldValue()) {
      return false;
    }
    if (negated || prefix.length == 0) {
      return true;
    }
    if (range.maximum() instanceof byte[] high && Arrays.compareUnsigned(high, prefix) < 0) {
      return false;
    }
    return !(range.minimum() instanceof byte[] low)
        || Arrays.compareUnsigned(
                low, 0, Math.min(low.length, prefix.length), prefix, 0, prefix.length)
            <= 0;
  }

  @Override
  int cost() {
    return 10;
  }
}
