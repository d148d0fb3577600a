package io.thermocline.server.insight;

import io.thermocline.spi.type.Field;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Observations about one answer: a trend over time, an outlier, the share of the largest group,
/// the highest and lowest. For one answer.
public final class Insights {
  /// The most sentences about an answer.
  public static final int MAX_SENTENCES = 3;

  private static final int LEAST_FOR_TREND = 6;
  private static final int LEAST_FOR_OUTLIER = 8;
  private static final int LEAST_GROUPS = 3;

  /// Two-sided 5 % of the normal distribution.
  private static final double SIGNIFICANT = 1.96;

  /// The distance in robust standard deviations beyond which a value is an outlier.
  private static final double FAR_OUT = 3.5;

  private static final double LARGE_SHARE = 0.25;

  /// How much larger than an even share the largest must be.
  private static final double ABOVE_EVEN = 1.5;

  private final List<Field> columns;
  private final ResultShape shape;
  private final Instant now;
  private final ZoneId zone;
  private final List<String> sentences = new ArrayList<>();

  private Insights(List<Field> columns, ResultShape shape, Instant now, ZoneId zone) {
    this.columns = columns;
    this.shape = shape;
    this.now = now;
    this.zone = zone;
  }

  /// A group with its value.
  private record Point(String label, double value) {}

  /// What can be said about rows, at most [#MAX_SENTENCES] sentences; nothing for results that are
  /// not one key with values.
  ///
  /// @param rows all rows of the answer, values in the classes of [io.thermocline.spi.batch.Values]
  /// @param now when the answer was computed, to tell a period that is not over
  public static List<String> of(
      List<Field> columns,
      ResultShape shape,
      List<List<@Nullable Object>> rows,
      Instant now,
      ZoneId zone) {
    if (shape.roles().size() != columns.size()
        || shape.roles().stream().filter(role -> role == ResultShape.Role.KEY).count() != 1) {
      return List.of();
    }
    Insights insights = new Insights(columns, shape, now, zone);
    int key = shape.roles().indexOf(ResultShape.Role.KEY);
    for (int column = 0; column < columns.size(); column++) {
      if (column != key && columns.get(column).type().isNumeric()) {
        insights.look(rows, key, column);
        break;
      }
    }
    return insights.sentences.stream().limit(MAX_SENTENCES).toList();
  }

  private void look(List<List<@Nullable Object>> rows, int key, int measure) {
    Set<Object> keys = new HashSet<>();
    for (List<@Nullable Object> row : rows) {
      if (row.get(key) != null && !keys.add(row.get(key))) {
        return;
      }
    }
    if (columns.get(key).type().isTemporal()) {
      overTime(rows, key, measure);
    } else {
      overGroups(rows, key, measure);
    }
  }

  private record Moment(LocalDateTime time, double value) {}

  private void overTime(List<List<@Nullable Object>> rows, int key, int measure) {
    List<Moment> moments = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      LocalDateTime time = TimeBuckets.point(row.get(key), zone);
      Double value = number(row.get(measure));
      if (time != null && value != null) {
        moments.add(new Moment(time, value));
      }
    }
    moments.sort(Comparator.comparing(Moment::time));
    List<LocalDateTime> times = moments.stream().map(Moment::time).toList();
    Optional<TimeBuckets> found = TimeBuckets.of(times);
    if (moments.isEmpty() || found.isEmpty()) {
      return;
    }
    TimeBuckets buckets = found.get();
    String soFar = "";
    if (buckets.isRunning(times.getLast(), now, zone)) {
      Moment last = moments.removeLast();
      soFar =
          " "
              + buckets.words(last.time())
              + " is not over and has "
              + text(last.value())
              + " so far.";
    }
    List<Point> points =
        moments.stream().map(m -> new Point(buckets.words(m.time()), m.value())).toList();
    List<LocalDateTime> ended = moments.stream().map(Moment::time).toList();
    if (points.size() >= LEAST_FOR_TREND && buckets.isUnbroken(ended)) {
      trend(points, buckets, measure, soFar);
    }
    outlier(points, measure);
    if (points.size() >= LEAST_GROUPS) {
      extremes(points, measure);
    }
  }

  private void trend(List<Point> points, TimeBuckets buckets, int measure, String soFar) {
    double[] values = values(points);
    double score = Statistics.mannKendall(values);
    double slope = Statistics.medianSlope(values);
    if (Math.abs(score) < SIGNIFICANT || slope == 0 || Math.signum(score) != Math.signum(slope)) {
      return;
    }
    sentences.add(
        name(measure)
            + (slope > 0 ? " rises" : " falls")
            + " from "
            + points.getFirst().label()
            + " to "
            + points.getLast().label()
            + ", typically by "
            + text(Math.abs(slope))
            + " a "
            + buckets.unit().word()
            + "."
            + soFar);
  }

  private void overGroups(List<List<@Nullable Object>> rows, int key, int measure) {
    List<Point> points = new ArrayList<>();
    boolean whole = true;
    for (List<@Nullable Object> row : rows) {
      Double value = number(row.get(measure));
      Object label = row.get(key);
      whole &= value != null;
      if (value != null) {
        points.add(new Point(label == null ? "(none)" : String.valueOf(label), value));
      }
    }
    outlier(points, measure);
    boolean additive = shape.roles().get(measure) == ResultShape.Role.ADDITIVE;
    if (points.size() >= LEAST_GROUPS && whole && additive && shape.complete()) {
      share(points, measure);
    }
    if (points.size() >= LEAST_GROUPS && shape.orderedBy() != measure && shape.complete()) {
      extremes(points, measure);
    }
  }

  /// The value that is farthest from the others, if it is far out.
  private void outlier(List<Point> points, int measure) {
    if (points.size() < LEAST_FOR_OUTLIER) {
      return;
    }
    double[] values = values(points);
    double[] scores = Statistics.robustScores(values);
    int farthest = 0;
    for (int i = 1; i < scores.length; i++) {
      farthest = Math.abs(scores[i]) > Math.abs(scores[farthest]) ? i : farthest;
    }
    if (Math.abs(scores[farthest]) > FAR_OUT) {
      sentences.add(
          points.get(farthest).label()
              + " stands out: "
              + name(measure)
              + " is "
              + text(values[farthest])
              + ", the median of the "
              + points.size()
              + " is "
              + text(Statistics.median(values))
              + ".");
    }
  }

  private void share(List<Point> points, int measure) {
    double total = 0;
    Point top = points.getFirst();
    for (Point point : points) {
      if (point.value() < 0) {
        return;
      }
      total += point.value();
      top = point.value() > top.value() ? point : top;
    }
    double share = total == 0 ? 0 : top.value() / total;
    if (share >= LARGE_SHARE && share >= ABOVE_EVEN / points.size()) {
      sentences.add(
          top.label()
              + " has "
              + Math.round(share * 100)
              + " % of "
              + name(measure)
              + " ("
              + text(top.value())
              + " of "
              + text(total)
              + ").");
    }
  }

  /// The highest and the lowest, where each is one alone.
  private void extremes(List<Point> points, int measure) {
    Point high = points.getFirst();
    Point low = points.getFirst();
    for (Point point : points) {
      high = point.value() > high.value() ? point : high;
      low = point.value() < low.value() ? point : low;
    }
    double highest = high.value();
    double lowest = low.value();
    boolean alone =
        points.stream().filter(p -> p.value() == highest).count() == 1
            && points.stream().filter(p -> p.value() == lowest).count() == 1;
    if (alone) {
      sentences.add(
          name(measure)
              + " is highest for "
              + high.label()
              + " ("
              + text(highest)
              + ") and lowest for "
              + low.label()
              + " ("
              + text(lowest)
              + ").");
    }
  }

  private String name(int measure) {
    return columns.get(measure).name().replace('_', ' ');
  }

  private static double[] values(List<Point> points) {
    return points.stream().mapToDouble(Point::value).toArray();
  }

  private static @Nullable Double number(@Nullable Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? number.doubleValue()
        : null;
  }

  /// With groups of three digits; decimals for small numbers only.
  private static String text(double value) {
    int digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 1 ? 2 : 4;
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros();
    return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
  }
}
