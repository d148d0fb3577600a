package io.thermocline.server.net.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  private static Command command(String text) {
    return Command.parse(text).orElseThrow();
  }

  @Test
  void transactionsCanBeWrittenInEveryWay() {
    assertThat(command("BEGIN")).isEqualTo(new Command.Begin());
    assertThat(command("begin work isolation level repeatable read, read only;"))
        .isEqualTo(new Command.Begin());
    assertThat(command("START TRANSACTION READ ONLY DEFERRABLE")).isEqualTo(new Command.Begin());
    assertThat(command("COMMIT AND NO CHAIN")).isEqualTo(new Command.Commit());
    assertThat(command("end")).isEqualTo(new Command.Commit());
    assertThat(command("ABORT")).isEqualTo(new Command.Rollback());
    assertThat(command("rollback to savepoint s"))
        .isEqualTo(new Command.Savepoint("ROLLBACK", true));
  }

  @Test
  void settingsTakeWordsTextsAndLists() {
    assertThat(command("SET LOCAL search_path TO \"$user\", shop"))
        .isEqualTo(new Command.Set("search_path", "$user, shop"));
    assertThat(command("set session TimeZone = 'Europe/Berlin'"))
        .isEqualTo(new Command.Set("timezone", "Europe/Berlin"));
    assertThat(command("set time zone -3")).isEqualTo(new Command.Set("timezone", "-3"));
    assertThat(command("SET extra_float_digits = DEFAULT"))
        .isEqualTo(new Command.Set("extra_float_digits", ""));
    assertThat(command("SET NAMES 'UTF8'")).isEqualTo(new Command.Set("client_encoding", "UTF8"));
    assertThat(command("set thermocline.insights = on"))
        .isEqualTo(new Command.Set("thermocline.insights", "on"));
  }

  @Test
  void copiesTakeQueriesTablesAndOptions() {
    assertThat(command("COPY (select 1, (2)) TO STDOUT"))
        .isEqualTo(new Command.Copy("select 1, (2)", CopyFormat.TEXT));
    assertThat(command("copy shop.orders (id, status) to stdout with (format csv, delimiter ';')"))
        .isEqualTo(
            new Command.Copy(
                "select id, status from shop.orders", CopyFormat.CSV.withDelimiter(';')));
    assertThat(command("COPY t TO STDOUT CSV HEADER NULL 'x'"))
        .isEqualTo(
            new Command.Copy("select * from t", CopyFormat.CSV.withHeader(true).withNull("x")));
  }

  @Test
  void cursorsAreDeclaredWithTheirQuery() {
    assertThat(command("DECLARE c NO SCROLL CURSOR WITH HOLD FOR select ';'"))
        .isEqualTo(new Command.Declare("c", true, "select ';'"));
    assertThat(command("FETCH FORWARD 10 FROM \"C\"")).isEqualTo(new Command.Fetch("C", 10, false));
    assertThat(command("MOVE ALL IN c")).isEqualTo(new Command.Fetch("c", Long.MAX_VALUE, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show the newest orders",
        "show revenue",
        "begin with the customers of Berlin",
        "end of year revenue",
        "set of paid orders",
        "close orders by month",
        "fetch the ten best customers from Berlin please",
        "copy of the orders",
        "commit history",
        "select 1",
        ""
      })
  void questionsThatBeginLikeCommandsStayQuestions(String text) {
    assertThat(Command.parse(text)).isEqualTo(Optional.empty());
  }
}
