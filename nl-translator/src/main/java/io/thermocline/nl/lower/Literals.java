package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnKind;
import io.thermocline.nl.link.ColumnValues;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.NumberRange;
import io.thermocline.nl.link.NumberWords;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.Words;
import io.thermocline.nl.sketch.Paraphrase;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.time.Period;
import io.thermocline.nl.time.Recurrence;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.optimizer.rel.Types;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/// Values of sketches as literals, by what they are compared with.
final class Literals {
  private final RelBuilder builder;
  private final LoweringContext context;
  private final Notes notes;

  Literals(RelBuilder builder, LoweringContext context, Notes notes) {
    this.builder = builder;
    this.context = context;
    this.notes = notes;
  }

  /// A value beside an expression that is not a date: a number, text, truth value or time of day.
  ///
  /// @param stored whether a text means a stored value rather than itself
  RexNode value(Sketch.Expr expr, RelDataType type, Sketch.Value value, boolean stored) {
    Optional<RexNode> parameter = parameter(expr, value, type);
    if (parameter.isPresent()) {
      return parameter.get();
    }
    if (Typing.isNumeric(type)) {
      return number(expr, value);
    }
    if (Typing.isBoolean(type)) {
      return builder.literal(truth(expr, value));
    }
    if (Typing.isText(type)) {
      String text = text(expr, value, stored);
      notes.literal(expr, value, "'" + text + "'");
      return builder.literal(text);
    }
    if (Typing.isTime(type) && value instanceof Sketch.Span span) {
      return time(expr, span);
    }
    if (type.getSqlTypeName() == SqlTypeName.UUID && value instanceof Sketch.Span span) {
      return builder.getRexBuilder().makeCast(type, builder.literal(span.text()));
    }
    throw Notes.invalid(
        "a value of type " + type.getSqlTypeName() + " cannot be compared with words");
  }

  /// The parameter that a span stands for, as the type of what it is compared with.
  Optional<RexNode> parameter(Sketch.@Nullable Expr expr, Sketch.Value value, RelDataType type) {
    if (!(value instanceof Sketch.Span span) || !isParameter(value)) {
      return Optional.empty();
    }
    int number = Objects.requireNonNull(context.parameters().get(span.first()));
    RelDataType nullable = builder.getTypeFactory().createTypeWithNullability(type, true);
    notes.parameter(number, Types.toData(type));
    notes.literal(expr, value, "parameter " + (number + 1));
    return Optional.of(builder.getRexBuilder().makeDynamicParam(nullable, number));
  }

  /// Whether a value is a parameter's mark.
  boolean isParameter(Sketch.Value value) {
    return value instanceof Sketch.Span span
        && span.turn() == 0
        && span.text().equals("?")
        && context.parameters().containsKey(span.first());
  }

  /// A number as an exact literal.
  RexNode number(Sketch.@Nullable Expr expr, Sketch.Value value) {
    BigDecimal number =
        switch (value) {
          case Sketch.Constant c ->
              switch (c) {
                case ZERO, FALSE -> BigDecimal.ZERO;
                case ONE, TRUE -> BigDecimal.ONE;
                case TWO -> BigDecimal.TWO;
              };
          case Sketch.Span s -> number(expr, s.text());
        };
    notes.literal(expr, value, number.toPlainString());
    return builder.getRexBuilder().makeExactLiteral(number);
  }

  private BigDecimal number(Sketch.@Nullable Expr expr, String text) {
    BigDecimal number =
        NumberWords.parse(text)
            .or(() -> onlyNumber(text))
            .orElseThrow(() -> Notes.invalid("\"" + text + "\" is not a number"));
    boolean ratio =
        expr instanceof Sketch.Share
            || expr instanceof Sketch.Fraction
            || expr instanceof Sketch.Change c && c.kind() == Sketch.ChangeKind.GROWTH;
    String lower = text.toLowerCase(Locale.ROOT);
    boolean percent = lower.contains("%") || lower.contains("percent") || lower.contains("pct");
    if (ratio && (percent || number.compareTo(BigDecimal.ONE) > 0)) {
      return number.movePointLeft(2);
    }
    ColumnView column = percent && expr != null ? column(expr) : null;
    if (column != null
        && column.kind() == ColumnKind.DECIMAL
        && context.index().range(column).map(NumberRange::isFraction).orElse(false)) {
      BigDecimal fraction = number.movePointLeft(2);
      notes.assume(
          "\""
              + text
              + "\" is "
              + fraction.toPlainString()
              + ", since "
              + column
              + " holds shares of 1.");
      return fraction;
    }
    return number;
  }

  /// The number among words that are otherwise units, such as `30 years`.
  private static Optional<BigDecimal> onlyNumber(String text) {
    List<BigDecimal> numbers =
        Words.split(text).stream()
            .map(Word::text)
            .map(NumberWords::parse)
            .flatMap(Optional::stream)
            .toList();
    return numbers.size() == 1 ? Optional.of(numbers.getFirst()) : Optional.empty();
  }

  private boolean truth(Sketch.Expr expr, Sketch.Value value) {
    boolean truth =
        switch (value) {
          case Sketch.Constant c -> c == Sketch.Constant.TRUE || c == Sketch.Constant.ONE;
          case Sketch.Span s ->
              switch (Words.normalise(s.text())) {
                case "true", "yes", "t", "y", "1", "on" -> true;
                default -> false;
              };
        };
    notes.literal(expr, value, String.valueOf(truth));
    return truth;
  }

  /// Whether a span says `null` and is not a stored text.
  boolean meansNull(Sketch.Expr expr, Sketch.Value value) {
    if (!(value instanceof Sketch.Span span) || !span.text().strip().equalsIgnoreCase("null")) {
      return false;
    }
    ColumnView column = column(expr);
    boolean stored =
        column != null
            && context.index().values(column).resolve(span.text()).match()
                == ColumnValues.Match.SAME;
    if (!stored) {
      notes.literal(expr, value, "missing");
    }
    return !stored;
  }

  /// Whether equality with a span can only mean that the stored texts contain it: no stored value
  /// is like it, but several have its words.
  boolean meansPart(Sketch.Expr expr, Sketch.Value value) {
    ColumnView column = column(expr);
    if (!(value instanceof Sketch.Span span)
        || column == null
        || !(expr instanceof Sketch.Column)) {
      return false;
    }
    ColumnValues known = context.index().values(column);
    return known.resolve(span.text()).match() == ColumnValues.Match.NONE
        && known.part(span.text()).isPresent();
  }

  /// How the stored values write the words of a span that they have in them.
  String part(Sketch.Expr expr, Sketch.Value value) {
    ColumnView column = column(expr);
    String text = text(expr, value, false);
    return column == null ? text : context.index().values(column).part(text).orElse(text);
  }

  void assumePart(Sketch.Expr expr, Sketch.Value value, String text) {
    notes.literal(expr, value, "a text with '" + text + "' in it");
    notes.assume(
        "No stored value of "
            + expr(expr)
            + " is \""
            + text
            + "\"; those that contain it are meant.");
  }

  private static String expr(Sketch.Expr expr) {
    ColumnView column = column(expr);
    return column == null ? "the expression" : column.qualifiedName();
  }

  /// A text: the stored value that it means where `stored`, else itself.
  String text(Sketch.Expr expr, Sketch.Value value, boolean stored) {
    ColumnView column = column(expr);
    ColumnValues known = column == null ? ColumnValues.EMPTY : context.index().values(column);
    return switch (value) {
      case Sketch.Constant c ->
          switch (c) {
            case ZERO -> "0";
            case ONE -> "1";
            case TWO -> "2";
            case TRUE, FALSE ->
                known
                    .truth(c == Sketch.Constant.TRUE)
                    .orElseThrow(
                        () -> Notes.invalid(column + " holds no values for true and false"));
          };
      case Sketch.Span s -> stored ? stored(column, known, s.text()) : s.text();
    };
  }

  void note(Sketch.Expr expr, Sketch.Value value, String text) {
    notes.literal(expr, value, "'" + text + "'");
  }

  private String stored(@Nullable ColumnView column, ColumnValues known, String text) {
    ColumnValues.Resolution found = known.resolve(text);
    switch (found.match()) {
      case SAME -> {}
      case SIMILAR ->
          notes.assume(
              "Read \""
                  + text
                  + "\" as \""
                  + found.value()
                  + "\", the most similar value of "
                  + column
                  + ".");
      case FORM, ALIAS, PART ->
          notes.assume(
              "\""
                  + text
                  + "\" means the stored value \""
                  + found.value()
                  + "\" of "
                  + column
                  + ".");
      case NONE -> {
        List<String> containing = known.containing(text);
        if (containing.size() == 1) {
          notes.assume(
              "\""
                  + text
                  + "\" means the stored value \""
                  + containing.getFirst()
                  + "\" of "
                  + column
                  + ".");
          return containing.getFirst();
        }
        if (!known.values().isEmpty()) {
          notes.assume("No known value of " + column + " is like \"" + text + "\".");
        }
      }
    }
    return found.value();
  }

  /// The column whose values an expression gives, or null.
  private static @Nullable ColumnView column(Sketch.Expr expr) {
    return switch (expr) {
      case Sketch.Column c -> c.column();
      case Sketch.Aggregate a ->
          a.function() == Sketch.AggregateFunction.MIN
                  || a.function() == Sketch.AggregateFunction.MAX
              ? column(a.argument())
              : null;
      case Sketch.Scalar s -> column(s.query().first().items().getFirst());
      case Sketch.Star s -> null;
      case Sketch.Arithmetic a -> null;
      case Sketch.Bucket b -> null;
      case Sketch.DatePart p -> null;
      case Sketch.Share s -> null;
      case Sketch.Fraction f -> null;
      case Sketch.NumberLiteral n -> null;
      case Sketch.Prior p -> column(p.of());
      case Sketch.Change c -> null;
      case Sketch.Running r -> null;
      case Sketch.Moving m -> null;
      case Sketch.Rank r -> null;
    };
  }

  private RexNode time(Sketch.Expr expr, Sketch.Span span) {
    String text = span.text().toLowerCase(Locale.ROOT).strip();
    boolean afternoon = text.endsWith("pm") || text.endsWith("p.m.");
    String clock = text.replaceAll("[^0-9:]", "");
    try {
      String[] parts = clock.split(":", -1);
      int hour = Integer.parseInt(parts[0]);
      int minute = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      int second = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
      LocalTime time = LocalTime.of(afternoon && hour < 12 ? hour + 12 : hour, minute, second);
      notes.literal(expr, span, time.toString());
      return builder
          .getRexBuilder()
          .makeTimeLiteral(new TimeString(time.getHour(), time.getMinute(), time.getSecond()), 6);
    } catch (NumberFormatException | DateTimeException e) {
      throw Notes.invalid("\"" + span.text() + "\" is not a time of day");
    }
  }

  /// The period that a value names beside a date.
  Period period(Sketch.Expr expr, Sketch.Value value) {
    if (!(value instanceof Sketch.Span span)) {
      throw Notes.invalid("a date is compared with " + Paraphrase.plainLiteral(expr, value));
    }
    Period period =
        context
            .times()
            .parse(span.text())
            .orElseThrow(() -> Notes.invalid("\"" + span.text() + "\" is not a date or period"));
    String words = period.words();
    notes.literal(
        expr, value, words.equals(span.text()) ? words : "\"" + span.text() + "\" (" + words + ")");
    if (!span.text().matches("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")) {
      notes.assume(
          "\""
              + span.text()
              + "\" is "
              + words
              + ", seen from "
              + context.timeSettings().localNow().toLocalDate()
              + " ("
              + context.timeSettings().zone()
              + ")"
              + (TimePhrases.isAmbiguous(span.text()) ? dateOrder() : "")
              + ".");
    }
    return period;
  }

  private String dateOrder() {
    return switch (context.timeSettings().dateOrder()) {
      case MONTH_FIRST -> ", with the month first";
      case DAY_FIRST -> ", with the day first";
    };
  }

  /// What a value beside a date says comes again, empty when it is something else.
  Optional<Recurrence> recurrence(Sketch.Expr expr, Sketch.Value value) {
    Optional<Recurrence> found =
        value instanceof Sketch.Span span
            ? context.times().recurrence(span.text())
            : Optional.empty();
    found.ifPresent(times -> {
      String text = ((Sketch.Span) value).text();
      notes.literal(expr, value, "\"" + text + "\" (" + times.words() + ")");
      notes.assume("\"" + text + "\" is " + times.words() + ".");
    });
    return found;
  }

  /// A point in local time as a literal that compares with a date or timestamp type; a date rounds
  /// up.
  RexNode point(LocalDateTime time, RelDataType type) {
    RexBuilder rex = builder.getRexBuilder();
    if (Typing.isDate(type)) {
      LocalDate day = time.toLocalDate();
      LocalDate up = time.toLocalTime().equals(LocalTime.MIDNIGHT) ? day : day.plusDays(1);
      return rex.makeDateLiteral(DateString.fromDaysSinceEpoch(Math.toIntExact(up.toEpochDay())));
    }
    if (Typing.isZoned(type)) {
      LocalDateTime utc =
          LocalDateTime.ofInstant(
              time.atZone(context.timeSettings().zone()).toInstant(), ZoneOffset.UTC);
      return rex.makeTimestampWithLocalTimeZoneLiteral(timestamp(utc), 6);
    }
    return rex.makeTimestampLiteral(timestamp(time), 6);
  }

  private static TimestampString timestamp(LocalDateTime time) {
    return new TimestampString(
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond())
        .withNanos(time.getNano() / 1000 * 1000);
  }
}
