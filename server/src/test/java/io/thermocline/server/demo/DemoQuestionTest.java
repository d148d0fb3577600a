package io.thermocline.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoQuestionTest {
  @Test
  void questionsHaveSqlAndTheYearsOfTheirDay() {
    List<DemoQuestion> questions = DemoQuestion.all(LocalDate.of(2026, 3, 1));

    assertThat(questions).hasSizeGreaterThanOrEqualTo(24);
    assertThat(questions).extracting(DemoQuestion::question).doesNotHaveDuplicates();
    for (DemoQuestion question : questions) {
      assertThat(question.question()).doesNotContain("{");
      assertThat(question.sql()).startsWith("select").doesNotContain("{");
    }
    assertThat(questions)
        .anyMatch(question ->
            question.question().contains("2025") && question.sql().contains("'2026-01-01'"));
  }

  @Test
  void rowsMatchInAnyOrderAndWithFurtherColumns() {
    List<List<Object>> expected = List.of(List.of("a", new BigDecimal("1.50")), List.of("b", 2));
    assertThat(RowComparison.matches(expected, List.of(List.of("b", 2.0), List.of("a", 1.5))))
        .isTrue();
    assertThat(RowComparison.matches(expected, List.of(List.of(2L, 9, "b"), List.of(1.5, 9, "a"))))
        .isTrue();
    assertThat(RowComparison.matches(expected, List.of(List.of("a", 2), List.of("b", 1.5))))
        .isFalse();
    assertThat(RowComparison.matches(expected, List.of(List.of("a", 1.5)))).isFalse();
    assertThat(RowComparison.matches(List.of(List.of("a")), List.of())).isFalse();
    assertThat(RowComparison.matches(List.of(), List.of())).isTrue();
  }

  @Test
  void valuesMatchAcrossClasses() {
    LocalDateTime month = LocalDateTime.of(2026, 1, 1, 0, 0);
    assertThat(
            RowComparison.matches(
                List.of(List.of(Timestamp.valueOf(month))),
                List.of(List.of(LocalDate.of(2026, 1, 1)))))
        .isTrue();
    assertThat(
            RowComparison.matches(
                List.of(Arrays.asList((Object) null)), List.of(Arrays.asList((Object) null))))
        .isTrue();
    assertThat(RowComparison.matches(List.of(Arrays.asList((Object) null)), List.of(List.of(""))))
        .isFalse();
    assertThat(
            RowComparison.matches(
                List.of(List.of(new BigDecimal("3.33333333333333"))), List.of(List.of(10 / 3.0))))
        .isTrue();
    assertThat(RowComparison.matches(List.of(List.of(1000000001L)), List.of(List.of(1000000002L))))
        .as("ten digits")
        .isFalse();
  }

  @Test
  void progressOnAPipeIsALineAQuarter() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressBar bar =
        new ProgressBar(
            new PrintStream(bytes, true, StandardCharsets.UTF_8), false, "Loading", 100, () -> 0L);
    for (int i = 0; i < 10; i++) {
      bar.written(10);
    }
    bar.finish();
    bar.finish();
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "Loading [#########.....................]  30 %  30 rows  0.0 s",
            "Loading [###############...............]  50 %  50 rows  0.0 s",
            "Loading [########################......]  80 %  80 rows  0.0 s",
            "Loading [##############################] 100 %  100 rows  0.0 s");
  }
}
