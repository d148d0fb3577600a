package io.thermocline.protocol.auth;

import java.util.Base64;

/** The comma-separated attributes of a SCRAM message, read from left to right. */
final class ScramAttributes {
  private final String text;
  private int position;

  ScramAttributes(String text) {
    this.text = text;
  }

  /** The value of the next attribute, whose name must be the given one. */
  String next(char name) throws ScramException {
    int end = text.indexOf(',', position);
    int stop = end < 0 ? text.length() : end;
    if (stop - position < 2 || text.charAt(position) != name || text.charAt(position + 1) != '=') {
      throw new ScramException("a SCRAM message lacks attribute " + name);
    }
    String value = text.substring(position + 2, stop);
    position = end < 0 ? text.length() : end + 1;
    return value;
  }

  static byte[] base64(String value) throws ScramException {
    try {
      return Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw new ScramException("an attribute of a SCRAM message is not base64");
    }
  }

  static String base64(byte[] value) {
    return Base64.getEncoder().encodeToString(value);
  }
}
