package io.thermocline.server.net.pgwire;

/// How a copy writes rows.
///
/// @param csv comma-separated values with quotes; else tab-separated text with backslashes
/// @param header whether the columns' names come first
/// @param nullText what stands for null
record CopyFormat(boolean csv, boolean header, char delimiter, String nullText) {
  /// PostgreSQL's text format.
  static final CopyFormat TEXT = new CopyFormat(false, false, '\t', "\\N");

  /// Comma-separated values.
  static final CopyFormat CSV = new CopyFormat(true, false, ',', "");

  CopyFormat withHeader(boolean wanted) {
    return new CopyFormat(csv, wanted, delimiter, nullText);
  }

  CopyFormat withDelimiter(char wanted) {
    return new CopyFormat(csv, header, wanted, nullText);
  }

  CopyFormat withNull(String wanted) {
    return new CopyFormat(csv, header, delimiter, wanted);
  }

  /// A value as it is written between delimiters.
  String field(String value) {
    return csv ? quoted(value) : escaped(value);
  }

  private String quoted(String value) {
    boolean quote = value.equals(nullText);
    for (int i = 0; i < value.length() && !quote; i++) {
      char c = value.charAt(i);
      quote = c == delimiter || c == '"' || c == '\n' || c == '\r';
    }
    return quote ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }

  private String escaped(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        default -> {
          if (c == delimiter) {
            text.append('\\');
          }
          text.append(c);
        }
      }
    }
    return text.toString();
  }
}
