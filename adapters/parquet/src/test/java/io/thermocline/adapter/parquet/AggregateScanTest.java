package io.thermocline.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Aggregation.Call;
import io.thermocline.spi.source.Aggregation.Function;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Predicate.Operator;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Counts and extremes that statistics answer.
class AggregateScanTest {
  private static final RelationName NAME = new RelationName("s", "t");
  private static final Schema COLUMNS =
      Schema.of(
          Field.required("id", ScalarType.INT64),
          Field.nullable("day", ScalarType.DATE),
          Field.nullable("price", new DecimalType(12, 2)),
          Field.nullable("wide", new DecimalType(30, 2)),
          Field.nullable("ratio", ScalarType.FLOAT64),
          Field.nullable("name", ScalarType.TEXT),
          Field.nullable("nothing", ScalarType.INT32));
  private static final int ROWS = 1000;

  @TempDir Path root;
  private ParquetSource source;

  @BeforeEach
  void open() {
    source = new ParquetSource(new ParquetConfig("cold", root));
  }

  /// One file for each range of ids.
  private void write(int... bounds) {
    source.create(Relation.of(NAME, COLUMNS), WriteOptions.DEFAULT);
    for (int i = 0; i + 1 < bounds.length; i++) {
      append(bounds[i], bounds[i + 1]);
    }
  }

  private void append(int from, int to) {
    List<List<Object>> rows = new ArrayList<>();
    for (int id = from; id < to; id++) {
      rows.add(
          Arrays.asList(
              (long) id,
              id % 10 == 0 ? null : LocalDate.EPOCH.plusDays(id),
              BigDecimal.valueOf(id * 3L - 500, 2),
              BigDecimal.valueOf(id, 2),
              id * 0.5,
              "n" + id,
              null));
    }
    try (Sink sink = source.write(NAME, WriteOptions.DEFAULT)) {
      sink.write(BatchReaders.batch(COLUMNS, rows));
      sink.commit();
    }
  }

  /// Makes every page unreadable; footers stay.
  private void destroyPages() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        byte[] content = Files.readAllBytes(file);
        int end = content.length;
        int footer =
            java.nio.ByteBuffer.wrap(content)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getInt(end - 8);
        Arrays.fill(content, 4, end - 8 - footer, (byte) 0x5a);
        Files.write(file, content);
      }
    }
  }

  private static ScanRequest request(Predicate filter, Call... calls) {
    return ScanRequest.of(NAME, List.of())
        .withFilter(filter)
        .withAggregation(new Aggregation(List.of(), List.of(calls)));
  }

  private static Call call(Function function, String column) {
    return new Call(function, column, false);
  }

  private static final Call ROW_COUNT = call(Function.COUNT, null);

  private List<Object> answer(Predicate filter, Call... calls) {
    ScanRequest request = request(filter, calls);
    assertThat(source.aggregates(request)).as("accepted").isTrue();
    Scan scan = source.scan(request);
    List<List<Object>> rows = Readings.rows(scan);
    assertThat(rows).hasSize(1);
    return rows.getFirst();
  }

  @Test
  void footersAnswerWithoutPages() throws IOException {
    write(0, 400, ROWS);
    destroyPages();
    assertThat(
            answer(
                null,
                ROW_COUNT,
                call(Function.COUNT, "day"),
                call(Function.COUNT, "name"),
                call(Function.COUNT, "nothing"),
                call(Function.MIN, "id"),
                call(Function.MAX, "day"),
                call(Function.MIN, "price"),
                call(Function.MAX, "nothing")))
        .isEqualTo(
            Arrays.asList(
                1000L,
                900L,
                1000L,
                0L,
                0L,
                LocalDate.EPOCH.plusDays(999),
                new BigDecimal("-5.00"),
                null));
  }

  @Test
  void filtersThatStatisticsDecideNeedNoPages() throws IOException {
    write(0, 400, 700, ROWS);
    destroyPages();
    assertThat(
            answer(
                new Predicate.Compare("id", Operator.GE, 400L),
                ROW_COUNT,
                call(Function.MIN, "id")))
        .isEqualTo(List.of(600L, 400L));
    assertThat(answer(new Predicate.Compare("id", Operator.GT, 5000L), ROW_COUNT))
        .isEqualTo(List.of(0L));
    assertThat(
            answer(
                new Predicate.And(
                    List.of(
                        new Predicate.IsNull("nothing"),
                        new Predicate.Not(new Predicate.Compare("id", Operator.LT, 700L)))),
                ROW_COUNT,
                call(Function.MAX, "id"),
                call(Function.MAX, "nothing")))
        .isEqualTo(Arrays.asList(300L, 999L, null));
  }

  /// A row group on the border of a filter is read.
  @Test
  void undecidedRowGroupsAreRead() {
    write(0, 400, 700, ROWS);
    ScanRequest request =
        request(
            new Predicate.Compare("id", Operator.LT, 650L),
            ROW_COUNT,
            call(Function.COUNT, "day"),
            call(Function.MAX, "id"),
            call(Function.MAX, "price"));
    assertThat(source.aggregates(request)).isTrue();
    Scan scan = source.scan(request);
    assertThat(scan.describe())
        .contains("statistics of 1 row groups, 1 row groups read", "filtered");
    assertThat(Readings.rows(scan))
        .containsExactly(List.of(650L, 585L, 649L, new BigDecimal("14.47")));
  }

  @Test
  void whatStatisticsCannotAnswerIsNotAccepted() {
    write(0, ROWS);
    for (Call call :
        List.of(
            call(Function.MIN, "ratio"),
            call(Function.MAX, "name"),
            call(Function.SUM, "id"),
            new Call(Function.COUNT, "id", true))) {
      assertThat(source.aggregates(request(null, ROW_COUNT, call))).as("%s", call).isFalse();
    }
    assertThat(
            source.aggregates(
                request(new Predicate.Compare("name", Operator.EQ, "n500"), ROW_COUNT)))
        .as("a filter that would read everything")
        .isFalse();
    assertThat(source.aggregates(request(null, call(Function.MAX, "wide"))))
        .as("bytes may be cut off")
        .isFalse();
    assertThat(source.aggregates(ScanRequest.of(NAME, List.of("id")))).isFalse();
  }

  /// What was accepted is answered exactly, whatever came in between.
  @Test
  void changesAfterAcceptanceAreCounted() {
    write(0, 400);
    ScanRequest request = request(new Predicate.Compare("id", Operator.LT, 400L), ROW_COUNT);
    assertThat(source.aggregates(request)).isTrue();
    append(300, 900);
    assertThat(Readings.rows(source.scan(request))).containsExactly(List.of(500L));
  }

  @Test
  void limitAppliesAfterTheAggregation() {
    write(0, 10);
    ScanRequest request = request(null, ROW_COUNT);
    assertThat(Readings.rows(source.scan(request.withLimit(0)))).isEmpty();
    assertThat(Readings.rows(source.scan(request.withLimit(5)))).containsExactly(List.of(10L));
  }

  private static final org.apache.iceberg.Schema ICEBERG =
      new org.apache.iceberg.Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "day", Types.DateType.get()));

  @Test
  void manifestsCountWithoutAnyFile() throws IOException {
    IcebergWriter writer = new IcebergWriter(root);
    Table table = writer.create("s", "t", ICEBERG, PartitionSpec.unpartitioned(), Map.of());
    DataFile file =
        writer
            .append(
                table,
                List.of(
                    IcebergWriter.record(table.schema(), 1L, LocalDate.EPOCH),
                    IcebergWriter.record(table.schema(), 2L, null)))
            .getFirst();
    Files.delete(Path.of(file.location()));
    assertThat(answer(null, ROW_COUNT)).isEqualTo(List.of(2L));
  }

  @Test
  void deletedRowsDoNotCount() {
    IcebergWriter writer = new IcebergWriter(root);
    Table table = writer.create("s", "t", ICEBERG, PartitionSpec.unpartitioned(), Map.of());
    List<DataFile> files = new ArrayList<>();
    for (long id = 1; id <= 3; id++) {
      files.addAll(
          writer.append(
              table,
              List.of(
                  IcebergWriter.record(table.schema(), id * 10, LocalDate.ofEpochDay(id)),
                  IcebergWriter.record(table.schema(), id * 10 + 1, null))));
    }
    writer.deletePositions(table, files.get(2), 1);
    assertThat(answer(null, ROW_COUNT, call(Function.MAX, "id"), call(Function.COUNT, "day")))
        .isEqualTo(List.of(5L, 30L, 3L));
    writer.deleteEqual(table, null, List.of("id"), new Object[] {10L});
    ScanRequest request = request(null, ROW_COUNT, call(Function.MIN, "id"));
    assertThat(source.aggregates(request)).as("everything would be read").isFalse();
    assertThat(Readings.rows(source.scan(request))).containsExactly(List.of(4L, 11L));
  }
}
