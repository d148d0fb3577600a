package io.thermocline.tck.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/// Random statements over random tables that lie in three stores give the rows of one Postgres.
/// Runs when `-Dthermocline.differential=2000` says how many; `-Dthermocline.differential.seed`
/// chooses others.
@EnabledIfSystemProperty(named = "thermocline.differential", matches = "[0-9]+")
@ExtendWith(ShopExtension.class)
class DifferentialTest {
  private static final int STATEMENTS = Integer.getInteger("thermocline.differential", 0);
  private static final long SEED = Long.getLong("thermocline.differential.seed", 20_261_128L);
  private static final int TABLES = 12;
  private static final int STATEMENTS_PER_TABLES = 2000;

  private final Shop shop;

  DifferentialTest(Shop shop) {
    this.shop = shop;
  }

  @Test
  void randomStatementsGiveTheRowsOfOnePostgres() throws SQLException {
    List<Differential.Finding> findings = new ArrayList<>();
    int compared = 0;
    for (int from = 0; from < STATEMENTS; from += STATEMENTS_PER_TABLES) {
      int count = Math.min(STATEMENTS - from, STATEMENTS_PER_TABLES);
      long tableSeed = SEED + from;
      try (SpreadTables tables =
              SpreadTables.load(
                  shop.sources(),
                  shop.folder().resolve("spread" + from),
                  TABLES,
                  new Random(tableSeed));
          Connection reference = tables.prepared(shop.reference());
          Differential differential = new Differential(reference, tables::connect)) {
        for (int i = 0; i < count; i++) {
          Differential.Finding finding = differential.check(tables.tables(), tableSeed + i);
          if (finding != null) {
            findings.add(finding);
          }
        }
        compared += differential.compared();
      }
    }
    assertThat(findings).as("of %d statements, seed %d", STATEMENTS, SEED).isEmpty();
    assertThat(compared).as("statements that Postgres answers").isGreaterThan(STATEMENTS / 2);
  }
}
