package io.thermocline.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Which constants are taken out of a statement.
class StatementShapeTest {
  private static String shape(String sql) {
    return StatementShape.of(sql).map(StatementShape::text).orElse("");
  }

  @Test
  void comparedConstantsAreTakenOut() {
    StatementShape shape =
        StatementShape.of(
                "select a, 1 from t where t.id = 5 and (name = 'it''s' or \"B\" >= 7) order by 1"
                    + " limit 3")
            .orElseThrow();
    assertThat(shape.text())
        .isEqualTo(
            "select a, 1 from t where t.id = ? and (name = ? or \"B\" >= ?) order by 1 limit 3");
    assertThat(shape.values()).isEqualTo(List.of(5L, "it's", 7L));
  }

  @Test
  void constantsThatArePartOfAnExpressionStay() {
    for (String sql :
        List.of(
            "select 1 = 1",
            "select a = 5 from t",
            "select a from t where a = 5 + 1",
            "select a from t where a + 1 = 5",
            "select a from t where a - b = 5",
            "select a from t where a = -5",
            "select a from t where a = 1.5",
            "select a from t where a = 5e3",
            "select a from t where a = 1234567890123456789012",
            "select a from t where a = 'x' || b",
            "select a from t where d = date '2024-01-01'",
            "select a from t where a in (1, 2)",
            "select a from t where a between 1 and 2",
            "select a from t where f(a, 5) = 3",
            "select a from t where not a = 5",
            "select a from t where a = 5::bigint",
            "select a from t where a = interval '1' day")) {
      assertThat(shape(sql)).as(sql).isEmpty();
    }
  }

  @Test
  void textsBeyondTheReaderStayAsTheyAre() {
    for (String sql :
        List.of(
            "select a from t where a = ? and b = 5",
            "select a from t where a = $1 and b = 5",
            "select a from t where a = 5 -- comment",
            "select a from t /* b = 5 */ where a = 5",
            "select a from t where a = E'\\n' and b = 5",
            "select a from t where a = $$x$$ and b = 5",
            "select a from t where a = 'x\\' and b = 5",
            "select a from t where a = 'open",
            "select a from t where a = U&'x' and b = 5",
            "select a from t where a @> 5 and b = 5")) {
      assertThat(shape(sql)).as(sql).isEmpty();
    }
  }
}
