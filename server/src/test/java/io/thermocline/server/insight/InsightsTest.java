package io.thermocline.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.server.insight.ResultShape.Role;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InsightsTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final ResultShape COUNTS =
      new ResultShape(List.of(Role.KEY, Role.ADDITIVE), true, -1);

  private static List<String> of(
      DataType keyType, ResultShape shape, List<List<@Nullable Object>> rows) {
    List<Field> columns =
        List.of(
            Field.nullable("key", keyType), Field.nullable("number_of_orders", ScalarType.INT64));
    return Insights.of(columns, shape, rows, NOW, ZoneOffset.UTC);
  }

  private static List<List<@Nullable Object>> groups(long... values) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(List.of("g" + i, values[i]));
    }
    return rows;
  }

  private static List<List<@Nullable Object>> months(LocalDate first, long... values) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(List.of(first.plusMonths(i), values[i]));
    }
    return rows;
  }

  @Test
  void aSteadyRiseIsATrend() {
    assertThat(
            of(
                ScalarType.DATE,
                COUNTS,
                months(LocalDate.of(2025, 1, 1), 10, 12, 11, 14, 15, 17, 18, 20)))
        .first()
        .isEqualTo("number of orders rises from 2025-01 to 2025-08, typically by 1.41 a month.");
  }

  @Test
  void chanceIsNoTrend() {
    Random random = new Random(5);
    int trends = 0;
    for (int round = 0; round < 1000; round++) {
      long[] values = random.longs(12, 0, 1000).toArray();
      trends +=
          of(ScalarType.DATE, COUNTS, months(LocalDate.of(2024, 1, 1), values)).stream()
                  .anyMatch(s -> s.contains("rises") || s.contains("falls"))
              ? 1
              : 0;
    }
    assertThat(trends).as("of 1000 at a level of 5 %%, seed 5").isLessThan(70);
  }

  @Test
  void aPeriodThatIsNotOverIsLeftOut() {
    List<String> said =
        of(
            ScalarType.DATE,
            COUNTS,
            months(LocalDate.of(2025, 11, 1), 10, 12, 14, 16, 18, 20, 22, 3));
    assertThat(said)
        .first()
        .isEqualTo(
            "number of orders rises from 2025-11 to 2026-05, typically by 2 a month. 2026-06 is not over and has 3 so far.");
    assertThat(String.join(" ", said)).doesNotContain("lowest for 2026-06");
  }

  @Test
  void missingPeriodsLeaveNoTrend() {
    List<List<@Nullable Object>> rows = months(LocalDate.of(2025, 1, 1), 1, 2, 3, 4, 5, 6, 7, 8);
    rows.remove(3);
    assertThat(of(ScalarType.DATE, COUNTS, rows)).noneMatch(s -> s.contains("rises"));
  }

  @Test
  void fiveValuesAreNoTrend() {
    assertThat(of(ScalarType.DATE, COUNTS, months(LocalDate.of(2025, 1, 1), 1, 2, 3, 4, 5)))
        .noneMatch(s -> s.contains("rises"));
  }

  @Test
  void aValueFarFromTheOthersStandsOut() {
    assertThat(of(ScalarType.TEXT, COUNTS, groups(10, 11, 9, 12, 10, 11, 95, 10)))
        .contains("g6 stands out: number of orders is 95, the median of the 8 is 10.5.");
  }

  @Test
  void sevenValuesHaveNoOutlier() {
    assertThat(of(ScalarType.TEXT, COUNTS, groups(10, 11, 9, 12, 10, 11, 95)))
        .noneMatch(s -> s.contains("stands out"));
  }

  @Test
  void equalValuesHaveNoOutlier() {
    assertThat(of(ScalarType.TEXT, COUNTS, groups(5, 5, 5, 5, 5, 5, 5, 5, 6)))
        .noneMatch(s -> s.contains("stands out"));
  }

  @Test
  void theLargestShareIsThatOfAllGroups() {
    assertThat(of(ScalarType.TEXT, COUNTS, groups(60, 20, 20)))
        .contains("g0 has 60 % of number of orders (60 of 100).");
    assertThat(of(ScalarType.TEXT, COUNTS, groups(34, 33, 33))).noneMatch(s -> s.contains(" has "));
  }

  @Test
  void averagesAndCutOffResultsHaveNoShares() {
    ResultShape averages = new ResultShape(List.of(Role.KEY, Role.MEASURE), true, -1);
    ResultShape top = new ResultShape(List.of(Role.KEY, Role.ADDITIVE), false, 1);
    assertThat(of(ScalarType.TEXT, averages, groups(60, 20, 20))).noneMatch(s -> s.contains("%"));
    assertThat(of(ScalarType.TEXT, top, groups(60, 20, 20))).isEmpty();
    List<List<@Nullable Object>> unknown = groups(60, 20, 20);
    unknown.add(Arrays.asList("g3", null));
    assertThat(of(ScalarType.TEXT, COUNTS, unknown)).noneMatch(s -> s.contains("%"));
  }

  @Test
  void highestAndLowestAreNamedWhenTheyAreAloneAndNotPlain() {
    assertThat(of(ScalarType.TEXT, COUNTS, groups(20, 21, 22, 19)))
        .containsExactly("number of orders is highest for g2 (22) and lowest for g3 (19).");
    assertThat(of(ScalarType.TEXT, COUNTS, groups(20, 22, 22, 19))).isEmpty();
    ResultShape sorted = new ResultShape(List.of(Role.KEY, Role.ADDITIVE), true, 1);
    assertThat(of(ScalarType.TEXT, sorted, groups(22, 21, 20, 19))).isEmpty();
  }

  @Test
  void severalKeysAreNotUnderstood() {
    ResultShape two = new ResultShape(List.of(Role.KEY, Role.KEY), true, -1);
    assertThat(of(ScalarType.TEXT, two, groups(60, 20, 20))).isEmpty();
    List<List<@Nullable Object>> twice = groups(60, 20, 20);
    twice.add(List.of("g0", 70L));
    assertThat(of(ScalarType.TEXT, COUNTS, twice)).isEmpty();
  }

  @Test
  void atMostThreeSentencesAreSaid() {
    assertThat(of(ScalarType.TEXT, COUNTS, groups(9000, 11, 9, 12, 10, 11, 13, 10)))
        .hasSizeLessThanOrEqualTo(Insights.MAX_SENTENCES);
  }

  @Test
  void manyRowsAreNotKept() {
    InsightBuffer buffer = new InsightBuffer();
    Schema schema = Schema.of(Field.required("n", ScalarType.INT64));
    Batch batch =
        BatchReaders.batch(
            schema,
            java.util.stream.LongStream.range(0, 300).mapToObj(n -> List.of((Object) n)).toList());
    buffer.add(batch);
    assertThat(buffer.rows()).hasSize(300);
    buffer.add(batch);
    assertThat(buffer.rows()).isEmpty();
  }
}
