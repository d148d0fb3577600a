package io.thermocline.jdbc.internal.value;

import io.thermocline.protocol.ColumnInfo;
import io.thermocline.protocol.MessageType;
import io.thermocline.protocol.ResultBatch;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.TypeCode;
import io.thermocline.protocol.WireType;
import io.thermocline.protocol.codec.MessageDecoder;
import io.thermocline.protocol.codec.VectorWriter;
import io.thermocline.protocol.codec.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of texts, numbers and booleans that the driver makes itself, as a batch like the gateway's.
 */
public final class RowsBuilder {
  private final List<ColumnInfo> columns = new ArrayList<>();
  private final List<@Nullable Object[]> rows = new ArrayList<>();

  /** Adds a column of text. */
  public RowsBuilder text(String... names) {
    return columns(TypeCode.TEXT, names);
  }

  /** Adds a column of 32-bit integers. */
  public RowsBuilder integer(String... names) {
    return columns(TypeCode.INT32, names);
  }

  /** Adds a column of 16-bit integers. */
  public RowsBuilder small(String... names) {
    return columns(TypeCode.INT16, names);
  }

  /** Adds a column of 64-bit integers. */
  public RowsBuilder big(String... names) {
    return columns(TypeCode.INT64, names);
  }

  /** Adds a column of booleans. */
  public RowsBuilder bool(String... names) {
    return columns(TypeCode.BOOLEAN, names);
  }

  private RowsBuilder columns(TypeCode code, String... names) {
    for (String name : names) {
      columns.add(new ColumnInfo(name, WireType.of(code), true));
    }
    return this;
  }

  /** Adds a row: a String, Number, Boolean or null for each column. */
  public void row(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + columns.size() + " columns");
    }
    rows.add(values);
  }

  /** The rows so far, to be sorted in place. */
  public List<@Nullable Object[]> rows() {
    return rows;
  }

  /** The columns. */
  public List<ColumnInfo> columnInfos() {
    return List.copyOf(columns);
  }

  /** All rows as one batch for each {@code maxRows} of them. */
  public List<ResultBatch> build(int maxRows) {
    List<ResultBatch> batches = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += maxRows) {
      batches.add(batch(rows.subList(from, Math.min(rows.size(), from + maxRows))));
    }
    return batches;
  }

  private ResultBatch batch(List<@Nullable Object[]> part) {
    WireWriter out = new WireWriter(1024);
    out.beginFrame(MessageType.ROWS, 1);
    VectorWriter.batch(out, part.size(), columns.size());
    for (int i = 0; i < columns.size(); i++) {
      column(out, columns.get(i).type(), part, i);
    }
    byte[] body = Arrays.copyOfRange(out.array(), WireWriter.HEADER_BYTES, out.size());
    return ((ServerMessage.Rows) MessageDecoder.decode(MessageType.ROWS.code(), 1, body)).batch();
  }

  private static void column(
      WireWriter out, WireType type, List<@Nullable Object[]> part, int index) {
    VectorWriter.flat(out, type);
    int count = part.size();
    long[] nulls = new long[(count + 63) >>> 6];
    long[] longs = new long[count];
    int[] offsets = new int[count + 1];
    WireWriter data = new WireWriter(64);
    for (int row = 0; row < count; row++) {
      Object value = part.get(row)[index];
      if (value == null) {
        nulls[row >>> 6] |= 1L << row;
      } else if (value instanceof Boolean b) {
        longs[row] = b ? 1 : 0;
      } else if (value instanceof Number n) {
        longs[row] = n.longValue();
      } else {
        data.putBytes(value.toString().getBytes(StandardCharsets.UTF_8));
      }
      offsets[row + 1] = data.size();
    }
    if (type.width() == 0) {
      VectorWriter.bytes(out, data.array(), offsets, nulls, 0, count);
    } else {
      VectorWriter.longs(out, type, longs, nulls, 0, count);
    }
  }
}
