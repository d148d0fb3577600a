package io.thermocline.adapter.clickhouse.wire;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of one statement as batches. A block is: number of columns, number of rows, and for
/// each column its name, its type and its values. An error that the server meets after the answer
/// has begun is written behind the last block, between markers with a tag that a header announced;
/// it surfaces as an error, never as a short answer. The statement starts at the first [#next].
public final class NativeReader implements BatchReader {
  private static final int MAXIMUM_BATCH_ROWS = 128 * 1024;
  private static final int TAIL_BYTES = 128 * 1024;
  private static final String MARKER = "__exception__";

  private final ClickHouseHttp http;
  private final String sql;
  private final Schema schema;
  private final ScanContext context;
  private final Map<String, NativeType> types = new HashMap<>();
  private ClickHouseHttp.@Nullable Answer answer;
  private @Nullable NativeInput input;
  private @Nullable NativeColumns columns;
  private byte[] marker = new byte[0];
  private @Nullable Batch block;
  private int blockRow;
  private boolean ended;

  /// Reads a statement's answer as columns of the schema.
  public NativeReader(ClickHouseHttp http, String sql, Schema schema, ScanContext context) {
    this.http = http;
    this.sql = sql;
    this.schema = schema;
    this.context = context;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public @Nullable Batch next() {
    if (ended) {
      return null;
    }
    context.checkActive();
    try {
      Batch batch = slice();
      while (batch == null && !ended) {
        block = readBlock();
        blockRow = 0;
        batch = slice();
      }
      return batch;
    } catch (IOException | RuntimeException e) {
      ThermoclineException failure = failure(e);
      close();
      throw failure;
    }
  }

  private @Nullable Batch slice() {
    Batch current = block;
    if (current == null) {
      return null;
    }
    int to = Math.min(current.size(), blockRow + MAXIMUM_BATCH_ROWS);
    Batch part = current.slice(blockRow, to);
    blockRow = to;
    if (to == current.size()) {
      block = null;
    }
    return part.size() == 0 ? null : part;
  }

  private NativeInput open() {
    ClickHouseHttp.Answer started = http.start(sql, context);
    answer = started;
    NativeInput opened = new NativeInput(started.body());
    input = opened;
    columns = new NativeColumns(opened);
    if (!started.exceptionTag().isEmpty()) {
      marker =
          ("\r\n" + MARKER + "\r\n" + started.exceptionTag()).getBytes(StandardCharsets.US_ASCII);
    }
    return opened;
  }

  private @Nullable Batch readBlock() throws IOException {
    NativeInput from = input == null ? open() : input;
    NativeColumns decoder = java.util.Objects.requireNonNull(columns);
    if (from.atEnd()) {
      ClickHouseHttp.Answer finished = answer;
      if (finished != null) {
        finished.finish();
      }
      close();
      return null;
    }
    if (marker.length > 0 && from.startsWith(marker)) {
      throw new IOException("the statement failed");
    }
    long width = from.readVarint();
    long rows = from.readVarint();
    if (width != schema.size()) {
      throw new ShapeException(
          "the statement returns " + width + " columns instead of " + schema.size());
    }
    if (rows < 0 || rows > Integer.MAX_VALUE / 2) {
      throw new IOException("a block of " + rows + " rows");
    }
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      from.readName();
      NativeType type = types.computeIfAbsent(from.readName(), NativeType::parse);
      Vector vector = decoder.read(type, (int) rows);
      vectors.add(Conversion.convert(vector, schema.field(i).type(), schema.field(i).name()));
    }
    return new Batch(vectors, (int) rows);
  }

  /// The answer has another number of columns.
  private static final class ShapeException extends IOException {
    private static final long serialVersionUID = 1L;

    ShapeException(String message) {
      super(message);
    }
  }

  /// What went wrong: a cancelled query first, then an error text in the answer, then the broken
  /// connection.
  private ThermoclineException failure(Exception e) {
    if (e instanceof ThermoclineException t && answer == null) {
      return t;
    }
    try {
      context.checkActive();
    } catch (ThermoclineException t) {
      return t;
    }
    NativeInput from = input;
    // The rest is read only where it is short: an error text ends the answer.
    boolean hasTail =
        !(e instanceof ThermoclineException) && !(e instanceof ShapeException && marker.length > 0);
    String tail = from == null || !hasTail ? "" : from.rest(TAIL_BYTES);
    // Servers before 25 write the error without markers.
    int at = Math.max(tail.indexOf(MARKER), tail.indexOf("Code: "));
    if (at >= 0 && tail.indexOf("DB::", at) >= 0) {
      return http.errors().server(tail.substring(at), e);
    }
    return switch (e) {
      case ThermoclineException t -> t;
      case ShapeException s -> http.errors().answer(String.valueOf(s.getMessage()), s);
      case IOException io -> http.errors().network(io);
      default -> http.errors().answer("the answer cannot be read: " + e.getMessage(), e);
    };
  }

  @Override
  public void close() {
    ended = true;
    block = null;
    ClickHouseHttp.Answer open = answer;
    answer = null;
    if (open != null) {
      open.close();
    }
  }
}
