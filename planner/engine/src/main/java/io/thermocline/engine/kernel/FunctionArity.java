package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.FunctionId;

/// How many arguments a function takes.
record FunctionArity(int least, int most) {
  private static final int MANY = 10_000;

  static FunctionArity of(FunctionId function) {
    return switch (function) {
      case NOW, PI -> new FunctionArity(0, 0);
      case EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          MODULO,
          POWER,
          ATAN2,
          NULLIF,
          REGEX_MATCH,
          REGEX_MATCH_IGNORE_CASE,
          REGEXP_SUBSTR,
          POSITION,
          LEFT,
          RIGHT,
          REPEAT,
          STARTS_WITH,
          EXTRACT,
          AT_TIME_ZONE,
          TO_CHAR,
          TO_DATE ->
          new FunctionArity(2, 2);
      case NOT,
          IS_NULL,
          IS_NOT_NULL,
          IS_TRUE,
          IS_NOT_TRUE,
          IS_FALSE,
          IS_NOT_FALSE,
          NEGATE,
          ABS,
          CEIL,
          FLOOR,
          SIGN,
          SQRT,
          CBRT,
          EXP,
          LN,
          LOG10,
          SIN,
          COS,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          DEGREES,
          RADIANS,
          LOWER,
          UPPER,
          INITCAP,
          LENGTH,
          OCTET_LENGTH,
          REVERSE,
          ASCII,
          CHR,
          MD5,
          LAST_DAY ->
          new FunctionArity(1, 1);
      case BETWEEN, REPLACE, TRANSLATE, SPLIT_PART, MAKE_DATE, DATE_DIFF -> new FunctionArity(3, 3);
      case ROUND, TRUNC, TRIM, LTRIM, RTRIM, TO_TIMESTAMP, AGE -> new FunctionArity(1, 2);
      case LIKE, ILIKE, SIMILAR_TO, SUBSTRING, LPAD, RPAD, DATE_TRUNC, ARRAY_TO_STRING ->
          new FunctionArity(2, 3);
      case REGEXP_REPLACE, OVERLAY -> new FunctionArity(3, 4);
      case WIDTH_BUCKET -> new FunctionArity(4, 4);
      case MAKE_TIMESTAMP -> new FunctionArity(6, 6);
      case MAKE_INTERVAL -> new FunctionArity(1, 7);
      case AND, OR, COALESCE, GREATEST, LEAST, CONCAT_OPERATOR, CONCAT ->
          new FunctionArity(1, MANY);
      case CONCAT_WS -> new FunctionArity(2, MANY);
    };
  }
}
