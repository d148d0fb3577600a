package io.thermocline.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Predicate.Operator;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders that stand for columns, as Hive, Spark and DuckDB write them.
class FolderPartitionsTest {
  private static final RelationName NAME = new RelationName("s", "t");

  @TempDir Path root;
  private Path folder;
  private ParquetSource source;

  @BeforeEach
  void open() throws Exception {
    folder = Files.createDirectories(root.resolve("s/t"));
    source = new ParquetSource(new ParquetConfig("cold", root));
  }

  private void write(String below, String select) throws Exception {
    Path file = folder.resolve(below);
    Files.createDirectories(file.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      connection
          .createStatement()
          .execute("copy (" + select + ") to '" + file + "' (format parquet)");
    }
  }

  private List<List<Object>> rows(Predicate filter, String... columns) {
    return Readings.rows(source.scan(ScanRequest.of(NAME, List.of(columns)).withFilter(filter)));
  }

  private List<Field> columns() {
    return source.discover().getFirst().columns().fields();
  }

  @Test
  void foldersAreTypedColumns() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      connection
          .createStatement()
          .execute(
              "copy (select i::bigint id, 2023 + i % 2 as year, date '2024-01-01' + i::int % 3 as day,"
                  + " 'a/b=' || (i % 2) || '%' as kind from range(12) r(i)) to '"
                  + folder
                  + "' (format parquet, partition_by (year, day, kind), overwrite_or_ignore)");
    }
    assertThat(columns())
        .containsExactly(
            Field.nullable("id", ScalarType.INT64),
            Field.required("year", ScalarType.INT32),
            Field.required("day", ScalarType.DATE),
            Field.required("kind", ScalarType.TEXT));
    assertThat(rows(null, "id", "year", "day", "kind"))
        .hasSize(12)
        .contains(List.of(7L, 2024, LocalDate.of(2024, 1, 2), "a/b=1%"));
    Predicate filter =
        new Predicate.And(
            List.of(
                new Predicate.Compare("year", Operator.EQ, 2023),
                new Predicate.Compare("day", Operator.GT, LocalDate.of(2024, 1, 2))));
    assertThat(rows(filter, "id")).containsExactlyInAnyOrder(List.of(2L), List.of(8L));
    assertThat(source.scan(ScanRequest.of(NAME, List.of("id")).withFilter(filter)).describe())
        .contains("1 of 6 row groups in 1 of 6 files");
    assertThat(rows(new Predicate.Compare("kind", Operator.EQ, "a/b=0%"), "id", "kind")).hasSize(6);
    RelationStatistics.Column year =
        Objects.requireNonNull(source.statistics(NAME).columns().get("year"));
    assertThat(year.minimum()).isEqualTo(2023);
    assertThat(year.maximum()).isEqualTo(2024);
    assertThat(year.nullFraction()).isZero();
  }

  @Test
  void leadingZerosAreNumbersAndMissingValuesNull() throws Exception {
    write("month=03/a.parquet", "select 1 id");
    write("month=11/a.parquet", "select 2 id");
    write("month=__HIVE_DEFAULT_PARTITION__/a.parquet", "select 3 id");
    write("a.parquet", "select 4 id");
    assertThat(columns())
        .containsExactly(
            Field.required("id", ScalarType.INT32), Field.nullable("month", ScalarType.INT32));
    assertThat(rows(null, "id", "month"))
        .containsExactlyInAnyOrder(
            List.of(1, 3), List.of(2, 11), Arrays.asList(3, null), Arrays.asList(4, null));
    assertThat(rows(new Predicate.IsNull("month"), "id"))
        .containsExactlyInAnyOrder(List.of(3), List.of(4));
    assertThat(rows(new Predicate.Compare("month", Operator.LT, 10), "id"))
        .containsExactly(List.of(1));
  }

  @Test
  void numbersBeyondIntegersAndOtherTextKeepTheirType() throws Exception {
    write("big=5000000000/code=x1/a.parquet", "select 1 id");
    write("big=-7/code=7/a.parquet", "select 2 id");
    assertThat(rows(null, "id", "big", "code"))
        .containsExactlyInAnyOrder(List.of(1, 5_000_000_000L, "x1"), List.of(2, -7L, "7"));
  }

  /// What a file stores is believed before the name of its folder.
  @Test
  void storedColumnComesFirst() throws Exception {
    write("region=eu/a.parquet", "select 1 id, 'stored' region");
    write("region=us/a.parquet", "select 2 id");
    assertThat(rows(null, "id", "region"))
        .containsExactlyInAnyOrder(List.of(1, "stored"), List.of(2, "us"));
  }

  @Test
  void folderThatContradictsAStoredTypeIsNamed() throws Exception {
    write("n=1/a.parquet", "select 1 id, 5 n");
    write("n=x/a.parquet", "select 2 id");
    assertThatThrownBy(() -> rows(null, "id", "n"))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED))
        .hasMessageContaining("\"n\"")
        .hasMessageContaining("n=x");
  }
}
