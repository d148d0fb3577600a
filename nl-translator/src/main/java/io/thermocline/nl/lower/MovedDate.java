package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.time.CalendarStep;
import io.thermocline.nl.time.CalendarUnit;
import io.thermocline.nl.time.Period;
import io.thermocline.optimizer.sql.SqlOperators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/// A date that is moved forward by a step. Conditions with constants are moved back instead, so
/// that they stay ranges of the column, by which segments are pruned and sources filter.
final class MovedDate {
  private static final int TIMESTAMP_DIGITS = 6;

  private final RelBuilder builder;
  private final LoweringContext context;
  private final Literals literals;
  private final ColumnView column;
  private final CalendarStep step;
  private final RexNode raw;

  MovedDate(
      RelBuilder builder,
      LoweringContext context,
      ColumnView column,
      CalendarStep step,
      Expressions rows) {
    this.builder = builder;
    this.context = context;
    this.literals = rows.literals();
    this.column = column;
    this.step = step;
    this.raw = rows.lower(new Sketch.Column(column));
    if (!Typing.isDate(raw.getType()) && !Typing.isTimestamp(raw.getType())) {
      throw Notes.invalid(column + " is not a date");
    }
  }

  /// Whether an expression is the date itself.
  boolean is(Sketch.Expr expr) {
    return expr instanceof Sketch.Column c && c.column().equals(column);
  }

  /// The date as it is stored.
  RexNode raw() {
    return raw;
  }

  /// The date moved forward.
  RexNode moved() {
    return forward(raw);
  }

  /// A date or timestamp moved forward.
  RexNode forward(RexNode point) {
    RelDataType type = point.getType();
    long hours = step.hours();
    if (Typing.isDate(type) && hours > 0 && hours % 24 == 0) {
      return builder.call(
          SqlOperators.DATE_PLUS_DAYS, point, builder.literal(Math.toIntExact(hours / 24)));
    }
    SqlIntervalQualifier qualifier =
        new SqlIntervalQualifier(
            hours > 0 ? TimeUnit.DAY : TimeUnit.MONTH,
            hours > 0 ? TimeUnit.SECOND : null,
            SqlParserPos.ZERO);
    BigDecimal amount =
        BigDecimal.valueOf(hours > 0 ? Duration.ofHours(hours).toMillis() : step.months());
    RexNode interval = builder.getRexBuilder().makeIntervalLiteral(amount, qualifier);
    if (!Typing.isDate(type)) {
      return builder
          .getRexBuilder()
          .makeCall(type, SqlStdOperatorTable.DATETIME_PLUS, List.of(point, interval));
    }
    RelDataType timestamp =
        builder
            .getTypeFactory()
            .createTypeWithNullability(
                builder.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, TIMESTAMP_DIGITS),
                type.isNullable());
    RexNode sum =
        builder
            .getRexBuilder()
            .makeCall(
                timestamp,
                SqlStdOperatorTable.DATETIME_PLUS,
                List.of(Typing.cast(builder, point, timestamp), interval));
    return hours > 0 ? sum : Typing.cast(builder, sum, type);
  }

  /// A condition's period, moved back.
  Period before(Period period) {
    return step.before(period);
  }

  /// Whether the earlier rows have a key as it is: a day of the week is compared with the same day,
  /// however many days a month or year has; a bucket that moves as a whole is moved after grouping.
  boolean keepsKey(Sketch.Expr key) {
    boolean weekday =
        key instanceof Sketch.DatePart p
            && p.unit() == Sketch.DateUnit.DOW
            && p.column().equals(column);
    return weekday && step.months() > 0 || movesAsWhole(key);
  }

  /// Whether a bucket of the date, moved by the step, is another bucket, and no two are the same.
  boolean movesAsWhole(Sketch.Expr key) {
    if (!(key instanceof Sketch.Bucket bucket) || !bucket.column().equals(column)) {
      return false;
    }
    CalendarStep one = new CalendarStep(unit(bucket.unit()), 1);
    return step.months() > 0
        ? one.months() > 0 && step.months() % one.months() == 0
        : one.hours() > 0 && step.hours() % one.hours() == 0;
  }

  /// The calendar's unit of a bucket.
  static CalendarUnit unit(Sketch.DateUnit unit) {
    return switch (unit) {
      case YEAR -> CalendarUnit.YEAR;
      case QUARTER -> CalendarUnit.QUARTER;
      case MONTH -> CalendarUnit.MONTH;
      case WEEK -> CalendarUnit.WEEK;
      case DAY, DOW -> CalendarUnit.DAY;
      case HOUR -> CalendarUnit.HOUR;
    };
  }

  /// The condition that a row is not behind today moved back.
  RexNode endsWithToday(Notes notes) {
    LocalDateTime end =
        step.before(context.timeSettings().localNow().toLocalDate().plusDays(1).atStartOfDay());
    notes.assume(
        "The period goes on to today; what is compared with it ends before "
            + end.toLocalDate()
            + ".");
    return builder.call(SqlStdOperatorTable.LESS_THAN, raw, literals.point(end, raw.getType()));
  }
}
