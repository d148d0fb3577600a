package io.thermocline.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.source.BoundStatement;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import io.thermocline.tck.contract.ControlledContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Statements that are expected to give few rows, with their values apart from the text.
@Timeout(60)
class ShortResultTest extends PostgresFixture {
  private static final Field N = Field.nullable("n", ScalarType.INT64);

  private static BoundStatement bound(String sql, BoundStatement.Value... values) {
    return new BoundStatement(Arrays.asList(sql.split("\\?", -1)), List.of(values), 1);
  }

  private static BoundStatement.Value number(long value) {
    return new BoundStatement.Value("'" + value + "'::bigint", Long.toString(value));
  }

  private static List<List<@Nullable Object>> rows(BoundStatement statement, Field... fields) {
    return BatchReaders.rows(
        source.query(statement, Schema.of(fields)).open(0, ScanContext.UNBOUNDED));
  }

  @Test
  void everyKindOfColumnIsReadAsByCopy() {
    Schema kinds = relation("kinds").columns();
    List<Field> fields = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (Field field : kinds.fields()) {
      if (!(field.type() instanceof ArrayType) && field.type() != ScalarType.INTERVAL) {
        fields.add(field);
        columns.add("\"" + field.name().replace("\"", "\"\"") + "\"");
      }
    }
    Field[] all = fields.toArray(Field[]::new);
    String nulls =
        " UNION ALL SELECT " + String.join(", ", columns.stream().map(c -> "NULL").toList());
    String sql = "SELECT " + String.join(", ", columns) + " FROM shop.kinds" + nulls;
    List<List<@Nullable Object>> byCopy = query(sql, all);
    for (int i = 0; i < 3; i++) {
      List<List<@Nullable Object>> rows = rows(bound(sql), all);
      assertThat(rows).usingRecursiveComparison().isEqualTo(byCopy);
    }
  }

  @Test
  void valuesAreThoseOfThisRun() {
    String sql = "SELECT id FROM shop.customers WHERE id = CAST(? AS bigint) OR email = ?";
    for (long id = 1; id <= 20; id++) {
      BoundStatement.Value email = new BoundStatement.Value("'c" + (id + 1) + "'", "c" + (id + 1));
      assertThat(rows(bound(sql, number(id), email), N))
          .containsExactlyInAnyOrder(List.of(id), List.of(id + 1));
    }
    BoundStatement.Value none = new BoundStatement.Value("NULL", null);
    assertThat(rows(bound(sql, none, none), N)).isEmpty();
    BoundStatement.Value quotes = new BoundStatement.Value("'it''s?'", "it's?");
    assertThat(rows(bound(sql, number(5), quotes), N)).containsExactly(List.of(5L));
  }

  @Test
  void resultsThatAreLongerThanExpectedAreWhole() {
    String sql = "SELECT id FROM shop.orders WHERE id > CAST(? AS bigint)";
    assertThat(rows(bound(sql, number(4000)), N)).hasSize(1000);
    assertThat(rows(bound(sql, number(3999)), N)).hasSize(1001);
    assertThat(rows(bound(sql, number(10)), N)).hasSize(4990);
    assertThat(rows(bound(sql, number(4999)), N)).containsExactly(List.of(5000L));
  }

  @Test
  void valuesWhoseTypeTheServerCannotTellAreWrittenOut() {
    BoundStatement.Value word = new BoundStatement.Value("'word'", "word");
    assertThat(
            rows(
                bound("SELECT pg_typeof(x)::text FROM (SELECT ? AS x) AS q", word),
                Field.nullable("t", ScalarType.TEXT)))
        .containsExactly(List.of("text"));
    assertThat(
            rows(
                bound("SELECT jsonb_build_array(?)::text", word),
                Field.nullable("t", ScalarType.TEXT)))
        .containsExactly(List.of("[\"word\"]"));
  }

  @Test
  void failuresKeepTheirCodesAndTheConnection() {
    String sql = "SELECT 10 / i FROM shop.numbers WHERE i = CAST(? AS bigint)";
    for (int i = 0; i < 12; i++) {
      assertFails(ErrorCode.DIVISION_BY_ZERO, () -> rows(bound(sql, number(0)), N));
      assertThat(rows(bound(sql, number(1)), N)).containsExactly(List.of(10L));
    }
    assertFails(ErrorCode.UNDEFINED_TABLE, () -> rows(bound("SELECT i FROM shop.absent"), N));
  }

  @Test
  void cancellationEndsTheStatementAtTheServer() throws Exception {
    ControlledContext context = new ControlledContext();
    BatchReader reader =
        source
            .query(bound("SELECT 1 FROM pg_sleep(CAST(? AS bigint))", number(50)), Schema.of(N))
            .open(0, context);
    Thread canceller =
        Thread.startVirtualThread(() -> {
          while (postgres.number(
                  "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE"
                      + " '%pg_sleep%' AND pid <> pg_backend_pid()")
              == 0) {
            Thread.onSpinWait();
          }
          context.cancel();
        });
    assertFails(ErrorCode.CANCELLED, reader::next);
    canceller.join();
    reader.close();
    assertThat(context.registrations()).isZero();
    assertThat(rows(bound("SELECT 7"), N)).containsExactly(List.of(7L));
  }

  @Test
  void tablesMayChangeBetweenRuns() throws Exception {
    postgres.execute("CREATE TABLE shop.changing (id int8, v int4)");
    postgres.execute("INSERT INTO shop.changing VALUES (1, 2)");
    BoundStatement statement =
        bound("SELECT v FROM shop.changing WHERE id = CAST(? AS bigint)", number(1));
    for (int i = 0; i < 3; i++) {
      assertThat(rows(statement, N)).containsExactly(List.of(2L));
    }
    postgres.execute(
        "ALTER TABLE shop.changing ALTER COLUMN v TYPE text",
        "ALTER TABLE shop.changing ADD COLUMN w int",
        "UPDATE shop.changing SET v = '33'");
    for (int i = 0; i < 3; i++) {
      assertThat(rows(statement, N)).containsExactly(List.of(33L));
    }
    postgres.execute("DROP TABLE shop.changing");
    assertFails(ErrorCode.UNDEFINED_TABLE, () -> rows(statement, N));
  }
}
