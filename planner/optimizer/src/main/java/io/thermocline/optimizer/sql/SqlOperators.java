package io.thermocline.optimizer.sql;

import static org.apache.calcite.sql.type.OperandTypes.family;

import io.thermocline.optimizer.rel.Types;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlMonotonicBinaryOperator;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's functions and operators that Calcite lacks or defines otherwise, and the table of
/// all of them.
public final class SqlOperators {
  private static final SqlReturnTypeInference TEXT =
      nullable(ReturnTypes.explicit(SqlTypeName.VARCHAR));
  private static final SqlReturnTypeInference DOUBLE = nullable(ReturnTypes.DOUBLE);
  private static final SqlReturnTypeInference INTEGER = nullable(ReturnTypes.INTEGER);
  private static final SqlReturnTypeInference DATE = nullable(ReturnTypes.DATE);
  private static final SqlReturnTypeInference TIMESTAMP =
      nullable(ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6));
  private static final SqlReturnTypeInference ZONED =
      nullable(ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6));
  private static final SqlReturnTypeInference INTERVAL =
      nullable(binding -> Types.interval(binding.getTypeFactory()));

  /// Greatest and least leave nulls out: null only when every argument is.
  private static final SqlReturnTypeInference LEAST_RESTRICTIVE_ALL_NULL =
      ReturnTypes.LEAST_RESTRICTIVE.andThen((binding, type) ->
          binding
              .getTypeFactory()
              .createTypeWithNullability(
                  type, binding.collectOperandTypes().stream().allMatch(RelDataType::isNullable)));

  /// `date_trunc(unit, d | ts)`: a timestamp, zoned when the argument is.
  public static final SqlFunction DATE_TRUNC =
      function(
          "date_trunc",
          nullable(binding ->
              SqlTypeUtil.isDate(binding.getOperandType(1))
                  ? binding.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, 6)
                  : binding.getOperandType(1)),
          family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME)
              .or(family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME_INTERVAL)));

  /// `date_part(part, d | ts | i)`.
  public static final SqlFunction DATE_PART =
      function(
          "date_part",
          DOUBLE,
          family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME)
              .or(family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME_INTERVAL)));

  /// `date_diff(unit, from, to)`: boundaries of the unit between two points.
  public static final SqlFunction DATE_DIFF =
      function(
          "date_diff",
          nullable(ReturnTypes.BIGINT),
          family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME));

  /// `to_char(value, pattern)`.
  public static final SqlFunction TO_CHAR =
      function("to_char", TEXT, family(SqlTypeFamily.ANY, SqlTypeFamily.CHARACTER));

  /// `date - date`, in days.
  public static final SqlFunction DATE_MINUS_DATE =
      function("date_minus_date", INTEGER, family(SqlTypeFamily.DATE, SqlTypeFamily.DATE));

  /// `date + n` days.
  public static final SqlFunction DATE_PLUS_DAYS =
      function("date_plus_days", DATE, family(SqlTypeFamily.DATE, SqlTypeFamily.NUMERIC));

  /// `date - n` days.
  public static final SqlFunction DATE_MINUS_DAYS =
      function("date_minus_days", DATE, family(SqlTypeFamily.DATE, SqlTypeFamily.NUMERIC));

  /// `timestamp - timestamp`, an interval.
  public static final SqlFunction TIMESTAMP_MINUS_TIMESTAMP =
      function(
          "timestamp_minus_timestamp",
          INTERVAL,
          family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME));

  /// A conversion to `numeric` without precision: integers and decimals keep their digits, others
  /// get ten after the point.
  public static final SqlFunction TO_NUMERIC =
      function("to_numeric", nullable(SqlOperators::numericType), OperandTypes.ANY);

  /// `make_interval(years, months, weeks, days, hours, minutes, seconds)`.
  public static final SqlFunction MAKE_INTERVAL =
      function(
          "make_interval",
          INTERVAL,
          OperandTypes.variadic(org.apache.calcite.sql.type.SqlOperandCountRanges.between(1, 7)));

  /// `round(n [, digits])`; with constant digits the result has so many.
  public static final SqlFunction ROUND =
      function("round", nullable(SqlOperators::roundedType), rounding());

  /// `trunc(n [, digits])`.
  public static final SqlFunction TRUNC =
      function("trunc", nullable(SqlOperators::roundedType), rounding());

  /// `a + b`: also date and days.
  public static final SqlBinaryOperator PLUS =
      new SqlMonotonicBinaryOperator(
          "+",
          SqlKind.PLUS,
          40,
          true,
          SqlOperators::plusType,
          InferTypes.FIRST_KNOWN,
          OperandTypes.PLUS_OPERATOR
              .or(family(SqlTypeFamily.DATE, SqlTypeFamily.EXACT_NUMERIC))
              .or(family(SqlTypeFamily.EXACT_NUMERIC, SqlTypeFamily.DATE)));

  /// `a - b`: also date and days, date and date, timestamp and timestamp.
  public static final SqlBinaryOperator MINUS =
      new SqlMonotonicBinaryOperator(
          "-",
          SqlKind.MINUS,
          40,
          true,
          SqlOperators::minusType,
          InferTypes.FIRST_KNOWN,
          OperandTypes.MINUS_OPERATOR
              .or(family(SqlTypeFamily.DATE, SqlTypeFamily.EXACT_NUMERIC))
              .or(family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME)));

  /// `a || b`: what is not text is converted.
  public static final SqlBinaryOperator CONCAT =
      new SqlBinaryOperator(
          "||",
          SqlKind.OTHER,
          60,
          true,
          TEXT,
          InferTypes.RETURN_TYPE,
          family(SqlTypeFamily.ANY, SqlTypeFamily.ANY));

  /// An array as PostgreSQL prints it.
  static final SqlFunction ARRAY_TEXT = function("array_text", TEXT, family(SqlTypeFamily.ARRAY));

  /// `median(n)`: `percentile_cont(0.5)`.
  public static final SqlAggFunction MEDIAN = Aggregates.MEDIAN;

  /// `stddev(n)`: of a sample.
  public static final SqlAggFunction STDDEV = Aggregates.STDDEV;

  private static final SqlOperatorTable TABLE = table();

  private SqlOperators() {}

  /// Every operator that SQL text may use.
  public static SqlOperatorTable all() {
    return TABLE;
  }

  private static SqlOperatorTable table() {
    List<SqlOperator> own = new ArrayList<>();
    own.addAll(
        List.of(
            DATE_TRUNC,
            DATE_PART,
            DATE_DIFF,
            TO_CHAR,
            TO_NUMERIC,
            MAKE_INTERVAL,
            ROUND,
            TRUNC,
            PLUS,
            MINUS,
            CONCAT,
            ARRAY_TEXT));
    own.addAll(text());
    own.addAll(temporal());
    own.addAll(numeric());
    own.addAll(Aggregates.ALL);
    return new OwnFirst(
        SqlOperatorTables.of(own),
        SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
            EnumSet.of(SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL)));
  }

  private static List<SqlOperator> text() {
    SqlTypeFamily t = SqlTypeFamily.CHARACTER;
    SqlTypeFamily n = SqlTypeFamily.INTEGER;
    SqlReturnTypeInference bool = ReturnTypes.BOOLEAN_NULLABLE;
    return List.of(
        function("left", TEXT, family(t, n)),
        function("right", TEXT, family(t, n)),
        function("lpad", TEXT, family(t, n).or(family(t, n, t))),
        function("rpad", TEXT, family(t, n).or(family(t, n, t))),
        function("repeat", TEXT, family(t, n)),
        function("reverse", TEXT, family(t)),
        function("split_part", TEXT, family(t, t, n)),
        function("starts_with", bool, family(t, t)),
        function("strpos", INTEGER, family(t, t)),
        function("length", INTEGER, family(t).or(family(SqlTypeFamily.BINARY))),
        function("octet_length", INTEGER, family(t).or(family(SqlTypeFamily.BINARY))),
        function("btrim", TEXT, family(t).or(family(t, t))),
        function("ltrim", TEXT, family(t).or(family(t, t))),
        function("rtrim", TEXT, family(t).or(family(t, t))),
        function("substr", TEXT, family(t, n).or(family(t, n, n))),
        function("replace", TEXT, family(t, t, t)),
        function("translate", TEXT, family(t, t, t)),
        function("initcap", TEXT, family(t)),
        function("ascii", INTEGER, family(t)),
        function("chr", TEXT, family(n)),
        function("md5", TEXT, family(t)),
        function("regexp_replace", TEXT, family(t, t, t).or(family(t, t, t, t))),
        function("regexp_substr", TEXT, family(t, t)),
        function("concat", ReturnTypes.explicit(SqlTypeName.VARCHAR), OperandTypes.ONE_OR_MORE),
        function("concat_ws", nullableFirst(), OperandTypes.ONE_OR_MORE),
        function(
            "array_to_string",
            TEXT,
            family(SqlTypeFamily.ARRAY, t).or(family(SqlTypeFamily.ARRAY, t, t))));
  }

  private static List<SqlOperator> temporal() {
    SqlTypeFamily t = SqlTypeFamily.CHARACTER;
    SqlTypeFamily n = SqlTypeFamily.NUMERIC;
    SqlTypeFamily d = SqlTypeFamily.DATETIME;
    return List.of(
        function("to_date", DATE, family(t, t)),
        function("to_timestamp", ZONED, family(t, t).or(family(n))),
        function("make_date", DATE, family(n, n, n)),
        function("make_timestamp", TIMESTAMP, family(n, n, n, n, n, n)),
        function("age", INTERVAL, family(d).or(family(d, d))),
        function("last_day", DATE, family(d)),
        function("now", ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 6), OperandTypes.NILADIC),
        function(
            "timezone",
            nullable(binding ->
                binding
                    .getTypeFactory()
                    .createSqlType(
                        binding.getOperandType(1).getSqlTypeName()
                                == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
                            ? SqlTypeName.TIMESTAMP
                            : SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE,
                        6)),
            family(t, d)));
  }

  private static List<SqlOperator> numeric() {
    SqlTypeFamily n = SqlTypeFamily.NUMERIC;
    return List.of(
        function("log", DOUBLE, family(n)),
        function("div", nullable(ReturnTypes.LEAST_RESTRICTIVE), family(n, n)),
        function("width_bucket", INTEGER, family(n, n, n, n)),
        function("greatest", LEAST_RESTRICTIVE_ALL_NULL, OperandTypes.SAME_VARIADIC),
        function("least", LEAST_RESTRICTIVE_ALL_NULL, OperandTypes.SAME_VARIADIC));
  }

  private static SqlReturnTypeInference nullableFirst() {
    return binding ->
        binding
            .getTypeFactory()
            .createTypeWithNullability(
                binding.getTypeFactory().createSqlType(SqlTypeName.VARCHAR),
                binding.getOperandType(0).isNullable());
  }

  private static SqlOperandTypeChecker rounding() {
    return family(SqlTypeFamily.NUMERIC).or(family(SqlTypeFamily.NUMERIC, SqlTypeFamily.INTEGER));
  }

  private static RelDataType roundedType(SqlOperatorBinding binding) {
    RelDataType type = binding.getOperandType(0);
    if (!SqlTypeUtil.isDecimal(type)) {
      return SqlTypeUtil.isIntType(type) && binding.getOperandCount() == 1
          ? type
          : SqlTypeUtil.isIntType(type)
              ? type
              : binding.getTypeFactory().createSqlType(SqlTypeName.DOUBLE);
    }
    int digits = 0;
    if (binding.getOperandCount() > 1) {
      Integer literal =
          binding.isOperandLiteral(1, false)
              ? binding.getOperandLiteralValue(1, Integer.class)
              : null;
      digits = literal == null ? type.getScale() : literal;
    }
    int scale = Math.max(0, Math.min(digits, type.getScale()));
    int integerDigits = Math.max(1, type.getPrecision() - type.getScale() + 1);
    return binding
        .getTypeFactory()
        .createSqlType(
            SqlTypeName.DECIMAL,
            Math.min(PostgresTypeSystem.MAX_DIGITS, integerDigits + scale),
            scale);
  }

  private static RelDataType numericType(SqlOperatorBinding binding) {
    RelDataTypeFactory factory = binding.getTypeFactory();
    RelDataType type = binding.getOperandType(0);
    return switch (type.getSqlTypeName()) {
      case DECIMAL -> type;
      case SMALLINT, INTEGER, BIGINT -> factory.createSqlType(SqlTypeName.DECIMAL, 19, 0);
      default -> factory.createSqlType(SqlTypeName.DECIMAL, PostgresTypeSystem.MAX_DIGITS, 10);
    };
  }

  private static RelDataType plusType(SqlOperatorBinding binding) {
    if (isDateAndNumber(binding.getOperandType(0), binding.getOperandType(1))
        || isDateAndNumber(binding.getOperandType(1), binding.getOperandType(0))) {
      return inferred(DATE, binding);
    }
    if (isDateAndInterval(binding.getOperandType(0), binding.getOperandType(1))
        || isDateAndInterval(binding.getOperandType(1), binding.getOperandType(0))) {
      return inferred(TIMESTAMP, binding);
    }
    return inferred(ReturnTypes.NULLABLE_SUM, binding);
  }

  private static RelDataType minusType(SqlOperatorBinding binding) {
    RelDataType left = binding.getOperandType(0);
    RelDataType right = binding.getOperandType(1);
    if (isDateAndNumber(left, right)) {
      return inferred(DATE, binding);
    }
    if (SqlTypeUtil.isDatetime(left) && SqlTypeUtil.isDatetime(right)) {
      return inferred(
          SqlTypeUtil.isDate(left) && SqlTypeUtil.isDate(right) ? INTEGER : INTERVAL, binding);
    }
    if (isDateAndInterval(left, right)) {
      return inferred(TIMESTAMP, binding);
    }
    return inferred(ReturnTypes.NULLABLE_SUM, binding);
  }

  private static RelDataType inferred(
      SqlReturnTypeInference inference, SqlOperatorBinding binding) {
    RelDataType type = inference.inferReturnType(binding);
    return type == null ? binding.getTypeFactory().createSqlType(SqlTypeName.ANY) : type;
  }

  /// A date and an interval give a timestamp, as in PostgreSQL.
  static boolean isDateAndInterval(RelDataType date, RelDataType interval) {
    return SqlTypeUtil.isDate(date) && SqlTypeUtil.isInterval(interval);
  }

  static boolean isDateAndNumber(RelDataType date, RelDataType number) {
    return SqlTypeUtil.isDate(date) && SqlTypeUtil.isExactNumeric(number);
  }

  private static SqlReturnTypeInference nullable(SqlReturnTypeInference inference) {
    return inference.andThen(SqlTypeTransforms.TO_NULLABLE);
  }

  private static SqlFunction function(
      String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
    return SqlBasicFunction.create(name, type, operands, SqlFunctionCategory.SYSTEM);
  }

  private static final SqlNameMatcher ANY_CASE = SqlNameMatchers.withCaseSensitive(false);

  /// Calcite's operators where there are none of our own under that name.
  private record OwnFirst(SqlOperatorTable own, SqlOperatorTable others)
      implements SqlOperatorTable {
    @Override
    public void lookupOperatorOverloads(
        SqlIdentifier name,
        @Nullable SqlFunctionCategory category,
        SqlSyntax syntax,
        List<SqlOperator> found,
        SqlNameMatcher matcher) {
      int before = found.size();
      own.lookupOperatorOverloads(name, category, syntax, found, ANY_CASE);
      if (found.size() == before) {
        others.lookupOperatorOverloads(name, category, syntax, found, ANY_CASE);
      }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
      List<SqlOperator> all = new ArrayList<>(own.getOperatorList());
      all.addAll(others.getOperatorList());
      return all;
    }
  }
}
