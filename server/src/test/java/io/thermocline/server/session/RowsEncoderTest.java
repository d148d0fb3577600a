package io.thermocline.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.protocol.MessageType;
import io.thermocline.protocol.ResultBatch;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.WireColumn;
import io.thermocline.protocol.WireInterval;
import io.thermocline.protocol.codec.MessageDecoder;
import io.thermocline.protocol.codec.MessageEncoder;
import io.thermocline.protocol.codec.ValueCodec;
import io.thermocline.protocol.codec.WireWriter;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowsEncoderTest {
  private static ResultBatch roundTrip(Batch batch, int from, int to) {
    WireWriter out = new WireWriter(16);
    RowsEncoder.write(out, 7, batch, from, to);
    assertThat((long) out.size()).isLessThanOrEqualTo(RowsEncoder.frameBytes(batch, from, to));
    byte[] body = Arrays.copyOfRange(out.array(), WireWriter.HEADER_BYTES, out.size());
    ServerMessage.Rows rows =
        (ServerMessage.Rows) MessageDecoder.decode(MessageType.ROWS.code(), 7, body);
    assertThat(MessageEncoder.frame(rows)).isEqualTo(out.toByteArray());
    return rows.batch();
  }

  private static @Nullable Object value(WireColumn column, int row) {
    Object value = ValueCodec.value(column.vector(), column.position(row));
    return value instanceof WireInterval interval
        ? new Interval(interval.months(), interval.micros())
        : value;
  }

  private static void assertSame(Batch batch, int from, int to) {
    ResultBatch decoded = roundTrip(batch, from, to);
    assertThat(decoded.rowCount()).isEqualTo(to - from);
    for (int c = 0; c < batch.columns().size(); c++) {
      for (int row = from; row < to; row++) {
        Object actual = value(decoded.column(c), row - from);
        assertThat(Objects.deepEquals(actual, Values.get(batch.column(c), row)))
            .as("column %d row %d: %s", c, row, actual)
            .isTrue();
      }
    }
  }

  @Test
  void slicesOfEveryTypeAndEncodingComeBack() {
    Random random = new Random(42);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(random.nextInt(3) == 0 ? TestBatches.nullRow() : new ArrayList<>(TestBatches.A_ROW));
    }
    Batch flat = BatchReaders.batch(TestBatches.ALL_TYPES, rows);
    List<Vector> dictionaries = new ArrayList<>();
    for (Vector column : flat.columns()) {
      int[] codes = random.ints(150, 0, 200).toArray();
      dictionaries.add(new DictionaryVector(column, codes, 150));
    }
    Batch dictionary = new Batch(dictionaries, 150);
    for (Batch batch : TestBatches.allTypes()) {
      assertSame(batch, 0, batch.size());
    }
    for (int i = 0; i < 40; i++) {
      int from = random.nextInt(150);
      int to = from + random.nextInt(150 - from + 1);
      assertSame(flat, from, to);
      assertSame(dictionary, from, to);
    }
  }

  @Test
  void dictionaryStaysOneOnlyWhenItIsShorter() {
    Batch numbers = TestBatches.numbers(5000).next();
    assertThat(roundTrip(numbers, 0, 5000).column(1).encoding())
        .isEqualTo(WireColumn.Encoding.DICTIONARY);
    assertThat(roundTrip(numbers, 0, 10).column(1).encoding()).isEqualTo(WireColumn.Encoding.FLAT);
    assertThat(roundTrip(numbers, 0, 5000).column(3).encoding())
        .isEqualTo(WireColumn.Encoding.CONSTANT);
  }

  @Test
  void rowsThatFitStayWithinTheBudget() {
    Batch numbers = TestBatches.numbers(8192).next();
    for (long budget : new long[] {300, 1000, 5000, 100_000, 1_000_000}) {
      int rows = RowsEncoder.rowsThatFit(numbers, 17, Integer.MAX_VALUE, budget);
      assertThat(RowsEncoder.frameBytes(numbers, 17, 17 + rows)).isLessThanOrEqualTo(budget);
    }
    assertThat(RowsEncoder.rowsThatFit(numbers, 0, Integer.MAX_VALUE, 10)).isEqualTo(1);
    assertThat(RowsEncoder.rowsThatFit(numbers, 0, 5, 1 << 20)).isEqualTo(5);
  }

  @Test
  void batchWithoutColumnsKeepsItsSize() {
    assertThat(roundTrip(new Batch(List.of(), 9), 2, 9).rowCount()).isEqualTo(7);
    Batch empty = BatchReaders.batch(Schema.of(TestBatches.ALL_TYPES.field(8)), List.of());
    assertThat(roundTrip(empty, 0, 0).rowCount()).isZero();
    assertThat(WireTypes.of(ScalarType.TEXT).sqlName()).isEqualTo("text");
  }
}
