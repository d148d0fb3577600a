package io.thermocline.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementBufferTest {
  private static List<String> all(String... lines) {
    StatementBuffer buffer = new StatementBuffer();
    List<String> inputs = new ArrayList<>();
    for (String line : lines) {
      inputs.addAll(buffer.add(line));
    }
    inputs.addAll(buffer.end());
    return inputs;
  }

  @Test
  void aQuestionEndsWithItsLine() {
    assertThat(all("How many orders are there?", "  ", "customers' cities;"))
        .containsExactly("How many orders are there?", "customers' cities");
  }

  @Test
  void sqlEndsWithASemicolon() {
    assertThat(all("select 1", "  + 1;", "SELECT 2; select 3;"))
        .containsExactly("select 1\n  + 1", "SELECT 2", "select 3");
  }

  @Test
  void semicolonsInQuotesAndCommentsDoNotEndSql() {
    assertThat(all("select ';', \"a;b\" -- x;", ", 'it''s; fine' /* ; */ from t;"))
        .containsExactly("select ';', \"a;b\" -- x;\n, 'it''s; fine' /* ; */ from t");
  }

  @Test
  void sqlWithoutSemicolonIsCompleteAtTheEnd() {
    assertThat(all("select 1")).containsExactly("select 1");
  }

  @Test
  void commandsAndCommentsStandAlone() {
    assertThat(all("\\d orders", "-- a remark", "\\q")).containsExactly("\\d orders", "\\q");
  }

  @Test
  void anUnfinishedStatementIsOpenUntilCleared() {
    StatementBuffer buffer = new StatementBuffer();
    buffer.add("select 1");
    assertThat(buffer.isOpen()).isTrue();
    buffer.clear();
    assertThat(buffer.isOpen()).isFalse();
    assertThat(buffer.add("How many?")).containsExactly("How many?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "(select 1) union (select 2)",
        "with x as (select 1) select * from x",
        "explain select 1",
        "EXPLAIN ANALYZE select 1",
        "values (1)",
        "set time_zone = 'UTC'",
        "drop table x;",
        "/* why */ select 1"
      })
  void sqlIsKnownByItsFirstWords(String text) {
    assertThat(StatementBuffer.isSql(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "How many orders?",
        "explain how many orders there are",
        "show the names of all customers",
        "values of all orders",
        "with which coupon were most orders placed",
        "set of all countries",
        "create a list of customers",
        "2024 revenue",
        "?"
      })
  void anythingElseIsAQuestion(String text) {
    assertThat(StatementBuffer.isSql(text)).isFalse();
  }
}
