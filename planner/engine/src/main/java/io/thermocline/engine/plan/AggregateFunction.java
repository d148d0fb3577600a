package io.thermocline.engine.plan;

/// The aggregate functions. Nulls are left out except by COUNT_STAR, ANY_VALUE's emptiness and
/// SINGLE_VALUE; over no values all but the counts and SUM0 give null. The call's type says the
/// result type; PostgreSQL's is named here.
public enum AggregateFunction {
  /// `count(*)`: rows, INT64; no argument.
  COUNT_STAR,
  /// `count(x)`: values, INT64.
  COUNT,
  /// `sum(n)`: int16 and int32 give INT64, int64 DECIMAL(38,0), decimal(p,s) DECIMAL(38,s), float32
  /// FLOAT32, float64 FLOAT64, interval INTERVAL. What does not fit the call's type is
  /// NUMERIC_OUT_OF_RANGE.
  SUM,
  /// A sum that is 0 over no values: adds up counts that were computed per segment.
  SUM0,
  /// The smallest value; any type with an order.
  MIN,
  /// The largest value.
  MAX,
  /// `avg(n)`: integers and decimals give a DECIMAL rounded half away from zero to the call's scale
  /// (PostgreSQL shows 16 digits or more), floats FLOAT64, interval INTERVAL.
  AVG,
  /// Some value that is not null.
  ANY_VALUE,
  /// The value of the only row, null over no rows; a second row is CARDINALITY_VIOLATION.
  SINGLE_VALUE,
  /// `bool_and(b)`.
  BOOL_AND,
  /// `bool_or(b)`.
  BOOL_OR,
  /// `stddev_samp(n)`: FLOAT64, or a DECIMAL rounded from it.
  STDDEV_SAMP,
  /// `stddev_pop(n)`.
  STDDEV_POP,
  /// `var_samp(n)`.
  VAR_SAMP,
  /// `var_pop(n)`.
  VAR_POP,
  /// `covar_pop(y, x)`.
  COVAR_POP,
  /// `covar_samp(y, x)`.
  COVAR_SAMP,
  /// `corr(y, x)`.
  CORR,
  /// `string_agg(t, separator [ORDER BY …])`.
  STRING_AGG,
  /// `array_agg(x [ORDER BY …])`, nulls included.
  ARRAY_AGG,
  /// An estimate of `count(distinct x)`, within about 1.6 %; INT64.
  APPROX_COUNT_DISTINCT,
  /// `percentile_cont(fraction) WITHIN GROUP (ORDER BY x)` with the arguments `(x, fraction)`, the
  /// fraction without columns; FLOAT64. Fraction 0.5 is the median.
  PERCENTILE_CONT,
  /// `percentile_disc(fraction) WITHIN GROUP (ORDER BY x)` with the arguments `(x, fraction)`; the
  /// type of x.
  PERCENTILE_DISC,
  /// `mode() WITHIN GROUP (ORDER BY x)`: the most frequent value, the smallest of several.
  MODE,
  /// `grouping(k…)` over grouping sets: a bit for each argument, the last is the lowest, 1 when it
  /// is not in the set. Arguments equal keys of the aggregation; INT32 or INT64.
  GROUPING
}
