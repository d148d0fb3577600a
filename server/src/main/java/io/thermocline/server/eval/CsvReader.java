package io.thermocline.server.eval;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads CSV as Postgres writes it: commas, quotes doubled inside quotes, line ends inside quotes,
/// and an unquoted empty field is null while `""` is the empty text. For one thread.
public final class CsvReader implements AutoCloseable {
  private static final int END = -1;
  private static final int MAX_FIELD = 64 << 20;

  private final Reader reader;
  private final String name;
  private int next;
  private long line = 1;
  private boolean closed;

  /// Takes the reader over.
  ///
  /// @param reader buffered
  /// @param name for messages
  public CsvReader(Reader reader, String name) {
    this.reader = reader;
    this.name = name;
    this.next = readChar();
  }

  /// The next row, or null at the end.
  ///
  /// @throws ThermoclineException DATA_CORRUPTED when a quote is not closed, IO_ERROR when reading
  ///   fails
  public @Nullable List<@Nullable String> next() {
    if (next == END) {
      return null;
    }
    List<@Nullable String> row = new ArrayList<>();
    while (true) {
      row.add(field());
      if (next == ',') {
        next = readChar();
        continue;
      }
      if (next == '\r') {
        next = readChar();
      }
      if (next == '\n') {
        line++;
        next = readChar();
      }
      return row;
    }
  }

  private @Nullable String field() {
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    while (next != END && next != ',' && next != '\n' && next != '\r') {
      if (next == '"') {
        quoted = true;
        quoted(text);
      } else {
        text.append((char) next);
        next = readChar();
      }
      if (text.length() > MAX_FIELD) {
        throw new ThermoclineException(
            ErrorCode.DATA_CORRUPTED,
            name + " has a field of more than " + MAX_FIELD + " characters at line " + line + ".");
      }
    }
    return text.isEmpty() && !quoted ? null : text.toString();
  }

  private void quoted(StringBuilder text) {
    long start = line;
    while (true) {
      next = readChar();
      if (next == END) {
        throw new ThermoclineException(
            ErrorCode.DATA_CORRUPTED,
            name + " ends inside the quotes that begin at line " + start + ".");
      }
      if (next == '"') {
        next = readChar();
        if (next != '"') {
          return;
        }
      }
      if (next == '\n') {
        line++;
      }
      text.append((char) next);
    }
  }

  private int readChar() {
    try {
      return reader.read();
    } catch (IOException e) {
      throw new ThermoclineException(ErrorCode.IO_ERROR, name + " cannot be read.", e);
    }
  }

  /// The line that is read next, from 1.
  public long line() {
    return line;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        reader.close();
      } catch (IOException e) {
        throw new ThermoclineException(ErrorCode.IO_ERROR, name + " cannot be closed.", e);
      }
    }
  }
}
