package io.thermocline.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Types;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which files of an Iceberg table count, and what happens when they are away or damaged.
class IcebergFilesTest extends IcebergFixture {
  private static final RelationName NAME = new RelationName("s", "t");
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "name", Types.StringType.get()));

  private Table table;

  @BeforeEach
  void write() {
    table = create(Map.of());
    append(1);
  }

  private Table create(Map<String, String> properties) {
    return writer.create("s", "t", SCHEMA, PartitionSpec.unpartitioned(), properties);
  }

  private DataFile append(long id) {
    return writer
        .append(table, List.of(IcebergWriter.record(table.schema(), id, "n" + id)))
        .getFirst();
  }

  private List<Object> ids() {
    return ids(source.scan(ScanRequest.of(NAME, List.of("id"))));
  }

  private static List<Object> ids(Scan scan) {
    return Readings.rows(scan).stream().map(List::getFirst).sorted().toList();
  }

  private Path metadata() {
    return root.resolve("s/t/metadata");
  }

  private List<Path> files(String glob) throws IOException {
    try (Stream<Path> files = Files.list(metadata())) {
      return files
          .filter(file -> file.getFileName().toString().matches(glob))
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    }
  }

  private static void fails(ErrorCode code, String part, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(part)
        .hasMessageContaining("s.t");
  }

  @Test
  void scanReadsTheSnapshotOfItsPreparation() {
    append(2);
    Scan before = source.scan(ScanRequest.of(NAME, List.of("id")));
    append(3);
    table
        .newDelete()
        .deleteFromRowFilter(org.apache.iceberg.expressions.Expressions.equal("id", 1L))
        .commit();
    table.updateSchema().renameColumn("id", "number").commit();
    assertThat(ids(before)).containsExactly(1L, 2L);
    assertThat(ids(source.scan(ScanRequest.of(NAME, List.of("number"))))).containsExactly(2L, 3L);
    fails(
        ErrorCode.UNDEFINED_COLUMN,
        "\"id\"",
        () -> source.scan(ScanRequest.of(NAME, List.of("id"))));
  }

  @Test
  void filesThatNoSnapshotNamesDoNotCount() throws IOException {
    DataFile file = append(2);
    Files.copy(Path.of(file.location()), Path.of(file.location()).resolveSibling("orphan.parquet"));
    assertThat(ids()).containsExactly(1L, 2L);
    assertThat(source.discover().stream().map(Relation::name)).containsExactly(NAME);
  }

  @Test
  void rolledBackTableShowsItsOlderSnapshot() {
    long first = table.currentSnapshot().snapshotId();
    append(2);
    table.manageSnapshots().rollbackTo(first).commit();
    assertThat(ids()).containsExactly(1L);
  }

  @Test
  void hintNamesTheCurrentVersion() throws IOException {
    append(2);
    append(3);
    List<Path> versions = files(".*metadata\\.json");
    for (int i = 0; i < versions.size(); i++) {
      Files.move(versions.get(i), metadata().resolve("v" + (i + 1) + ".metadata.json"));
    }
    Files.writeString(metadata().resolve("version-hint.text"), "4\n");
    assertThat(ids()).containsExactly(1L, 2L, 3L);
    // A writer that died between a commit and its hint: the later version counts.
    Files.writeString(metadata().resolve("version-hint.text"), "3");
    assertThat(ids()).containsExactly(1L, 2L, 3L);
    Files.writeString(metadata().resolve("version-hint.text"), "v3");
    assertThat(ids()).as("a name is exact").containsExactly(1L, 2L);
    Files.writeString(metadata().resolve("version-hint.text"), "99");
    assertThat(ids()).as("a hint to nowhere").containsExactly(1L, 2L, 3L);
  }

  @Test
  void compressedMetadataIsRead() {
    table = create(Map.of("write.metadata.compression-codec", "gzip"));
    append(7);
    assertThat(ids()).containsExactly(7L);
  }

  /// A metadata file that ends early was never committed.
  @Test
  void unfinishedMetadataIsPassedOver() throws IOException {
    append(2);
    byte[] newest = Files.readAllBytes(files(".*metadata\\.json").getLast());
    append(3);
    Path unfinished = files(".*metadata\\.json").getLast();
    Files.write(unfinished, java.util.Arrays.copyOf(newest, newest.length / 2));
    assertThat(ids()).containsExactly(1L, 2L);
    Files.write(unfinished, new byte[0]);
    assertThat(ids()).containsExactly(1L, 2L);
  }

  @Test
  void twoFilesOfOneVersionAreRefused() throws IOException {
    Path newest = files(".*metadata\\.json").getLast();
    Path twin = newest.resolveSibling("00001-twin.metadata.json");
    Files.copy(newest, twin, StandardCopyOption.REPLACE_EXISTING);
    fails(ErrorCode.DATA_CORRUPTED, "version-hint.text", this::ids);
    Files.writeString(metadata().resolve("version-hint.text"), newest.getFileName().toString());
    assertThat(ids()).containsExactly(1L);
  }

  @Test
  void damagedMetadataIsNamed() throws IOException {
    Path newest = files(".*metadata\\.json").getLast();
    Files.writeString(newest, "{\"format-version\": 2, \"oops\": true}");
    fails(ErrorCode.DATA_CORRUPTED, newest.getFileName().toString(), this::ids);
    assertThat(source.discover()).isEmpty();
    Files.writeString(
        newest,
        Files.readString(files(".*metadata\\.json").getFirst())
            .replace("\"format-version\":2", "\"format-version\":9"));
    fails(ErrorCode.DATA_CORRUPTED, newest.getFileName().toString(), this::ids);
  }

  @Test
  void damagedManifestsAreNamed() throws IOException {
    append(2);
    Path manifest = files("(?!snap-).*\\.avro").getLast();
    byte[] content = Files.readAllBytes(manifest);
    Files.write(manifest, java.util.Arrays.copyOf(content, content.length / 2));
    fails(ErrorCode.DATA_CORRUPTED, manifest.getFileName().toString(), this::ids);
    Files.writeString(manifest, "no manifest at all");
    fails(ErrorCode.DATA_CORRUPTED, manifest.getFileName().toString(), this::ids);
    fails(
        ErrorCode.DATA_CORRUPTED, manifest.getFileName().toString(), () -> source.statistics(NAME));
    Files.delete(manifest);
    fails(ErrorCode.IO_ERROR, manifest.getFileName().toString(), this::ids);
    Path list = Path.of(table.currentSnapshot().manifestListLocation());
    Files.writeString(list, "nor a list");
    source.close();
    fails(ErrorCode.DATA_CORRUPTED, list.getFileName().toString(), this::ids);
    Files.delete(list);
    source.close();
    fails(ErrorCode.IO_ERROR, list.getFileName().toString(), this::ids);
  }

  @Test
  void missingAndDamagedDataFilesAreNamed() throws IOException {
    DataFile file = append(2);
    Path path = Path.of(file.location());
    byte[] content = Files.readAllBytes(path);
    Files.delete(path);
    fails(ErrorCode.IO_ERROR, path.toString(), this::ids);
    assertThat(
            ids(
                source.scan(
                    ScanRequest.of(NAME, List.of("id"))
                        .withFilter(new Predicate.Compare("id", Predicate.Operator.EQ, 1L)))))
        .containsExactly(1L);
    Files.write(path, java.util.Arrays.copyOf(content, content.length - 20));
    assertThatThrownBy(this::ids)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED))
        .hasMessageContaining(path.toString());
  }

  @Test
  void fileOfAnotherLengthThanTheManifestSaysIsRefused() throws IOException {
    DataFile one = append(2);
    DataFile two =
        writer
            .append(
                table,
                List.of(
                    IcebergWriter.record(table.schema(), 3L, "a"),
                    IcebergWriter.record(table.schema(), 4L, "b")))
            .getFirst();
    Files.copy(
        Path.of(two.location()), Path.of(one.location()), StandardCopyOption.REPLACE_EXISTING);
    fails(ErrorCode.DATA_CORRUPTED, one.location(), this::ids);
  }

  @Test
  void filesOutsideOfTheSourceAreRefused(@TempDir Path elsewhere) throws IOException {
    DataFile inside = append(2);
    Path outside = elsewhere.resolve("secret.parquet");
    Files.copy(Path.of(inside.location()), outside);
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(outside.toString())
                .withFileSizeInBytes(inside.fileSizeInBytes())
                .withRecordCount(1)
                .build())
        .commit();
    fails(ErrorCode.UNSUPPORTED, outside.toString(), this::ids);
  }

  @Test
  void otherFileFormatsAreRefused() {
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(table.location() + "/data/rows.avro")
                .withFormat(FileFormat.AVRO)
                .withFileSizeInBytes(100)
                .withRecordCount(1)
                .build())
        .commit();
    fails(ErrorCode.UNSUPPORTED, "avro", this::ids);
  }

  /// Files that were written without Iceberg have no ids; the table may say which name is which.
  @Test
  void filesWithoutIdsNeedANameMapping() throws Exception {
    Path imported = root.resolve("s/t/data/imported.parquet");
    try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:")) {
      connection
          .createStatement()
          .execute("copy (select 'n5' name, 5::bigint id) to '" + imported + "' (format parquet)");
    }
    table
        .newAppend()
        .appendFile(
            DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(imported.toString())
                .withFileSizeInBytes(Files.size(imported))
                .withRecordCount(1)
                .build())
        .commit();
    fails(ErrorCode.UNSUPPORTED, "schema.name-mapping.default", this::ids);
    table
        .updateProperties()
        .set(
            "schema.name-mapping.default",
            NameMappingParser.toJson(MappingUtil.create(table.schema())))
        .commit();
    table.updateSchema().renameColumn("name", "title").commit();
    assertThat(Readings.all(source, NAME))
        .containsExactlyInAnyOrder(List.of(1L, "n1"), List.of(5L, "n5"));
  }

  @Test
  void tablesAreOnlyRead() {
    Relation relation = source.discover().getFirst();
    fails(ErrorCode.UNSUPPORTED, "Iceberg", () -> source.write(NAME, WriteOptions.DEFAULT));
    fails(ErrorCode.UNSUPPORTED, "Iceberg", () -> source.drop(NAME));
    fails(ErrorCode.UNSUPPORTED, "Iceberg", () -> source.create(relation, WriteOptions.DEFAULT));
    assertThat(ids()).containsExactly(1L);
  }

  /// A table right below the root has no schema; its folders are no tables either.
  @Test
  void tableWithoutASchemaIsPassedOver() throws IOException {
    Files.move(root.resolve("s/t"), root.resolve("t"));
    assertThat(source.discover()).isEmpty();
  }

  @Test
  void committedTimeIsKnown() {
    assertThat(source.scan(ScanRequest.of(NAME, List.of("id"))).describe())
        .contains(
            java.time.Instant.ofEpochMilli(((BaseTable) table).currentSnapshot().timestampMillis())
                .toString());
  }
}
