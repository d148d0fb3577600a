package io.thermocline.tck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rules about plain scans: projection, limit, partitions, undeclared capabilities and undefined
/// names.
public interface ScanContract extends ContractFixture {
  private List<String> allColumns() {
    return ContractData.items(relation(ContractData.ITEMS), this::stores)
        .columns()
        .fields()
        .stream()
        .map(Field::name)
        .toList();
  }

  /// All rows and columns come back, nulls included.
  @Test
  default void scanReturnsEveryRow() {
    Relation items = ContractData.items(relation(ContractData.ITEMS), this::stores);
    assertThat(read(ScanRequest.of(items.name(), allColumns())))
        .containsExactlyInAnyOrderElementsOf(ContractData.itemRows(items.columns()));
  }

  /// Columns come in the order asked for, and may repeat.
  @Test
  default void columnsComeInTheOrderAskedFor() {
    assumeTrue(has(Capability.PROJECTION), "needs PROJECTION");
    Relation items = ContractData.items(relation(ContractData.ITEMS), this::stores);
    List<String> columns = List.of("name", "id", "category", "id");
    Scan scan = source().scan(ScanRequest.of(items.name(), columns));
    assertThat(scan.schema().fields().stream().map(Field::name)).containsExactlyElementsOf(columns);
    List<List<@Nullable Object>> expected =
        ContractData.itemRows(items.columns()).stream()
            .map(row ->
                columns.stream()
                    .<@Nullable Object>map(c -> row.get(items.columns().indexOf(c)))
                    .toList())
            .map(row -> ContractData.comparable(row))
            .toList();
    assertThat(read(scan)).containsExactlyInAnyOrderElementsOf(expected);
  }

  /// A scan without columns still counts rows.
  @Test
  default void scanWithoutColumnsCountsRows() {
    assumeTrue(has(Capability.PROJECTION), "needs PROJECTION");
    Scan scan = source().scan(ScanRequest.of(relation(ContractData.NUMBERS), List.of()));
    assertThat(scan.schema().size()).isZero();
    assertThat(read(scan)).hasSize(ContractData.NUMBER_ROWS);
    assertThat(read(ScanRequest.of(relation(ContractData.EMPTY), List.of()))).isEmpty();
  }

  /// An empty relation has no batch.
  @Test
  default void emptyRelationHasNoBatch() {
    assertThat(read(ScanRequest.of(relation(ContractData.EMPTY), allColumns()))).isEmpty();
  }

  /// A limit of 0 returns nothing, others at most so many rows, and one beyond the end all.
  @Test
  default void limitBoundsTheRows() {
    assumeTrue(has(Capability.LIMIT), "needs LIMIT");
    ScanRequest all =
        ScanRequest.of(relation(ContractData.NUMBERS), List.of("n", "bucket", "label"));
    for (long limit :
        new long[] {
          0, 1, 2, 8191, 8192, 8193, ContractData.NUMBER_ROWS, ContractData.NUMBER_ROWS + 1L
        }) {
      assertThat(read(all.withLimit(limit)))
          .as("limit %d", limit)
          .hasSize((int) Math.min(limit, ContractData.NUMBER_ROWS))
          .doesNotHaveDuplicates();
    }
    if (has(Capability.PROJECTION)) {
      assertThat(read(ScanRequest.of(relation(ContractData.NUMBERS), List.of()).withLimit(17)))
          .hasSize(17);
    }
  }

  /// A limit counts rows after the filter.
  @Test
  default void limitAppliesAfterTheFilter() {
    assumeTrue(has(Capability.LIMIT) && has(Capability.FILTER), "needs LIMIT and FILTER");
    ScanRequest some =
        ScanRequest.of(relation(ContractData.NUMBERS), List.of("n", "bucket", "label"))
            .withFilter(new Predicate.Compare("bucket", Predicate.Operator.EQ, 7));
    assertThat(read(some.withLimit(50)))
        .hasSize(50)
        .allSatisfy(row -> assertThat(row.get(1)).isEqualTo(7));
    assertThat(read(some.withLimit(5000))).hasSize(ContractData.NUMBER_ROWS / 100);
  }

  /// Partitions together hold every row once, and can be read side by side.
  @Test
  default void partitionsHoldEveryRowOnce() {
    Scan scan =
        source()
            .scan(ScanRequest.of(relation(ContractData.NUMBERS), List.of("n", "bucket", "label")));
    assertThat(scan.partitions()).isPositive();
    if (!has(Capability.PARTITIONS)) {
      assertThat(scan.partitions()).isEqualTo(1);
    }
    Set<Object> seen = new HashSet<>();
    List<BatchReader> readers = new java.util.ArrayList<>();
    long rows = 0;
    try {
      for (int partition = 0; partition < scan.partitions(); partition++) {
        readers.add(scan.open(partition, ScanContext.UNBOUNDED));
      }
      for (BatchReader reader : readers) {
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
          rows += batch.size();
          for (int row = 0; row < batch.size(); row++) {
            seen.add(batch.column(0).longAt(row));
          }
        }
      }
    } finally {
      readers.forEach(BatchReader::close);
    }
    assertThat(rows).isEqualTo(ContractData.NUMBER_ROWS);
    assertThat(seen).hasSize(ContractData.NUMBER_ROWS);
  }

  /// A batch stays as it is while later ones are read.
  @Test
  default void batchesMayBeKept() {
    Scan scan =
        source()
            .scan(ScanRequest.of(relation(ContractData.NUMBERS), List.of("n", "bucket", "label")));
    Set<Object> seen = new HashSet<>();
    List<Batch> kept = new java.util.ArrayList<>();
    for (int partition = 0; partition < scan.partitions(); partition++) {
      try (BatchReader reader = scan.open(partition, ScanContext.UNBOUNDED)) {
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
          kept.add(batch);
        }
      }
    }
    for (Batch batch : kept) {
      for (int row = 0; row < batch.size(); row++) {
        long n = batch.column(0).longAt(row);
        assertThat(io.thermocline.spi.batch.Values.text(batch.column(2), row))
            .isEqualTo("row number " + n);
        seen.add(n);
      }
    }
    assertThat(seen).hasSize(ContractData.NUMBER_ROWS);
  }

  /// EXPLAIN gets one line.
  @Test
  default void describeIsOneLine() {
    assertThat(source().scan(ScanRequest.of(relation(ContractData.ITEMS), allColumns())).describe())
        .isNotBlank()
        .doesNotContain("\n");
  }

  /// A request that needs an undeclared capability fails.
  @Test
  default void undeclaredCapabilityIsMissing() {
    ScanRequest all = ScanRequest.of(relation(ContractData.ITEMS), allColumns());
    if (!has(Capability.PROJECTION)) {
      missing(ScanRequest.of(all.relation(), List.of("id")));
    }
    if (!has(Capability.FILTER)) {
      missing(all.withFilter(new Predicate.IsNull("id")));
    }
    if (!has(Capability.LIMIT)) {
      missing(all.withLimit(1));
    }
    ScanRequest groups =
        all.withAggregation(
            new Aggregation(
                List.of("id"),
                List.of(new Aggregation.Call(Aggregation.Function.COUNT, null, true))));
    if (!has(Capability.AGGREGATE) && !source().aggregates(groups)) {
      missing(groups);
    }
  }

  private void missing(ScanRequest request) {
    ContractFixture.assertFails(ErrorCode.CAPABILITY_MISSING, () -> source().scan(request));
  }

  /// A relation that does not exist fails when the scan is prepared, and the message names it.
  @Test
  default void undefinedRelationFails() {
    ContractFixture.assertFails(
        ErrorCode.UNDEFINED_TABLE,
        () -> source().scan(ScanRequest.of(relation("contract_nowhere"), List.of("id"))));
    ContractFixture.assertFails(
        ErrorCode.UNDEFINED_TABLE,
        () ->
            source()
                .scan(
                    ScanRequest.of(
                        new io.thermocline.spi.source.RelationName(
                            "contract_no_schema", ContractData.ITEMS),
                        List.of("id"))));
  }

  /// A column that does not exist fails when the scan is prepared, wherever it stands.
  @Test
  default void undefinedColumnFails() {
    ScanRequest all = ScanRequest.of(relation(ContractData.ITEMS), allColumns());
    undefined(ScanRequest.of(all.relation(), List.of("id", "contract_nowhere")));
    undefined(ScanRequest.of(all.relation(), List.of("ID")));
    if (has(Capability.FILTER)) {
      undefined(
          all.withFilter(
              new Predicate.And(
                  List.of(
                      new Predicate.IsNull("id"),
                      new Predicate.Not(new Predicate.IsNull("contract_nowhere"))))));
    }
    if (has(Capability.AGGREGATE)) {
      undefined(all.withAggregation(new Aggregation(List.of("contract_nowhere"), List.of())));
      undefined(
          all.withAggregation(
              new Aggregation(
                  List.of(),
                  List.of(
                      new Aggregation.Call(Aggregation.Function.MAX, "contract_nowhere", false)))));
    }
  }

  private void undefined(ScanRequest request) {
    ContractFixture.assertFails(ErrorCode.UNDEFINED_COLUMN, () -> source().scan(request));
  }

  /// A column added after discovery is found.
  @Test
  default void recreatedRelationIsFound() {
    assumeTrue(has(Capability.WRITE) && has(Capability.PROJECTION), "needs WRITE and PROJECTION");
    assumeFalse(capabilities().isEmpty());
    Relation numbers = ContractData.numbers(relation("contract_recreated"));
    load(numbers, List.of(List.of(1L, 2, "three")));
    assertThat(read(ScanRequest.of(numbers.name(), List.of("n")))).containsExactly(List.of(1L));
    Relation items = ContractData.items(numbers.name(), this::stores);
    load(items, ContractData.itemRows(items.columns()).subList(0, 3));
    assertThat(read(ScanRequest.of(numbers.name(), List.of("id")))).hasSize(3);
    ContractFixture.assertFails(
        ErrorCode.UNDEFINED_COLUMN, () -> read(ScanRequest.of(numbers.name(), List.of("bucket"))));
    ((io.thermocline.spi.source.WritableSource) source()).drop(numbers.name());
  }
}
