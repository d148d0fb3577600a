package io.thermocline.server.net.pgwire;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text of arrays of one dimension: `{a,"b c",NULL}`.
final class ArrayText {
  private final String text;
  private int at = 1;

  private ArrayText(String text) {
    this.text = text;
  }

  /// The elements, null for `NULL`.
  static List<@Nullable String> parse(String raw) {
    String text = raw.strip();
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw malformed();
    }
    return new ArrayText(text).elements();
  }

  private List<@Nullable String> elements() {
    List<@Nullable String> elements = new ArrayList<>();
    int end = text.length() - 1;
    if (text.substring(1, end).isBlank()) {
      return elements;
    }
    while (true) {
      elements.add(element(end));
      if (at == end) {
        return elements;
      }
      if (at > end || text.charAt(at) != ',') {
        throw malformed();
      }
      at++;
    }
  }

  private @Nullable String element(int end) {
    StringBuilder element = new StringBuilder();
    while (at < end && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at < end && text.charAt(at) == '"') {
      at++;
      while (at < end && text.charAt(at) != '"') {
        at += text.charAt(at) == '\\' ? 1 : 0;
        element.append(text.charAt(at++));
      }
      at++;
      while (at < end && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return element.toString();
    }
    while (at < end && text.charAt(at) != ',') {
      char c = text.charAt(at);
      if (c == '{' || c == '}' || c == '"') {
        throw malformed();
      }
      at += c == '\\' ? 1 : 0;
      element.append(text.charAt(at++));
    }
    String bare = element.toString().strip();
    return bare.equalsIgnoreCase("null") ? null : bare;
  }

  private static ThermoclineException malformed() {
    return new ThermoclineException(
        ErrorCode.INVALID_TEXT, "an array of one dimension is written {a,b,NULL}");
  }
}
