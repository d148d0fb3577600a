package io.thermocline.server.session;

import io.thermocline.server.query.Prepared;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The tables of the schema `system` for tests, with just enough SQL for what drivers ask: columns,
/// `=` and `LIKE … ESCAPE`.
final class SystemRows {
  private static final Pattern QUERY =
      Pattern.compile("SELECT (.*) FROM \"system\"\\.\"(\\w+)\" WHERE 1 = 1(.*?)(?: ORDER BY .*)?");
  private static final Pattern CONDITION =
      Pattern.compile(" AND \"(\\w+)\" (= '((?:[^']|'')*)'|LIKE '((?:[^']|'')*)' ESCAPE '\\\\')");

  private record Table(List<String> columns, List<List<@Nullable Object>> rows) {}

  private static final Map<String, Table> TABLES = new LinkedHashMap<>();

  static {
    put("schemas", List.of("schema_name"), row("shop"), row("system"));
    put(
        "tables",
        List.of("schema_name", "table_name", "table_type", "comment"),
        row("shop", "orders", "TABLE", "what customers bought"),
        row("shop", "order_items", "TABLE", null),
        row("shop", "orderXitems", "TABLE", null),
        row("shop", "it's", "VIEW", null),
        row("system", "tables", "SYSTEM TABLE", null));
    put(
        "columns",
        List.of(
            "schema_name",
            "table_name",
            "column_name",
            "ordinal",
            "data_type",
            "nullable",
            "comment"),
        row("shop", "orders", "id", 1, "bigint", false, null),
        row("shop", "orders", "total", 2, "numeric(12,2)", true, "in euros"),
        row("shop", "orders", "tags", 3, "text[]", true, null),
        row("shop", "order_items", "order_id", 1, "bigint", false, null));
    put(
        "primary_keys",
        List.of("schema_name", "table_name", "column_name", "key_sequence"),
        row("shop", "orders", "id", 1));
    put(
        "foreign_keys",
        List.of(
            "constraint_name",
            "schema_name",
            "table_name",
            "column_name",
            "ref_schema_name",
            "ref_table_name",
            "ref_column_name",
            "key_sequence"),
        row("items_order_fk", "shop", "order_items", "order_id", "shop", "orders", "id", 1));
  }

  private SystemRows() {}

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static void put(String name, List<String> columns, List<@Nullable Object>... rows) {
    TABLES.put(name, new Table(columns, List.of(rows)));
  }

  static TestQueryService.TestPrepared prepare(String sql) {
    Matcher query = QUERY.matcher(sql);
    if (!query.matches() || !TABLES.containsKey(query.group(2))) {
      throw new ThermoclineException(ErrorCode.UNDEFINED_TABLE, "no such table: " + sql);
    }
    List<Field> fields = new ArrayList<>();
    for (String column : query.group(1).replace("\"", "").split(", ?")) {
      fields.add(Field.nullable(column, type(column)));
    }
    return new TestQueryService.TestPrepared(sql, Prepared.Kind.SQL, fields, List.of(), List.of());
  }

  private static DataType type(String column) {
    return switch (column) {
      case "ordinal", "key_sequence" -> ScalarType.INT32;
      case "nullable" -> ScalarType.BOOLEAN;
      default -> ScalarType.TEXT;
    };
  }

  static List<Batch> rows(TestQueryService.TestPrepared prepared) {
    Matcher query = QUERY.matcher(prepared.text());
    if (!query.matches()) {
      throw new IllegalStateException(prepared.text());
    }
    Table table = TABLES.get(query.group(2));
    List<List<@Nullable Object>> result = new ArrayList<>();
    for (List<@Nullable Object> row : table.rows()) {
      if (matches(table, row, query.group(3))) {
        List<@Nullable Object> values = new ArrayList<>();
        prepared
            .columns()
            .forEach(field -> values.add(row.get(table.columns().indexOf(field.name()))));
        result.add(values);
      }
    }
    return result.isEmpty()
        ? List.of()
        : List.of(BatchReaders.batch(new Schema(prepared.columns()), result));
  }

  private static boolean matches(Table table, List<@Nullable Object> row, String conditions) {
    Matcher condition = CONDITION.matcher(conditions);
    boolean all = true;
    while (condition.find()) {
      String value = String.valueOf(row.get(table.columns().indexOf(condition.group(1))));
      String exact = condition.group(3);
      all &=
          exact == null ? like(value, condition.group(4)) : value.equals(exact.replace("''", "'"));
    }
    return all;
  }

  private static boolean like(String value, String pattern) {
    StringBuilder regex = new StringBuilder();
    String plain = pattern.replace("''", "'");
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '\\') {
        i++;
        regex.append(Pattern.quote(plain.substring(i, i + 1)));
      } else {
        regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return value.matches(regex.toString());
  }
}
