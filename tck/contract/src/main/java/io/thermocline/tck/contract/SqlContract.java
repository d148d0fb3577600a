package io.thermocline.tck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCategory;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rules about statements in the source's own SQL.
public interface SqlContract extends ContractFixture {
  private SqlSource sql() {
    assumeTrue(has(Capability.SQL), "needs SQL");
    return (SqlSource) source();
  }

  /// A source is a SqlSource when it declares SQL.
  @Test
  default void sqlIsDeclared() {
    if (has(Capability.SQL)) {
      assertThat(source()).isInstanceOf(SqlSource.class);
    }
  }

  /// Values arrive in the types and under the names that the caller asks for.
  @Test
  default void queryConvertsToWantedTypes() {
    Schema wanted =
        Schema.of(
            Field.nullable("first", ScalarType.INT32),
            Field.nullable("second", ScalarType.INT64),
            Field.nullable("second", new DecimalType(30, 2)),
            Field.nullable("text", ScalarType.TEXT));
    String from = sqlName(relation(ContractData.NUMBERS));
    assertThat(
            read(
                sql()
                    .query(
                        "SELECT n, bucket, bucket AS x, label FROM "
                            + from
                            + " WHERE n IN (5, 107) ORDER BY n",
                        wanted)))
        .containsExactly(
            List.of(5, 5L, new BigDecimal("5.00"), "row number 5"),
            List.of(107, 7L, new BigDecimal("7.00"), "row number 107"));
  }

  /// The rows keep the order of the statement.
  @Test
  default void queryKeepsTheOrder() {
    List<Object> expected = new java.util.ArrayList<>();
    for (long n = ContractData.NUMBER_ROWS - 1; n >= 0; n--) {
      expected.add(List.of(n));
    }
    assertThat(
            read(
                sql()
                    .query(
                        "SELECT n FROM "
                            + sqlName(relation(ContractData.NUMBERS))
                            + " ORDER BY n DESC",
                        Schema.of(Field.required("n", ScalarType.INT64)))))
        .hasSize(expected.size())
        .isEqualTo(expected);
  }

  /// A statement whose columns do not match the schema fails, and so does one that is wrong; the
  /// source works on.
  @Test
  default void wrongStatementsFail() {
    SqlSource source = sql();
    Schema two =
        Schema.of(Field.nullable("a", ScalarType.INT64), Field.nullable("b", ScalarType.INT64));
    String from = sqlName(relation(ContractData.NUMBERS));
    for (String statement :
        List.of(
            "SELECT n FROM " + from,
            "SELECT n, bucket, label FROM " + from,
            "SELECT n, nowhere FROM " + from,
            "SELECT FROM WHERE",
            "SELECT n, bucket FROM contract_nowhere")) {
      assertThatThrownBy(
              () -> BatchReaders.rows(source.query(statement, two).open(0, ScanContext.UNBOUNDED)))
          .as(statement)
          .isInstanceOfSatisfying(
              ThermoclineException.class,
              e -> assertThat(e.code().category()).isNotEqualTo(ErrorCategory.INTERNAL));
    }
    assertThat(read(source.query("SELECT n, bucket FROM " + from + " WHERE n = 1", two)))
        .containsExactly(List.of(1L, 1L));
  }
}
