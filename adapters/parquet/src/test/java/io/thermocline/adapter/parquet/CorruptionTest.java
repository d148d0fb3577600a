package io.thermocline.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Field;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Damaged files end in an error or in the right rows; never in a crash, a hang or an error without
/// a cause.
@Timeout(180)
class CorruptionTest {
  private static final RelationName NAME = new RelationName("s", "t");

  @TempDir Path root;
  private Path file;
  private byte[] original;
  private List<List<String>> expected;

  @BeforeEach
  void write() throws IOException {
    ParquetSource source = new ParquetSource(new ParquetConfig("p", root));
    source.create(Relation.of(NAME, RoundTripTest.ALL), WriteOptions.DEFAULT);
    try (Sink sink = source.write(NAME, WriteOptions.DEFAULT)) {
      sink.write(BatchReaders.batch(RoundTripTest.ALL, RoundTripTest.rows(2500, 5)));
      sink.commit();
    }
    Files.delete(root.resolve("s/t/0-schema.parquet"));
    try (Stream<Path> files = Files.list(root.resolve("s/t"))) {
      file = files.findFirst().orElseThrow();
    }
    original = Files.readAllBytes(file);
    expected = read().stream().map(Readings::text).toList();
  }

  private List<List<Object>> read() {
    ParquetSource source = new ParquetSource(new ParquetConfig("p", root));
    List<String> columns = RoundTripTest.ALL.fields().stream().map(Field::name).toList();
    return Readings.rows(source.scan(ScanRequest.of(NAME, columns)));
  }

  /// Reads and says whether that failed; rows that come must be right.
  private boolean fails(String what, boolean checked) {
    try {
      List<List<Object>> rows = read();
      if (checked) {
        assertThat(rows.stream().map(Readings::text).toList()).as(what).isEqualTo(expected);
      }
      return false;
    } catch (ThermoclineException e) {
      assertThat(e.code())
          .as(what + ": " + e.getMessage())
          .isIn(ErrorCode.DATA_CORRUPTED, ErrorCode.UNSUPPORTED, ErrorCode.UNDEFINED_COLUMN);
      assertThat(e.getMessage()).isNotBlank();
      return true;
    }
  }

  @Test
  void truncatedFilesFail() throws IOException {
    for (int i = 0; i <= 60; i++) {
      int length = (int) ((long) original.length * i / 61);
      Files.write(file, java.util.Arrays.copyOf(original, length));
      assertThat(fails("cut at " + length, true))
          .as("cut at %d of %d", length, original.length)
          .isTrue();
    }
    Files.write(file, java.util.Arrays.copyOf(original, original.length - 1));
    assertThat(fails("cut by one", true)).isTrue();
  }

  @Test
  void truncatedFileIsNamed() throws IOException {
    Files.write(file, java.util.Arrays.copyOf(original, original.length / 2));
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED))
        .hasMessageContaining(file.getFileName().toString());
    ParquetSource source = new ParquetSource(new ParquetConfig("p", root));
    assertThat(source.discover()).isEmpty();
  }

  @Test
  void flippedDataBytesFailOrDoNotMatter() throws IOException {
    Random random = new Random(1);
    int footer = footerStart();
    int failed = 0;
    for (int i = 0; i < 400; i++) {
      byte[] damaged = original.clone();
      int at = random.nextInt(footer);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      failed += fails("byte " + at, true) ? 1 : 0;
    }
    assertThat(failed).isGreaterThan(300);
  }

  @Test
  void flippedFooterBytesNeverCrash() throws IOException {
    Random random = new Random(2);
    int footer = footerStart();
    for (int i = 0; i < 600; i++) {
      byte[] damaged = original.clone();
      int at = footer + random.nextInt(original.length - footer);
      damaged[at] = (byte) random.nextInt();
      Files.write(file, damaged);
      fails("byte " + at, false);
    }
  }

  private int footerStart() {
    int length = original.length;
    int footer =
        original[length - 8] & 0xff
            | (original[length - 7] & 0xff) << 8
            | (original[length - 6] & 0xff) << 16
            | (original[length - 5] & 0xff) << 24;
    return length - 8 - footer;
  }

  /// Files of a writer without checksums: any outcome but a crash or a hang.
  @Test
  void flippedBytesWithoutChecksumsNeverCrash() throws Exception {
    Files.delete(file);
    for (String version : List.of("V1", "V2")) {
      for (String codec : List.of("snappy", "zstd", "uncompressed", "lz4_raw", "gzip")) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
          connection
              .createStatement()
              .execute(
                  "copy (select i::bigint id, 'word ' || (i % 50) w, 'text ' || hash(i) u, i / 3.0 f, [i, null] l, i % 3 = 0 b"
                      + " from range(3000) r(i)) to '"
                      + file
                      + "' (format parquet, codec '"
                      + codec
                      + "', parquet_version "
                      + version
                      + ")");
        }
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int i = 0; i < 120; i++) {
          byte[] damaged = whole.clone();
          for (int k = random.nextInt(3); k >= 0; k--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
          }
          Files.write(file, damaged);
          try {
            ParquetSource source = new ParquetSource(new ParquetConfig("p", root));
            Readings.rows(
                source.scan(
                    ScanRequest.of(NAME, List.of("id", "w", "u", "f", "l", "b"))
                        .withFilter(new Predicate.Compare("w", Predicate.Operator.NE, "word 1"))));
            source.statistics(NAME);
          } catch (ThermoclineException e) {
            assertThat(e.getMessage()).isNotBlank();
          }
        }
      }
    }
  }

  @Test
  void fileCutUnderARunningScanFails() throws IOException {
    ParquetSource source = new ParquetSource(new ParquetConfig("p", root));
    Scan scan = source.scan(ScanRequest.of(NAME, List.of("u", "tz", "a")));
    try (BatchReader reader = scan.open(0, ScanContext.UNBOUNDED)) {
      try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
        cut.setLength(0);
      }
      assertThatThrownBy(
              () -> {
                for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                  assertThat(batch.size()).isPositive();
                }
              })
          .isInstanceOfSatisfying(
              ThermoclineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED));
    }
  }

  @Test
  void vanishedFileIsAnInputOutputError() throws IOException {
    ParquetSource source = new ParquetSource(new ParquetConfig("p", root));
    source.discover();
    Scan scan = source.scan(ScanRequest.of(NAME, List.of("id")));
    Files.delete(file);
    System.gc();
    try {
      Readings.rows(scan);
    } catch (ThermoclineException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR);
    }
  }

  @Test
  void conflictingTypesAreNamed() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      connection
          .createStatement()
          .execute("copy (select 'text' id) to '" + root + "/s/t/z.parquet' (format parquet)");
    }
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED))
        .hasMessageContaining("z.parquet")
        .hasMessageContaining("\"id\"");
  }

  @Test
  void diskFullIsSaid() {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
    ThermoclineException e =
        io.thermocline.adapter.parquet.file.ParquetErrors.io(
            full, "write", new IOException("No space left on device"));
    assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL);
  }
}
