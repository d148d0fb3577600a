package io.thermocline.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.error.ThermoclineException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticStatementTest {
  private static SemanticStatement parse(String text) {
    return SemanticStatement.parse(text).orElseThrow();
  }

  @Test
  void aMetricHasExpressionTableFilterAndComment() {
    assertThat(
            parse(
                "DESCRIBE METRIC Revenue AS sum(a) FILTER (WHERE on_time) / count(*) ON shop.\"Order Items\" WHERE b <> 'on where' COMMENT 'it''s'"))
        .isEqualTo(
            new SemanticStatement.DescribeMetric(
                false,
                "revenue",
                "sum(a) FILTER (WHERE on_time) / count(*)",
                "shop.Order Items",
                "b <> 'on where'",
                "it's"));
    assertThat(parse("describe or replace metric n as count(*) on t"))
        .isEqualTo(new SemanticStatement.DescribeMetric(true, "n", "count(*)", "t", "", ""));
  }

  @Test
  void aSynonymMeansANameOrAValue() {
    assertThat(parse("describe synonym 'client' for customers"))
        .isEqualTo(new SemanticStatement.DescribeSynonym(false, "client", "customers", ""));
    assertThat(parse("describe synonym 'client''s' for column shop.customers.name"))
        .isEqualTo(
            new SemanticStatement.DescribeSynonym(false, "client's", "shop.customers.name", ""));
    assertThat(parse("describe synonym 'Bavaria office' for 'Munich' of customers.city"))
        .isEqualTo(
            new SemanticStatement.DescribeSynonym(
                false, "Bavaria office", "customers.city", "Munich"));
  }

  @Test
  void namesAndDescriptions() {
    assertThat(parse("describe table t as 'sales orders' comment 'one a purchase'"))
        .isEqualTo(
            new SemanticStatement.DescribeName("t", false, "sales orders", "one a purchase"));
    assertThat(parse("describe column t.c comment 'cents'"))
        .isEqualTo(new SemanticStatement.DescribeName("t.c", true, "", "cents"));
  }

  @Test
  void whatWasTaughtCanBeDroppedAndShown() {
    assertThat(parse("drop metric revenue"))
        .isEqualTo(new SemanticStatement.Drop(SemanticStatement.Thing.METRIC, "revenue"));
    assertThat(parse("DROP VERIFIED QUESTION 'how many?'"))
        .isEqualTo(
            new SemanticStatement.Drop(SemanticStatement.Thing.VERIFIED_QUESTION, "how many?"));
    assertThat(SemanticStatement.parseShow("show verified questions"))
        .contains(SemanticStatement.Thing.VERIFIED_QUESTION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "describe the orders of last month",
        "drop table orders",
        "describe",
        "which metric describes revenue",
        "show metrics of orders"
      })
  void otherStatementsAreLeftAlone(String text) {
    assertThat(SemanticStatement.parse(text)).isEmpty();
    assertThat(SemanticStatement.parseShow(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "describe metric revenue sum(a) on t",
        "describe metric revenue as sum(a)",
        "describe metric revenue as sum(a) on t where",
        "describe metric revenue as sum(a) on t comment unquoted",
        "describe synonym client for customers",
        "describe table t"
      })
  void incompleteStatementsSayTheirForm(String text) {
    assertThatThrownBy(() -> SemanticStatement.parse(text))
        .isInstanceOf(ThermoclineException.class)
        .hasMessageStartingWith("write ");
  }

  @Test
  void commentsTeach() {
    assertThat(TeachingMarks.of("/* verified */ how many orders"))
        .isEqualTo(new TeachingMarks(true, Optional.empty(), Optional.empty(), "how many orders"));
    assertThat(TeachingMarks.of("-- question: how many?\r\n-- verified\nselect 1;"))
        .isEqualTo(
            new TeachingMarks(true, Optional.of("how many?"), Optional.empty(), "select 1;"));
    assertThat(TeachingMarks.of("how many orders? -- verified").verified()).isTrue();
    assertThat(TeachingMarks.of("-- wrong\nhow many orders").wrong()).contains("");
    assertThat(TeachingMarks.of("-- wrong: counts all\nhow many orders").wrong())
        .contains("counts all");
    assertThat(TeachingMarks.of("-- a verified remark\nselect 1"))
        .isEqualTo(new TeachingMarks(false, Optional.empty(), Optional.empty(), "select 1"));
  }
}
