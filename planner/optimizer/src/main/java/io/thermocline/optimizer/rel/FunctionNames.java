package io.thermocline.optimizer.rel;

import io.thermocline.engine.expr.FunctionId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions that the engine takes with the same arguments, by their name in SQL.
final class FunctionNames {
  private static final Map<String, FunctionId> BY_NAME = new HashMap<>();

  static {
    for (FunctionId function : FunctionId.values()) {
      BY_NAME.put(function.name(), function);
    }
    BY_NAME.put("CEILING", FunctionId.CEIL);
    BY_NAME.put("TRUNCATE", FunctionId.TRUNC);
    BY_NAME.put("POW", FunctionId.POWER);
    BY_NAME.put("LOG", FunctionId.LOG10);
    BY_NAME.put("CHAR_LENGTH", FunctionId.LENGTH);
    BY_NAME.put("CHARACTER_LENGTH", FunctionId.LENGTH);
    BY_NAME.put("BTRIM", FunctionId.TRIM);
    BY_NAME.put("SUBSTR", FunctionId.SUBSTRING);
    BY_NAME.put("DATE_PART", FunctionId.EXTRACT);
    BY_NAME.put("MOD", FunctionId.MODULO);
    BY_NAME.put("||", FunctionId.CONCAT_OPERATOR);
    BY_NAME.put("SIMILAR TO", FunctionId.SIMILAR_TO);
    BY_NAME.put("STARTSWITH", FunctionId.STARTS_WITH);
    BY_NAME.put("TRANSLATE3", FunctionId.TRANSLATE);
    BY_NAME.put("REGEXP_REPLACE_PG_3", FunctionId.REGEXP_REPLACE);
    BY_NAME.put("REGEXP_REPLACE_PG_4", FunctionId.REGEXP_REPLACE);
    BY_NAME.put("DATE_MINUS_DATE", FunctionId.SUBTRACT);
    BY_NAME.put("DATE_PLUS_DAYS", FunctionId.ADD);
    BY_NAME.put("DATE_MINUS_DAYS", FunctionId.SUBTRACT);
  }

  private FunctionNames() {}

  static @Nullable FunctionId find(String name) {
    return BY_NAME.get(name.toUpperCase(Locale.ROOT));
  }
}
