package io.thermocline.server.query;

import com.google.common.collect.Range;
import io.thermocline.catalog.Catalog;
import io.thermocline.nl.TranslationContext;
import io.thermocline.nl.time.TimeSettings;
import io.thermocline.server.semantics.Lessons;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Sarg;
import org.apache.calcite.util.TimestampString;

/// Readings of questions that were asked before, outside a conversation: by the words, the schema,
/// the day and the session's settings, over one catalog and what was taught. An answer that depends
/// on the time of day is kept for a minute, others for five, since the stored values that questions
/// are read by change. Thread-safe.
final class QuestionCache {
  /// How many questions are kept.
  static final int KEPT = 512;

  private static final int LONGEST = 1_000;
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration FRESH_WITHIN_A_DAY = Duration.ofMinutes(1);

  private final Map<Key, Kept> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
          return size() > KEPT;
        }
      };

  /// @param day the session's time settings with the day's begin for the present
  private record Key(String words, String schema, TimeSettings day, double threshold) {}

  private record Kept(
      PlannedStatement.Rows rows, Catalog catalog, Lessons lessons, boolean withinADay, long made) {
    boolean isFresh(Instant now) {
      Duration kept = withinADay ? FRESH_WITHIN_A_DAY : FRESH;
      return System.nanoTime() - made < kept.toNanos()
          && (!withinADay || !rows.preparedAt().plus(kept).isBefore(now))
          && !rows.preparedAt().isAfter(now);
    }
  }

  private static Key key(String text, TranslationContext context) {
    TimeSettings time = context.time();
    TimeSettings day =
        new TimeSettings(
            time.localNow().toLocalDate().atStartOfDay(time.zone()).toInstant(),
            time.zone(),
            time.weekStart(),
            time.fiscalYearStart(),
            time.dateOrder());
    String words = text.strip().replaceAll("\\s+", " ");
    return new Key(words, context.defaultSchema(), day, context.thresholds().answer());
  }

  /// The reading of a question as of now.
  Optional<PlannedStatement.Rows> find(
      String text, TranslationContext context, Catalog catalog, Lessons lessons) {
    Instant now = context.time().now();
    synchronized (entries) {
      Kept entry = entries.get(key(text, context));
      return entry != null
              && entry.catalog() == catalog
              && entry.lessons() == lessons
              && entry.isFresh(now)
          ? Optional.of(
              entry.rows().asOf(text, entry.withinADay() ? entry.rows().preparedAt() : now))
          : Optional.empty();
    }
  }

  /// Keeps a reading.
  void keep(String text, TranslationContext context, Lessons lessons, PlannedStatement.Rows rows) {
    if (text.length() > LONGEST) {
      return;
    }
    Kept entry =
        new Kept(
            rows,
            rows.catalog(),
            lessons,
            isWithinADay(rows.tree().tree(), context.time().zone()),
            System.nanoTime());
    synchronized (entries) {
      entries.put(key(text, context), entry);
    }
  }

  /// Whether a tree compares with a time that is not the begin of a day.
  private static boolean isWithinADay(RelNode tree, ZoneId zone) {
    TimesOfDay times = new TimesOfDay(zone);
    tree.accept(times.new Tree());
    return times.found;
  }

  /// Looks for constants that are times within a day.
  private static final class TimesOfDay extends RexShuttle {
    private final ZoneId zone;
    private boolean found;

    TimesOfDay(ZoneId zone) {
      this.zone = zone;
    }

    private final class Tree extends RelHomogeneousShuttle {
      @Override
      public RelNode visit(RelNode other) {
        return super.visit(other).accept(TimesOfDay.this);
      }
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      subQuery.rel.accept(new Tree());
      return super.visitSubQuery(subQuery);
    }

    @Override
    public RexNode visitLiteral(RexLiteral literal) {
      boolean local = literal.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP;
      Comparable<?> value = literal.getValue();
      if (value instanceof Sarg<?> ranges) {
        for (Range<?> range : ranges.rangeSet.asRanges()) {
          found |= range.hasLowerBound() && isWithinADay(range.lowerEndpoint(), local);
          found |= range.hasUpperBound() && isWithinADay(range.upperEndpoint(), local);
        }
      } else if (SqlTypeName.DATETIME_TYPES.contains(literal.getType().getSqlTypeName())
          && literal.getType().getSqlTypeName() != SqlTypeName.DATE
          && value != null) {
        found |= isWithinADay(time(literal), local);
      }
      return literal;
    }

    private static Object time(RexLiteral literal) {
      return literal.getTypeName() == SqlTypeName.TIME
          ? LocalTime.MAX
          : Objects.requireNonNull(literal.getValueAs(TimestampString.class));
    }

    private boolean isWithinADay(Object value, boolean local) {
      return switch (value) {
        case TimestampString time ->
            !Instant.ofEpochMilli(time.getMillisSinceEpoch())
                .atZone(local ? ZoneOffset.UTC : zone)
                .toLocalTime()
                .equals(LocalTime.MIDNIGHT);
        case LocalTime time -> true;
        default -> false;
      };
    }
  }
}
