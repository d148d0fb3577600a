package io.thermocline.jdbc.internal.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapeSyntaxTest {
  @Test
  void escapesInSqlBecomeSql() {
    assertThat(
            EscapeSyntax.process(
                "SELECT {d '2026-01-31'}, {ts '2026-01-31 12:00:00'}, {t '12:00:00'}"))
        .isEqualTo("SELECT DATE '2026-01-31', TIMESTAMP '2026-01-31 12:00:00', TIME '12:00:00'");
    assertThat(
            EscapeSyntax.process(
                "select {fn ucase({fn left(name, 3)})} from {oj a left outer join b on a.x = b.x}"))
        .isEqualTo("select ucase(left(name, 3)) from a left outer join b on a.x = b.x");
    assertThat(
            EscapeSyntax.process(
                "-- note\n/* {d x} */ WITH t AS (SELECT 1) SELECT * FROM t WHERE a LIKE 'x!_' {escape '!'}"))
        .isEqualTo(
            "-- note\n/* {d x} */ WITH t AS (SELECT 1) SELECT * FROM t WHERE a LIKE 'x!_' ESCAPE '!'");
  }

  @Test
  void quotedBracesStay() {
    String sql = "SELECT '{d ''x''}', \"{ts}\", a -- {fn b()}\nFROM t WHERE j = '{\"k\": 1}'";
    assertThat(EscapeSyntax.process(sql)).isEqualTo(sql);
  }

  @Test
  void questionsAreLeftAlone() {
    for (String question :
        new String[] {
          "How many orders {d of} today?",
          "ask '{fn x()}'",
          "show me {ts}",
          "what's {t} in the customer's table",
          "{d '2026-01-01'}",
          "select"
        }) {
      assertThat(EscapeSyntax.process(question)).isEqualTo(question);
    }
  }

  @Test
  void unbalancedBracesStay() {
    assertThat(EscapeSyntax.process("SELECT {d '2026-01-31'")).isEqualTo("SELECT {d '2026-01-31'");
    assertThat(EscapeSyntax.process("SELECT }")).isEqualTo("SELECT }");
  }
}
