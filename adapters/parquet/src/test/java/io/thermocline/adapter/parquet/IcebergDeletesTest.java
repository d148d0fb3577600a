package io.thermocline.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Predicate.Operator;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows that delete files take away: by position, by deletion vector, by value.
class IcebergDeletesTest extends IcebergFixture {
  private static final RelationName NAME = new RelationName("shop", "orders");
  private static final int ROWS = 30_000;
  private static final Schema ORDERS =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "region", Types.StringType.get()),
          Types.NestedField.optional(3, "amount", Types.DoubleType.get()));

  /// Small row groups, so that positions span several.
  private Table create(int version) {
    return writer.create(
        NAME.schema(),
        NAME.name(),
        ORDERS,
        PartitionSpec.unpartitioned(),
        Map.of(
            "format-version",
            Integer.toString(version),
            "write.parquet.row-group-size-bytes",
            "40000",
            "write.parquet.page-size-bytes",
            "4000",
            "write.parquet.row-group-check-min-record-count",
            "100",
            "write.parquet.row-group-check-max-record-count",
            "1000"));
  }

  private static Record order(Table table, long id) {
    return IcebergWriter.record(
        table.schema(),
        id,
        id % 7 == 3 ? null : "region " + id % 5,
        id % 11 == 5 ? null : id * 0.5);
  }

  private static List<Record> orders(Table table, long from, long to) {
    List<Record> rows = new ArrayList<>();
    for (long id = from; id < to; id++) {
      rows.add(order(table, id));
    }
    return rows;
  }

  private List<Long> ids(Predicate filter, long limit, String... more) {
    List<String> columns = new ArrayList<>(List.of("id"));
    columns.addAll(List.of(more));
    return Readings.rows(
            source.scan(ScanRequest.of(NAME, columns).withFilter(filter).withLimit(limit)))
        .stream()
        .map(row -> (Long) row.getFirst())
        .sorted()
        .toList();
  }

  private static List<Long> left(LongStream all, TreeSet<Long> deleted) {
    return all.filter(id -> !deleted.contains(id)).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void deletedPositionsAreGone(int version) {
    Table table = create(version);
    DataFile first = writer.append(table, orders(table, 0, ROWS)).getFirst();
    DataFile second = writer.append(table, orders(table, ROWS, ROWS + 100)).getFirst();
    assertThat(first.splitOffsets().size()).as("row groups").isGreaterThan(2);
    TreeSet<Long> deleted = new TreeSet<>(List.of(0L, 1L, (long) ROWS - 1));
    for (long id = 5000; id < 15_000; id++) {
      deleted.add(id);
    }
    for (long id = 20_000; id < 25_000; id += 3) {
      deleted.add(id);
    }
    delete(table, version, first, deleted.stream().mapToLong(Long::longValue).toArray());
    delete(table, version, second, 7);
    deleted.add(ROWS + 7L);

    List<Long> expected = left(LongStream.range(0, ROWS + 100), deleted);
    assertThat(ids(null, -1)).isEqualTo(expected);
    assertThat(ids(null, -1, "region", "amount")).isEqualTo(expected);
    assertThat(ids(new Predicate.Compare("amount", Operator.GE, 9_000.0), -1))
        .isEqualTo(expected.stream().filter(id -> id >= 18_000 && id % 11 != 5).toList());
    assertThat(ids(null, 12_000)).hasSize(12_000).isSubsetOf(expected).doesNotHaveDuplicates();
    assertThat(Readings.rows(source.scan(ScanRequest.of(NAME, List.of("region")))))
        .hasSize(expected.size());
    assertThat(source.statistics(NAME).rowCount()).isEqualTo(expected.size());
    assertThat(source.scan(ScanRequest.of(NAME, List.of("id"))).describe())
        .contains("delete files");
  }

  private DeleteFile delete(Table table, int version, DataFile file, long... positions) {
    return version == 2
        ? writer.deletePositions(table, file, positions)
        : writer.deleteByVector(table, file, positions);
  }

  /// An equality delete takes away what was there before it, not what came after.
  @Test
  void equalValuesAreGoneUntilTheyComeAgain() {
    Table table = create(2);
    writer.append(table, orders(table, 0, ROWS));
    writer.deleteEqual(table, null, List.of("id"), new Object[] {5L}, new Object[] {17_000L});
    writer.append(table, orders(table, 5, 6));
    writer.deleteEqual(
        table,
        null,
        List.of("region", "amount"),
        new Object[] {null, null},
        new Object[] {"region 0", 10.0});
    TreeSet<Long> deleted = new TreeSet<>(List.of(17_000L, 20L));
    for (long id = 0; id < ROWS; id++) {
      if (id % 7 == 3 && id % 11 == 5) {
        deleted.add(id);
      }
    }
    List<Long> expected = left(LongStream.range(0, ROWS), deleted);
    assertThat(ids(null, -1)).isEqualTo(expected);
    assertThat(ids(null, -1, "region")).isEqualTo(expected);
    assertThat(ids(new Predicate.Compare("region", Operator.EQ, "region 0"), -1))
        .isEqualTo(expected.stream().filter(id -> id % 5 == 0 && id % 7 != 3).toList());
    assertThat(ids(new Predicate.In("id", List.of(5L, 20L, 17_000L)), -1)).containsExactly(5L);
  }

  @Test
  void scanWithoutColumnsCountsWhatIsLeft() {
    Table table = create(2);
    DataFile file = writer.append(table, orders(table, 0, 100)).getFirst();
    writer.deletePositions(table, file, 1, 2, 3);
    writer.deleteEqual(table, null, List.of("id"), new Object[] {50L});
    int rows = 0;
    try (var reader =
        source
            .scan(ScanRequest.of(NAME, List.of()))
            .open(0, io.thermocline.spi.source.ScanContext.UNBOUNDED)) {
      for (var batch = reader.next(); batch != null; batch = reader.next()) {
        rows += batch.size();
      }
    }
    assertThat(rows).isEqualTo(96);
  }

  /// A column may be dropped, renamed or promoted after deletes by it were written.
  @Test
  void equalityDeletesOutliveTheirColumns() {
    Table table =
        writer.create(
            NAME.schema(),
            NAME.name(),
            new Schema(
                Types.NestedField.required(1, "id", Types.LongType.get()),
                Types.NestedField.optional(2, "code", Types.IntegerType.get()),
                Types.NestedField.optional(3, "old", Types.StringType.get())),
            PartitionSpec.unpartitioned(),
            Map.of());
    writer.append(
        table,
        List.of(
            IcebergWriter.record(table.schema(), 1L, 10, "x"),
            IcebergWriter.record(table.schema(), 2L, 20, "y"),
            IcebergWriter.record(table.schema(), 3L, 30, "z")));
    writer.deleteEqual(table, null, List.of("old"), new Object[] {"y"});
    writer.deleteEqual(table, null, List.of("code"), new Object[] {30});
    table
        .updateSchema()
        .deleteColumn("old")
        .renameColumn("code", "number")
        .updateColumn("code", Types.LongType.get())
        .commit();
    writer.append(table, List.of(IcebergWriter.record(table.schema(), 4L, 30L)));
    assertThat(Readings.all(source, NAME))
        .containsExactlyInAnyOrder(List.of(1L, 10L), List.of(4L, 30L));
  }

  @Test
  void missingDeleteFileIsNamed() throws IOException {
    Table table = create(2);
    DataFile file = writer.append(table, orders(table, 0, 10)).getFirst();
    DeleteFile deletes = writer.deletePositions(table, file, 4);
    Files.delete(Path.of(deletes.location()));
    assertThatThrownBy(() -> ids(null, -1))
        .isInstanceOfSatisfying(
            ThermoclineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
        .hasMessageContaining(deletes.location())
        .hasMessageContaining("shop.orders");
  }

  @Test
  void damagedDeletionVectorIsNamed() throws IOException {
    Table table = create(3);
    DataFile file = writer.append(table, orders(table, 0, 10)).getFirst();
    DeleteFile deletes = writer.deleteByVector(table, file, 4, 6);
    Path path = Path.of(deletes.location());
    byte[] content = Files.readAllBytes(path);
    content[(int) (deletes.contentOffset() + deletes.contentSizeInBytes() / 2)] ^= 1;
    Files.write(path, content);
    assertThatThrownBy(() -> ids(null, -1))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED))
        .hasMessageContaining(deletes.location());
  }
}
