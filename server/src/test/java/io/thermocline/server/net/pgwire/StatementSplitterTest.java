package io.thermocline.server.net.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementSplitterTest {
  @Test
  void sqlEndsAtSemicolonsOutsideQuotesCommentsAndParentheses() {
    assertThat(
            StatementSplitter.split(
                "select ';' ; select \";\" /* ; /* ; */ */; select $x$;$x$;select E'\\';'; (select 1;) ;"))
        .containsExactly(
            "select ';' ",
            " select \";\" /* ; /* ; */ */",
            " select $x$;$x$",
            "select E'\\';'",
            " (select 1;) ");
  }

  @Test
  void aQuestionEndsAtTheEndOfALineOnly() {
    assertThat(
            StatementSplitter.split(
                "what's our revenue; by month?;\nselect 1;show customers' orders;"))
        .containsExactly("what's our revenue; by month?", "\nselect 1", "show customers' orders");
  }

  @Test
  void commentsStayWithTheStatementThatTheyPrecede() {
    assertThat(StatementSplitter.split("-- wrong: a note\nhow many orders?\n;;\n-- end"))
        .containsExactly("-- wrong: a note\nhow many orders?\n");
  }
}
