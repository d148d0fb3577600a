package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.batch.Interval;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Short names for the literals of [FunctionCases], and the list that its expressions go to.
abstract class FunctionLiterals {
  static final DataType TEXT = ScalarType.TEXT;
  static final DataType BOOL = ScalarType.BOOLEAN;
  static final DataType INT = ScalarType.INT32;
  static final DataType LONG = ScalarType.INT64;
  static final DataType DOUBLE = ScalarType.FLOAT64;
  static final DataType TS = ScalarType.TIMESTAMP;
  static final DataType TZ = ScalarType.TIMESTAMP_TZ;
  static final DataType DATE = ScalarType.DATE;
  static final DataType INTERVAL = ScalarType.INTERVAL;

  final List<Expression> cases = new ArrayList<>();

  static Expression t(String value) {
    return new Expression.Literal(TEXT, value);
  }

  static Expression i(Integer value) {
    return new Expression.Literal(INT, value);
  }

  static Expression l(Long value) {
    return new Expression.Literal(LONG, value);
  }

  static Expression f(Double value) {
    return new Expression.Literal(DOUBLE, value);
  }

  static Expression b(Boolean value) {
    return new Expression.Literal(BOOL, value);
  }

  static Expression d(String value) {
    BigDecimal decimal = new BigDecimal(value);
    return new Expression.Literal(
        new DecimalType(Math.max(decimal.precision(), decimal.scale() + 1), decimal.scale()),
        decimal);
  }

  static Expression date(String value) {
    return new Expression.Literal(DATE, LocalDate.parse(value));
  }

  static Expression ts(String value) {
    return new Expression.Literal(TS, LocalDateTime.parse(value));
  }

  static Expression tz(String value) {
    return new Expression.Literal(TZ, Instant.parse(value));
  }

  static Expression time(String value) {
    return new Expression.Literal(ScalarType.TIME, LocalTime.parse(value));
  }

  static Expression interval(long months, long days, long micros) {
    return new Expression.Literal(INTERVAL, new Interval(months, days * 86_400_000_000L + micros));
  }

  static DataType dec(int precision, int scale) {
    return new DecimalType(precision, scale);
  }

  void add(FunctionId function, DataType type, Expression... arguments) {
    cases.add(new Expression.Call(function, Arrays.asList(arguments), type));
  }

  void cast(Expression operand, DataType type) {
    cases.add(new Expression.Cast(operand, type, false));
  }

  static Expression lit(DataType type, Object value) {
    return new Expression.Literal(type, value);
  }
}
