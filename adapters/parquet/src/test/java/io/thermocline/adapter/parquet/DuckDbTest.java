package io.thermocline.adapter.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// DuckDB as a second writer and reader.
class DuckDbTest {
  private static final RelationName NAME = new RelationName("s", "t");

  @TempDir Path root;
  private Connection connection;
  private Statement duck;
  private ParquetSource source;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    duck = connection.createStatement();
    duck.execute("set TimeZone='UTC'");
    source = new ParquetSource(new ParquetConfig("p", root));
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  private List<List<String>> ask(String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = duck.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "uncompressed, V1",
    "snappy, V1",
    "zstd, V1",
    "gzip, V1",
    "lz4_raw, V1",
    "zstd, V2",
    "uncompressed, V2"
  })
  void everyCodecAndVersionIsRead(String codec, String version) throws Exception {
    Files.createDirectories(root.resolve("s"));
    Path file = root.resolve("s/t.parquet");
    duck.execute(
        "copy (select i::bigint id, (i % 7 = 0) b, (i % 100)::tinyint i8, (i % 250)::utinyint u8, (i % 10000 * 3)::smallint i16,"
            + " (i % 60000)::usmallint u16, (hash(i) % 1000000)::integer i32, (i + 4000000000)::uinteger u32,"
            + " (hash(i))::ubigint u64, (i / 7.0)::float f32, (i / 11.0)::double f64,"
            + " ((i % 100000) / 100.0)::decimal(7,2) d7, (i * 1.5)::decimal(15,3) d15, (i * 123456789012)::decimal(38,4) d38,"
            + " case when i % 5 = 0 then null else 'name ' || (i % 50) end s, 'long text number ' || hash(i) u,"
            + " ('bytes' || i)::blob y, date '1960-01-01' + (i % 30000)::integer dt,"
            + " time '00:00:00' + to_seconds(i % 86400) tm, timestamp '2020-01-01' + to_microseconds((hash(i) % 100000000000000)::bigint) ts,"
            + " (timestamp '2020-01-01' + to_microseconds(i))::timestamp_ms tms, (timestamp '2020-01-01' + to_microseconds(i))::timestamp_ns tns,"
            + " (timestamp '2020-01-01' + to_microseconds(i))::timestamptz tz, md5(i::varchar)::uuid uu,"
            + " case when i % 9 = 0 then null else [i::integer, null, (i+1)::integer] end l, [] ::varchar[] e"
            + " from range(19000) r(i)) to '"
            + file
            + "' (format parquet, codec '"
            + codec
            + "', parquet_version "
            + version
            + ", row_group_size 6000)");
    List<List<Object>> rows = Readings.all(source, NAME);
    String text =
        "select id::varchar, b::varchar, i8::varchar, u8::varchar, i16::varchar, u16::varchar, i32::varchar, u32::varchar, u64::varchar,"
            + " f32, f64, d7::varchar, d15::varchar, d38::varchar, s, u, y::varchar, dt::varchar, tm::varchar,"
            + " epoch_us(ts)::varchar, epoch_us(tms)::varchar, epoch_us(tns::timestamp)::varchar, epoch_us(tz)::varchar, uu::varchar,"
            + " l::varchar from '"
            + file
            + "' order by id";
    List<List<String>> expected = ask(text);
    assertThat(rows).hasSize(expected.size());
    for (int i = 0; i < rows.size(); i++) {
      assertThat(printed(rows.get(i))).as("row %d", i).isEqualTo(expected.get(i));
    }
  }

  private static List<String> printed(List<Object> row) {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < row.size() - 1; i++) {
      text.add(
          switch (row.get(i)) {
            case null -> "null";
            case byte[] bytes -> new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
            case java.time.LocalDateTime t ->
                String.valueOf(
                    t.toEpochSecond(java.time.ZoneOffset.UTC) * 1_000_000 + t.getNano() / 1000);
            case java.time.Instant t ->
                String.valueOf(t.getEpochSecond() * 1_000_000 + t.getNano() / 1000);
            case java.time.LocalTime t ->
                java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss").format(t);
            case List<?> list -> list.toString().replace("null", "NULL");
            case BigDecimal d -> d.toPlainString();
            case Object o -> o.toString();
          });
    }
    assertThat(row.getLast()).isEqualTo(List.of());
    return text;
  }

  @Test
  void duckDbReadsWhatWeWrite() throws Exception {
    List<List<Object>> rows = RoundTripTest.rows(20_000, 11);
    Schema columns =
        new Schema(
            RoundTripTest.ALL.fields().stream().filter(f -> !f.name().equals("iv")).toList());
    int interval = RoundTripTest.ALL.indexOf("iv");
    rows.forEach(row -> row.remove(interval));
    source.create(
        Relation.of(NAME, columns), new WriteOptions(List.of(), List.of("t", "id", "uu")));
    try (Sink sink = source.write(NAME, WriteOptions.DEFAULT)) {
      sink.write(BatchReaders.batch(columns, rows));
      sink.commit();
    }
    String files = "'" + root + "/s/t/*.parquet'";
    assertThat(
            ask(
                "select count(*), sum(id), count(distinct t), count(u), sum(d9), max(d38), min(d), max(ts), count(a) from "
                    + files))
        .isEqualTo(List.of(summary(rows)));
    assertThat(ask("select id from " + files + " where uu = '" + rows.get(77).get(13) + "'"))
        .hasSizeLessThan(2);
  }

  private static List<String> summary(List<List<Object>> rows) {
    long sum = 0;
    BigDecimal d9 = new BigDecimal("0.00");
    BigDecimal d38 = null;
    java.util.Set<Object> words = new java.util.HashSet<>();
    int u = 0;
    int a = 0;
    LocalDate first = LocalDate.MAX;
    java.time.LocalDateTime last = java.time.LocalDateTime.MIN;
    for (List<Object> row : rows) {
      sum += (Long) row.get(0);
      if (row.get(6) != null) {
        words.add(row.get(6));
      }
      u += row.get(7) == null ? 0 : 1;
      a += row.get(18) == null ? 0 : 1;
      d9 = row.get(15) == null ? d9 : d9.add((BigDecimal) row.get(15));
      if (row.get(17) != null && (d38 == null || ((BigDecimal) row.get(17)).compareTo(d38) > 0)) {
        d38 = (BigDecimal) row.get(17);
      }
      if (row.get(9) != null && ((LocalDate) row.get(9)).isBefore(first)) {
        first = (LocalDate) row.get(9);
      }
      if (row.get(11) != null && ((java.time.LocalDateTime) row.get(11)).isAfter(last)) {
        last = (java.time.LocalDateTime) row.get(11);
      }
    }
    return List.of(
        "" + rows.size(),
        "" + sum,
        "" + words.size(),
        "" + u,
        d9.toPlainString(),
        d38.toPlainString(),
        first.toString(),
        last.format(java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS")),
        "" + a);
  }

  /// Random predicates over files of both writers give the rows that DuckDB finds.
  @ParameterizedTest
  @CsvSource({"duckdb", "own"})
  void randomPredicatesAgree(String writer) throws Exception {
    String select =
        "select i::bigint id, case when i % 11 = 0 then null else (hash(i) % 300)::integer end k,"
            + " case when i % 13 = 0 then null else 'word ' || (hash(i * 7) % 40) end w,"
            + " 'text ' || (hash(i * 3) % 100000) u, case when i % 17 = 0 then null when i % 19 = 0 then 'nan'::double"
            + " else (hash(i) % 2000) / 8.0 - 100 end f, case when i % 7 = 0 then null else ((hash(i) % 90000) / 100.0)::decimal(9,2) end p,"
            + " date '2020-01-01' + (i / 100)::integer d, (i * 100000)::decimal(30,2) big from range(30000) r(i)";
    Files.createDirectories(root.resolve("s/t"));
    Path file = root.resolve("s/t/a.parquet");
    duck.execute(
        "copy ("
            + select
            + ") to '"
            + file
            + "' (format parquet, row_group_size 7000, parquet_version V2)");
    if (writer.equals("own")) {
      Relation relation = source.discover().getFirst();
      List<List<Object>> rows = Readings.all(source, NAME);
      source.drop(NAME);
      source.create(relation, new WriteOptions(List.of("d"), List.of("k", "w", "u")));
      try (Sink sink = source.write(NAME, WriteOptions.DEFAULT)) {
        sink.write(BatchReaders.batch(relation.columns(), rows));
        sink.commit();
      }
    }
    List<String> columns =
        source.discover().getFirst().columns().fields().stream().map(Field::name).toList();
    String from = " from '" + root + "/s/t/*.parquet'";
    for (int seed = 1; seed <= 150; seed++) {
      Random random = new Random(seed);
      Clause clause = clause(random, 2);
      List<List<Object>> rows =
          Readings.rows(source.scan(ScanRequest.of(NAME, columns).withFilter(clause.predicate)));
      long sum = rows.stream().mapToLong(row -> (Long) row.getFirst()).sum();
      long words = rows.stream().filter(row -> row.get(2) != null).count();
      List<String> expected =
          ask("select count(*), coalesce(sum(id), 0), count(w)" + from + " where " + clause.sql)
              .getFirst();
      assertThat(List.of("" + rows.size(), "" + sum, "" + words))
          .as("seed %d: %s", seed, clause.sql)
          .isEqualTo(expected);
    }
  }

  private record Clause(Predicate predicate, String sql) {}

  private static Clause clause(Random random, int depth) {
    int kind = depth == 0 ? random.nextInt(4) : random.nextInt(7);
    return switch (kind) {
      case 4 -> {
        Clause left = clause(random, depth - 1);
        Clause right = clause(random, depth - 1);
        yield new Clause(
            new Predicate.And(List.of(left.predicate, right.predicate)),
            "(" + left.sql + " and " + right.sql + ")");
      }
      case 5 -> {
        Clause left = clause(random, depth - 1);
        Clause right = clause(random, depth - 1);
        yield new Clause(
            new Predicate.Or(List.of(left.predicate, right.predicate)),
            "(" + left.sql + " or " + right.sql + ")");
      }
      case 6 -> {
        Clause inner = clause(random, depth - 1);
        yield new Clause(new Predicate.Not(inner.predicate), "(not " + inner.sql + ")");
      }
      case 0 -> {
        String pattern =
            List.of("word 1%", "%9", "%d 2_", "text 12%", "%99%", "WORD 3").get(random.nextInt(6));
        boolean ignoreCase = random.nextBoolean();
        String column = random.nextBoolean() ? "w" : "u";
        yield new Clause(
            new Predicate.Like(column, pattern, ignoreCase),
            "(" + column + (ignoreCase ? " ilike '" : " like '") + pattern + "')");
      }
      case 1 -> {
        List<Object> values = new ArrayList<>();
        List<String> literals = new ArrayList<>();
        boolean words = random.nextBoolean();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
          int number = random.nextInt(60);
          values.add(words ? "word " + number : (Object) number);
          literals.add(words ? "'word " + number + "'" : "" + number);
        }
        yield new Clause(
            new Predicate.In(words ? "w" : "k", values),
            "(" + (words ? "w" : "k") + " in (" + String.join(",", literals) + "))");
      }
      case 2 -> {
        String column = List.of("k", "w", "f", "p").get(random.nextInt(4));
        yield new Clause(new Predicate.IsNull(column), "(" + column + " is null)");
      }
      default -> compare(random);
    };
  }

  private static Clause compare(Random random) {
    int op = random.nextInt(6);
    Predicate.Operator operator = Predicate.Operator.values()[op];
    String symbol = List.of("=", "<>", "<", "<=", ">", ">=").get(op);
    return switch (random.nextInt(7)) {
      case 0 -> comparison("id", operator, symbol, (long) random.nextInt(30_000), null);
      case 1 -> comparison("k", operator, symbol, random.nextInt(310), null);
      case 2 -> comparison("w", operator, symbol, "word " + random.nextInt(45), "'%s'");
      case 3 ->
          comparison(
              "f",
              operator,
              symbol,
              random.nextInt(20) == 0 ? Double.NaN : random.nextInt(1600) / 8.0 - 100,
              "'%s'::double");
      case 4 ->
          comparison("p", operator, symbol, BigDecimal.valueOf(random.nextInt(900_000), 3), null);
      case 5 ->
          comparison(
              "d",
              operator,
              symbol,
              LocalDate.of(2020, 1, 1).plusDays(random.nextInt(310)),
              "date '%s'");
      default ->
          comparison(
              "big",
              operator,
              symbol,
              new BigDecimal(random.nextInt(30_000)).multiply(new BigDecimal("100000.00")),
              null);
    };
  }

  private static Clause comparison(
      String column, Predicate.Operator operator, String symbol, Object value, String format) {
    String literal = format == null ? value.toString() : format.formatted(value);
    return new Clause(
        new Predicate.Compare(column, operator, value),
        "(" + column + " " + symbol + " " + literal + ")");
  }

  @Test
  void filesOfOneRelationMayDiffer() throws Exception {
    Files.createDirectories(root.resolve("s/t/year=2020"));
    duck.execute(
        "copy (select 1::integer a, 'x' b) to '" + root + "/s/t/1.parquet' (format parquet)");
    duck.execute(
        "copy (select 5000000000::bigint a, 2.5::double c) to '"
            + root
            + "/s/t/year=2020/2.parquet' (format parquet)");
    List<List<Object>> rows = Readings.all(source, NAME);
    assertThat(rows)
        .containsExactlyInAnyOrder(
            Arrays.asList(1L, "x", null, null), Arrays.asList(5_000_000_000L, null, 2.5, 2020));
  }
}
