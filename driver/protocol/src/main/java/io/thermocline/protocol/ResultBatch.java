package io.thermocline.protocol;

import java.util.List;

/**
 * Rows, column by column, still in the bytes of their frame.
 *
 * <pre>
 * u32 rowCount                       at most {@link ProtocolLimits#MAX_FRAME_ROWS}
 * u16 columnCount
 * columnCount × column:
 *   type type
 *   u8 encoding                      0 flat, 1 constant, 2 dictionary
 *   flat:       vector(rowCount)
 *   constant:   vector(1)            the value of all rows
 *   dictionary: u32 size, u8 codeWidth (1, 2 or 4), rowCount × code, vector(size)
 *
 * vector(n):
 *   u8 hasNulls                      0 or 1
 *   hasNulls = 1: ceil(n / 8) bytes  bit i % 8 of byte i / 8 is set when row i is null
 *   fixed width: n × value           ({@link TypeCode}; unspecified at a null row)
 *   TEXT, JSON, BYTES:               (n + 1) × u32 offsets from 0, ascending; then offsets[n] bytes
 *   ARRAY:                           (n + 1) × u32 offsets from 0, ascending; then vector(offsets[n]) of the element type
 * </pre>
 */
public final class ResultBatch {
  private final byte[] body;
  private final int rowCount;
  private final List<WireColumn> columns;

  /**
   * Takes the body over.
   *
   * @param body the frame's body, which the columns point into
   */
  public ResultBatch(byte[] body, int rowCount, List<WireColumn> columns) {
    this.body = body;
    this.rowCount = rowCount;
    this.columns = List.copyOf(columns);
  }

  /** The encoded form; not to be written to. */
  public byte[] body() {
    return body;
  }

  /** The number of rows. */
  public int rowCount() {
    return rowCount;
  }

  /** The columns in the order of the result. */
  public List<WireColumn> columns() {
    return columns;
  }

  /** The column at a position, from 0. */
  public WireColumn column(int index) {
    return columns.get(index);
  }
}
