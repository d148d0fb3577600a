package io.thermocline.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of parquet-hadoop's own writer, in each encoding and page version.
class EncodingTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message m {
            required int64 id;
            optional boolean b;
            optional int32 i;
            required int32 narrow;
            optional int64 l;
            optional float f;
            optional double d;
            optional binary s (STRING);
            optional binary raw;
            optional fixed_len_byte_array(5) fixed;
            optional int96 old;
            optional int32 day (DATE);
            optional int64 millis (TIMESTAMP(MILLIS,false));
            optional int64 nanos (TIMESTAMP(NANOS,true));
            optional binary price (DECIMAL(12,2));
            optional fixed_len_byte_array(16) wide (DECIMAL(38,4));
            optional int32 u32 (INTEGER(32,false));
            optional int64 u64 (INTEGER(64,false));
            optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
            repeated int32 bare;
          }
          """);

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "PARQUET_1_0, true, false, 1000000",
    "PARQUET_1_0, false, false, 1000000",
    "PARQUET_1_0, true, false, 3000",
    "PARQUET_2_0, true, false, 1000000",
    "PARQUET_2_0, false, false, 1000000",
    "PARQUET_2_0, false, false, 2000",
    "PARQUET_2_0, false, true, 5000",
    "PARQUET_1_0, false, true, 1000000"
  })
  void valuesAreTheWritten(WriterVersion version, boolean dictionary, boolean split, int pageBytes)
      throws IOException {
    for (int nullPercent : new int[] {0, 20, 100}) {
      Random random = new Random(nullPercent + pageBytes);
      Path file =
          Files.createDirectories(root.resolve("s/t")).resolve("f" + nullPercent + ".parquet");
      List<List<Object>> expected =
          write(file, version, dictionary, split, pageBytes, random, nullPercent);
      ParquetSource source = new ParquetSource(new ParquetConfig("p", root));
      RelationName name = new RelationName("s", "t");
      List<List<Object>> actual = Readings.all(source, name);
      assertThat(actual.stream().map(Readings::text).toList())
          .isEqualTo(expected.stream().map(Readings::text).toList());
      List<String> columns =
          source.discover().getFirst().columns().fields().stream().map(f -> f.name()).toList();
      Predicate thin =
          new Predicate.And(
              List.of(
                  new Predicate.Compare("narrow", Predicate.Operator.EQ, 7),
                  new Predicate.Compare("id", Predicate.Operator.GT, 500L)));
      List<List<Object>> some =
          Readings.rows(source.scan(ScanRequest.of(name, columns).withFilter(thin)));
      assertThat(some.stream().map(Readings::text).toList())
          .isEqualTo(
              expected.stream()
                  .filter(row -> row.get(3).equals(7) && (Long) row.get(0) > 500)
                  .map(Readings::text)
                  .toList());
      Files.delete(file);
    }
  }

  private static List<List<Object>> write(
      Path file,
      WriterVersion version,
      boolean dictionary,
      boolean split,
      int pageBytes,
      Random random,
      int nullPercent)
      throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withWriterVersion(version)
            .withDictionaryEncoding(dictionary)
            .withByteStreamSplitEncoding(split)
            .withPageSize(pageBytes)
            .withRowGroupRowCountLimit(4000)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (int i = 0; i < 10_000; i++) {
        rows.add(row(groups, writer, i, random, nullPercent));
      }
    }
    return rows;
  }

  private static List<Object> row(
      SimpleGroupFactory groups, ParquetWriter<Group> writer, int i, Random random, int nullPercent)
      throws IOException {
    Group g = groups.newGroup();
    List<Object> row = new ArrayList<>();
    g.add("id", (long) i);
    row.add((long) i);
    Object[] values = new Object[18];
    boolean[] present = new boolean[18];
    for (int k = 0; k < present.length; k++) {
      present[k] = random.nextInt(100) >= nullPercent;
    }
    if (present[0]) {
      boolean v = random.nextInt(10) > (i / 3000);
      g.add("b", v);
      values[0] = v;
    }
    if (present[1]) {
      int v = random.nextInt();
      g.add("i", v);
      values[1] = v;
    }
    int narrow = random.nextInt(20);
    g.add("narrow", narrow);
    values[2] = narrow;
    if (present[3]) {
      long v = i % 3 == 0 ? random.nextLong() : i;
      g.add("l", v);
      values[3] = v;
    }
    if (present[4]) {
      float v = random.nextInt(8) == 0 ? Float.NaN : random.nextFloat();
      g.add("f", v);
      values[4] = v;
    }
    if (present[5]) {
      double v = random.nextGaussian();
      g.add("d", v);
      values[5] = v;
    }
    if (present[6]) {
      String v = "prefix " + random.nextInt(1 + i) + "é".repeat(random.nextInt(3));
      g.add("s", v);
      values[6] = v;
    }
    if (present[7]) {
      byte[] v = new byte[random.nextInt(40)];
      random.nextBytes(v);
      g.add("raw", Binary.fromConstantByteArray(v));
      values[7] = v;
    }
    if (present[8]) {
      byte[] v = new byte[5];
      random.nextBytes(v);
      g.add("fixed", Binary.fromConstantByteArray(v));
      values[8] = v;
    }
    if (present[9]) {
      LocalDateTime v =
          LocalDateTime.of(2001, 2, 3, 4, 5, 6, 7000).plusSeconds(random.nextInt(1_000_000));
      ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      bytes
          .putLong(v.toLocalTime().toNanoOfDay())
          .putInt((int) (v.toLocalDate().toEpochDay() + 2_440_588));
      g.add("old", Binary.fromConstantByteArray(bytes.array()));
      values[9] = v;
    }
    if (present[10]) {
      int v = random.nextInt(40_000) - 20_000;
      g.add("day", v);
      values[10] = java.time.LocalDate.ofEpochDay(v);
    }
    if (present[11]) {
      long v = random.nextInt();
      g.add("millis", v);
      values[11] =
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(v, 1000L), (int) Math.floorMod(v, 1000L) * 1_000_000, ZoneOffset.UTC);
    }
    if (present[12]) {
      long v = random.nextLong() >> 8;
      g.add("nanos", v);
      values[12] =
          java.time.Instant.ofEpochSecond(
              Math.floorDiv(v, 1_000_000_000L), Math.floorMod(v, 1_000_000_000L) / 1000 * 1000);
    }
    if (present[13]) {
      java.math.BigDecimal v =
          java.math.BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000L, 2);
      g.add("price", Binary.fromConstantByteArray(v.unscaledValue().toByteArray()));
      values[13] = v;
    }
    if (present[14]) {
      java.math.BigDecimal v = new java.math.BigDecimal(new java.math.BigInteger(100, random), 4);
      v = random.nextBoolean() ? v.negate() : v;
      byte[] bytes = new byte[16];
      Arrays.fill(bytes, (byte) (v.signum() < 0 ? -1 : 0));
      byte[] digits = v.unscaledValue().toByteArray();
      System.arraycopy(digits, 0, bytes, 16 - digits.length, digits.length);
      g.add("wide", Binary.fromConstantByteArray(bytes));
      values[14] = v;
    }
    if (present[15]) {
      int v = random.nextInt();
      g.add("u32", v);
      values[15] = Integer.toUnsignedLong(v);
    }
    if (present[16]) {
      long v = random.nextLong();
      g.add("u64", v);
      values[16] = new java.math.BigDecimal(Long.toUnsignedString(v));
    }
    if (present[17]) {
      Group tags = g.addGroup("tags");
      List<Object> list = new ArrayList<>();
      for (int k = random.nextInt(4); k > 0; k--) {
        Group element = tags.addGroup("list");
        if (random.nextInt(4) == 0) {
          list.add(null);
        } else {
          String v = "tag" + random.nextInt(9);
          element.add("element", v);
          list.add(v);
        }
      }
      values[17] = list;
    }
    List<Object> bare = new ArrayList<>();
    for (int k = random.nextInt(3); k > 0; k--) {
      int v = random.nextInt(5);
      g.add("bare", v);
      bare.add(v);
    }
    row.addAll(Arrays.asList(values));
    row.add(bare);
    writer.write(g);
    return row;
  }
}
