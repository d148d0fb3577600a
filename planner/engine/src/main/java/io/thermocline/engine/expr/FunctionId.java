package io.thermocline.engine.expr;

/// The functions and operators of the engine. Each means what PostgreSQL means by it; what is said
/// here is the argument list and where a result is not obvious. `n` is a number, `t` text, `d` a
/// date, `ts` a timestamp with or without zone, `i` an interval, `b` a boolean. A part or unit is a
/// TEXT literal such as `'year'`.
public enum FunctionId {
  // Comparison: two arguments of one kind; text bytewise, NaN equals NaN and is the largest number,
  // -0.0 = 0.0.
  /// `a = b`.
  EQUAL,
  /// `a <> b`.
  NOT_EQUAL,
  /// `a < b`.
  LESS,
  /// `a <= b`.
  LESS_OR_EQUAL,
  /// `a > b`.
  GREATER,
  /// `a >= b`.
  GREATER_OR_EQUAL,
  /// `a IS DISTINCT FROM b`, never null.
  IS_DISTINCT_FROM,
  /// `a IS NOT DISTINCT FROM b`, never null.
  IS_NOT_DISTINCT_FROM,
  /// `a BETWEEN b AND c`.
  BETWEEN,

  // Logic, three-valued.
  /// Conjunction of any number of booleans.
  AND,
  /// Disjunction of any number of booleans.
  OR,
  /// Negation.
  NOT,
  /// `a IS NULL`, any type.
  IS_NULL,
  /// `a IS NOT NULL`, any type.
  IS_NOT_NULL,
  /// `b IS TRUE`.
  IS_TRUE,
  /// `b IS NOT TRUE`.
  IS_NOT_TRUE,
  /// `b IS FALSE`.
  IS_FALSE,
  /// `b IS NOT FALSE`.
  IS_NOT_FALSE,

  // Arithmetic in the result's type. Overflow is NUMERIC_OUT_OF_RANGE, a zero divisor
  // DIVISION_BY_ZERO.
  /// `a + b`: numbers; date + integer days; date, timestamp, time or interval + interval (either
  /// order).
  ADD,
  /// `a - b`: numbers; date - integer days; date - date is days (INT32); timestamp - timestamp is
  /// an interval; date, timestamp, time or interval - interval.
  SUBTRACT,
  /// `a * b`: numbers; interval * number (either order).
  MULTIPLY,
  /// `a / b`: integers truncate towards zero; decimals round half away from zero to the result's
  /// scale; interval / number.
  DIVIDE,
  /// `a % b`: the sign of the dividend.
  MODULO,
  /// `-a`: number or interval.
  NEGATE,
  /// Absolute value.
  ABS,
  /// Smallest integer not below, in the type of the result.
  CEIL,
  /// Largest integer not above.
  FLOOR,
  /// `round(n)` or `round(n, digits)`; decimals half away from zero, floats half to even.
  ROUND,
  /// `trunc(n)` or `trunc(n, digits)`: towards zero.
  TRUNC,
  /// -1, 0 or 1.
  SIGN,
  /// Square root; a negative argument is NUMERIC_OUT_OF_RANGE.
  SQRT,
  /// Cube root.
  CBRT,
  /// `power(n, exponent)`.
  POWER,
  /// e to the power of n.
  EXP,
  /// Natural logarithm; n must be positive.
  LN,
  /// Logarithm to base 10; n must be positive.
  LOG10,
  /// Sine.
  SIN,
  /// Cosine.
  COS,
  /// Tangent.
  TAN,
  /// Arc sine.
  ASIN,
  /// Arc cosine.
  ACOS,
  /// Arc tangent.
  ATAN,
  /// `atan2(y, x)`.
  ATAN2,
  /// Radians to degrees.
  DEGREES,
  /// Degrees to radians.
  RADIANS,
  /// Pi; no arguments.
  PI,
  /// `width_bucket(n, low, high, count)`.
  WIDTH_BUCKET,

  // Choice.
  /// The first argument that is not null; later ones are evaluated only where needed.
  COALESCE,
  /// Null when `a = b`, else `a`.
  NULLIF,
  /// The largest argument that is not null.
  GREATEST,
  /// The smallest argument that is not null.
  LEAST,

  // Text. Positions and lengths count characters (Unicode code points) from 1.
  /// `t LIKE pattern [ESCAPE e]`; `%`, `_`; the escape is `\` when not given, none when empty.
  LIKE,
  /// `t ILIKE pattern [ESCAPE e]`.
  ILIKE,
  /// `t SIMILAR TO pattern [ESCAPE e]`.
  SIMILAR_TO,
  /// `t ~ regex`: found anywhere.
  REGEX_MATCH,
  /// `t ~* regex`: ignoring case.
  REGEX_MATCH_IGNORE_CASE,
  /// `regexp_replace(t, regex, replacement [, flags])`; flags `g` and `i`.
  REGEXP_REPLACE,
  /// `regexp_substr(t, regex)`: the first match, or null.
  REGEXP_SUBSTR,
  /// `a || b`, strict; any number of text or bytes arguments.
  CONCAT_OPERATOR,
  /// `concat(…)`: nulls count as empty.
  CONCAT,
  /// `concat_ws(separator, …)`: nulls are left out.
  CONCAT_WS,
  /// `array_to_string(array, separator [, text for null])`: nulls are left out without the third.
  ARRAY_TO_STRING,
  /// Lower case.
  LOWER,
  /// Upper case.
  UPPER,
  /// Upper case at the start of each word of letters and digits, lower case elsewhere.
  INITCAP,
  /// `btrim(t [, characters])`; spaces when not given.
  TRIM,
  /// `ltrim(t [, characters])`.
  LTRIM,
  /// `rtrim(t [, characters])`.
  RTRIM,
  /// Characters of text, bytes of bytea.
  LENGTH,
  /// Bytes of text or bytea.
  OCTET_LENGTH,
  /// `substring(t, start [, length])`; a negative length is INVALID_PARAMETER.
  SUBSTRING,
  /// `overlay(t PLACING replacement FROM start [FOR length])`.
  OVERLAY,
  /// `position(needle IN t)` with the arguments `(needle, t)`; 0 when absent.
  POSITION,
  /// `replace(t, from, to)`.
  REPLACE,
  /// `translate(t, from, to)`: character by character.
  TRANSLATE,
  /// `left(t, n)`; negative n leaves out the last characters.
  LEFT,
  /// `right(t, n)`; negative n leaves out the first characters.
  RIGHT,
  /// `lpad(t, length [, fill])`.
  LPAD,
  /// `rpad(t, length [, fill])`.
  RPAD,
  /// `repeat(t, n)`.
  REPEAT,
  /// Characters in reverse order.
  REVERSE,
  /// `split_part(t, delimiter, n)`; negative n counts from the end; 0 is INVALID_PARAMETER.
  SPLIT_PART,
  /// `starts_with(t, prefix)`.
  STARTS_WITH,
  /// Code point of the first character, 0 for empty text.
  ASCII,
  /// The character of a code point.
  CHR,
  /// MD5 of text or bytes in lower-case hexadecimal.
  MD5,

  // Date and time. The session's zone is that of the query context.
  /// `extract(part FROM d | ts | time | i)` with the arguments `(part, value)`. Parts: century,
  /// day, decade, dow, doy, epoch, hour, isodow, isoyear, microseconds, millennium, milliseconds,
  /// minute, month, quarter, second, timezone, week, year. The result is of the call's type: an
  /// integer, a decimal or a float.
  EXTRACT,
  /// `date_trunc(unit, d | ts | i [, zone])`; units as for EXTRACT from microseconds to millennium.
  /// A date gives what the call's type says: DATE, TIMESTAMP or TIMESTAMP_TZ.
  DATE_TRUNC,
  /// `ts AT TIME ZONE zone` with the arguments `(ts, zone)`: TIMESTAMP gives TIMESTAMP_TZ and the
  /// reverse.
  AT_TIME_ZONE,
  /// `to_char(d | ts | i | n, pattern)`.
  TO_CHAR,
  /// `to_date(t, pattern)`.
  TO_DATE,
  /// `to_timestamp(t, pattern)` or `to_timestamp(seconds)`, a TIMESTAMP_TZ.
  TO_TIMESTAMP,
  /// `make_date(year, month, day)`.
  MAKE_DATE,
  /// `make_timestamp(year, month, day, hour, minute, second)`.
  MAKE_TIMESTAMP,
  /// `make_interval(years, months, weeks, days, hours, minutes, seconds)`; trailing arguments may
  /// be missing.
  MAKE_INTERVAL,
  /// `age(ts, ts)`: months, days and time between; one argument counts from today's midnight.
  AGE,
  /// Number of boundaries of a unit between two points: `(unit, from, to)`, as `DATEDIFF` of other
  /// products; INT64.
  DATE_DIFF,
  /// The last day of the month of a date or timestamp.
  LAST_DAY,
  /// The query's start, TIMESTAMP_TZ, TIMESTAMP, DATE or TIME as the call's type says, in the
  /// session's zone; no arguments.
  NOW
}
