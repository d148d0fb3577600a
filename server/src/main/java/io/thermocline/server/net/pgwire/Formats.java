package io.thermocline.server.net.pgwire;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;

/// Whether a result's columns are sent as text (0) or in binary (1): none for all text, one for all
/// columns, or one a column.
record Formats(List<Integer> codes) {
  /// Everything as text.
  static final Formats TEXT = new Formats(List.of());

  /// Copies the list.
  Formats {
    codes = List.copyOf(codes);
  }

  /// The format of a column.
  int of(int column) {
    return codes.isEmpty() ? 0 : codes.get(codes.size() == 1 ? 0 : column);
  }

  /// The same, when there are as many as columns.
  Formats checked(int columns) {
    if (codes.size() > 1 && codes.size() != columns) {
      throw new ThermoclineException(
          ErrorCode.PROTOCOL_VIOLATION,
          "bind message has "
              + codes.size()
              + " result formats but query has "
              + columns
              + " columns");
    }
    return this;
  }
}
