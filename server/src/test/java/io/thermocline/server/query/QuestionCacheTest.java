package io.thermocline.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.catalog.Catalog;
import io.thermocline.nl.Thresholds;
import io.thermocline.nl.TranslationContext;
import io.thermocline.nl.lower.RelTrees;
import io.thermocline.nl.time.TimeSettings;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.SourceRegistry;
import io.thermocline.optimizer.ValidatedStatement;
import io.thermocline.server.semantics.Lessons;
import io.thermocline.spi.source.RelationStatistics;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When a question's reading is used again.
class QuestionCacheTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final String BY_DAY =
      "select a from (values (timestamp '2024-01-01 10:00:00')) as t(a) where a >= ";

  private final Planner planner =
      new Planner(
          () -> Catalog.EMPTY,
          SourceRegistry.of(),
          (source, relation) -> RelationStatistics.UNKNOWN,
          PlannerConfig.DEFAULT);
  private final QuestionCache cache = new QuestionCache();

  private TranslationContext context(Instant now, ZoneId zone, double threshold) {
    return new TranslationContext(
        Catalog.EMPTY,
        "shop",
        TimeSettings.of(now, zone),
        new Thresholds(threshold, 0),
        RelTrees.of(planner, Catalog.EMPTY, new SessionParameters("shop", zone, now)));
  }

  private TranslationContext at(Instant now) {
    return context(now, ZoneOffset.UTC, 0.5);
  }

  private void keep(String question, String sql) {
    ValidatedStatement statement =
        planner.parse(sql, Catalog.EMPTY, new SessionParameters("", ZoneOffset.UTC, NOW));
    cache.keep(
        question,
        at(NOW),
        Lessons.NONE,
        new PlannedStatement.Rows(
            Prepared.Kind.QUESTION,
            question,
            new SharedTree(statement.rel()),
            statement.schema().fields(),
            List.of(),
            List.of(),
            List.of(),
            Catalog.EMPTY,
            NOW,
            List.of(),
            new PlannedStatement.Memory.Unchanged(),
            Optional.empty()));
  }

  private Optional<PlannedStatement.Rows> find(String question, TranslationContext context) {
    return cache.find(question, context, Catalog.EMPTY, Lessons.NONE);
  }

  @Test
  void theSameWordsOfTheSameDayAreReadOnce() {
    keep("how many orders?", BY_DAY + "timestamp '2024-01-01 00:00:00'");
    Instant later = NOW.plus(Duration.ofHours(11));
    assertThat(find(" how  many\norders?", at(later)))
        .hasValueSatisfying(rows -> {
          assertThat(rows.text()).isEqualTo(" how  many\norders?");
          assertThat(rows.preparedAt()).isEqualTo(later);
        });
    assertThat(find("how many Orders?", at(NOW))).isEmpty();
    assertThat(find("how many orders?", at(NOW.plus(Duration.ofHours(12))))).isEmpty();
    assertThat(find("how many orders?", at(NOW.minusSeconds(1)))).isEmpty();
  }

  @Test
  void otherSettingsTablesAndLessonsMeanAnotherReading() {
    keep("how many orders?", BY_DAY + "timestamp '2024-01-01 00:00:00'");
    assertThat(find("how many orders?", context(NOW, ZoneId.of("Asia/Tokyo"), 0.5))).isEmpty();
    assertThat(find("how many orders?", context(NOW, ZoneOffset.UTC, 0.9))).isEmpty();
    assertThat(cache.find("how many orders?", at(NOW), new Catalog(2, List.of()), Lessons.NONE))
        .isEmpty();
    assertThat(cache.find("how many orders?", at(NOW), Catalog.EMPTY, new Lessons(List.of())))
        .isEmpty();
    assertThat(find("how many orders?", at(NOW))).isPresent();
  }

  @Test
  void readingsThatHoldATimeWithinADayAgeSooner() {
    keep("orders in the last 3 hours", BY_DAY + "timestamp '2024-01-01 09:00:00'");
    assertThat(find("orders in the last 3 hours", at(NOW.plusSeconds(30)))).isPresent();
    assertThat(find("orders in the last 3 hours", at(NOW.plusSeconds(61)))).isEmpty();
  }
}
