package io.thermocline.tck.suite;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.tck.suite.SqlTree.Items;
import io.thermocline.tck.suite.SqlTree.Sequence;
import io.thermocline.tck.suite.SqlTree.Text;
import io.thermocline.tck.suite.SqlTree.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Random scalar expressions over the columns in scope, in the SQL that Postgres and the gateway
/// share. What fails for single rows (division by zero, overflow) is rare.
final class RandomExpressions {
  /// What an expression is; finer than needed for SQL, so that an expression can be replaced by one
  /// within it.
  enum Kind {
    INTEGER("0", "sum(%s)"),
    BIGINT("cast(0 as bigint)", "sum(%s)"),
    DECIMAL("0.5", "sum(%s)"),
    DOUBLE("cast(0.5 as double precision)", "min(%s)"),
    TEXT("'a'", "min(%s)"),
    BOOLEAN("true", "bool_or(%s)"),
    DATE("date '2024-02-29'", "max(%s)"),
    TIMESTAMP("timestamp '2024-02-29 12:00:00'", "max(%s)"),
    OTHER("null", "count(%s)");

    final String simplest;
    final String aggregate;

    Kind(String simplest, String aggregate) {
      this.simplest = simplest;
      this.aggregate = aggregate;
    }
  }

  /// A column that an expression can use.
  record Column(String text, Kind kind, String type) {
    static Column of(String text, DataType type) {
      Kind kind =
          switch (type) {
            case DecimalType d -> Kind.DECIMAL;
            case ScalarType s ->
                switch (s) {
                  case INT16, INT32 -> Kind.INTEGER;
                  case INT64 -> Kind.BIGINT;
                  case FLOAT32, FLOAT64 -> Kind.DOUBLE;
                  case TEXT -> Kind.TEXT;
                  case BOOLEAN -> Kind.BOOLEAN;
                  case DATE -> Kind.DATE;
                  case TIMESTAMP -> Kind.TIMESTAMP;
                  case BYTES, TIME, TIMESTAMP_TZ, INTERVAL, UUID, JSON -> Kind.OTHER;
                };
            default -> Kind.OTHER;
          };
      return new Column(text, kind, type.sqlName());
    }
  }

  /// Makes a condition with a sub-query over the columns in scope.
  interface SubQueries {
    SqlTree condition(List<Column> outer);

    SqlTree scalar(List<Column> outer, Kind kind);
  }

  private final Random random;
  private final SubQueries subQueries;

  RandomExpressions(Random random, SubQueries subQueries) {
    this.random = random;
    this.subQueries = subQueries;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  String pick(String... items) {
    return items[random.nextInt(items.length)];
  }

  static Text raw(String text) {
    return new Text(text);
  }

  static SqlTree format(String pattern, SqlTree... parts) {
    List<SqlTree> pieces = new ArrayList<>();
    String[] texts = pattern.split("\\$", -1);
    for (int i = 0; i < texts.length; i++) {
      if (!texts[i].isEmpty()) {
        pieces.add(new Text(texts[i]));
      }
      if (i < parts.length) {
        pieces.add(parts[i]);
      }
    }
    return new Sequence(pieces);
  }

  private static Value value(Kind kind, SqlTree body) {
    return new Value(kind.name(), body, kind.simplest);
  }

  /// A kind of which there is a column, or another one.
  Kind anyKind(List<Column> scope) {
    return chance(70) ? pick(scope).kind() : pick(List.of(Kind.values()));
  }

  /// An expression of a kind; a column where one fits and no depth is left.
  SqlTree of(Kind kind, List<Column> scope, int depth) {
    List<Column> fitting = scope.stream().filter(column -> column.kind() == kind).toList();
    if (kind == Kind.OTHER) {
      if (fitting.isEmpty()) {
        return of(Kind.TEXT, scope, depth);
      }
      return value(kind, raw(pick(fitting).text()));
    }
    if (depth <= 0 || chance(35)) {
      return value(
          kind, raw(fitting.isEmpty() || chance(12) ? literal(kind) : pick(fitting).text()));
    }
    int choice = random.nextInt(100);
    Supplier<SqlTree> same = () -> of(kind, scope, depth - 1);
    if (choice < 8) {
      return value(kind, caseOf(kind, scope, depth));
    }
    if (choice < 14) {
      return value(kind, format("coalesce($, $)", same.get(), same.get()));
    }
    if (choice < 17) {
      return value(kind, format("nullif($, $)", same.get(), same.get()));
    }
    if (choice < 20 && kind != Kind.BOOLEAN) {
      return value(kind, format(pick("greatest", "least") + "($, $)", same.get(), same.get()));
    }
    if (choice < 22) {
      return value(kind, subQueries.scalar(scope, kind));
    }
    return value(
        kind,
        switch (kind) {
          case INTEGER -> integer(scope, depth - 1);
          case BIGINT -> bigint(scope, depth - 1);
          case DECIMAL -> decimal(scope, depth - 1);
          case DOUBLE -> real(scope, depth - 1);
          case TEXT -> text(scope, depth - 1);
          case BOOLEAN -> condition(scope, depth - 1);
          case DATE -> date(scope, depth - 1);
          case TIMESTAMP -> timestamp(scope, depth - 1);
          case OTHER -> throw new IllegalStateException();
        });
  }

  String literal(Kind kind) {
    return switch (kind) {
      case INTEGER -> pick("0", "1", "2", "7", "-3", "100");
      case BIGINT -> pick("cast(5 as bigint)", "3000000000", "cast(-1 as bigint)");
      case DECIMAL -> pick("0.5", "1.25", "-3.10", "100.0", "0.000001", "12345678.9");
      case DOUBLE -> "cast(" + pick("0.25", "2", "-8.5", "0") + " as double precision)";
      case TEXT -> "'" + pick(RandomTable.WORDS).replace("'", "''") + "'";
      case BOOLEAN -> pick("true", "false", "cast(null as boolean)");
      case DATE -> "date '" + pick("2023-06-15", "2024-02-29", "2025-01-01", "1969-12-31") + "'";
      case TIMESTAMP ->
          "timestamp '"
              + pick("2023-06-15 00:00:00", "2024-02-29 23:59:59.999999", "2025-01-01 12:30:00")
              + "'";
      case OTHER -> "null";
    };
  }

  private SqlTree caseOf(Kind kind, List<Column> scope, int depth) {
    List<SqlTree> branches = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      branches.add(
          format(" when $ then $", of(Kind.BOOLEAN, scope, depth - 1), of(kind, scope, depth - 1)));
    }
    List<SqlTree> last =
        chance(70) ? List.of(format(" else $", of(kind, scope, depth - 1))) : List.of();
    return new Sequence(
        List.of(
            new Items("case", "", "", 1, branches), new Items("", "", "", 0, last), raw(" end")));
  }

  private SqlTree integer(List<Column> scope, int depth) {
    Supplier<SqlTree> i = () -> of(Kind.INTEGER, scope, depth);
    return switch (random.nextInt(16)) {
      case 0, 1 -> format("($ + $)", i.get(), i.get());
      case 2, 3 -> format("($ - $)", i.get(), i.get());
      case 4 -> format("($ * $)", i.get(), raw(pick("2", "3", "-1")));
      case 5 -> format("($ / nullif($, 0))", i.get(), i.get());
      case 6 -> format("($ % nullif($, 0))", i.get(), i.get());
      case 7 -> format("length($)", of(Kind.TEXT, scope, depth));
      case 8 ->
          format(
              "cast(extract(" + part() + " from $) as integer)",
              of(chance(50) ? Kind.DATE : Kind.TIMESTAMP, scope, depth));
      case 9 -> format("($ - $)", of(Kind.DATE, scope, depth), of(Kind.DATE, scope, depth));
      case 10 -> format("position($ in $)", of(Kind.TEXT, scope, 0), of(Kind.TEXT, scope, depth));
      case 11 -> format("abs($)", i.get());
      case 12 -> format("cast(round(cast($ % 1000 as numeric(12,2))) as integer)", i.get());
      case 13 -> format("($ / $)", i.get(), raw(pick("2", "-7", "3")));
      case 14 -> format("(- $)", i.get());
      default -> format("mod($, $)", i.get(), raw(pick("2", "-7", "10")));
    };
  }

  private String part() {
    return pick("year", "month", "day", "quarter", "dow", "isodow", "doy", "week", "isoyear");
  }

  private SqlTree bigint(List<Column> scope, int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> format("cast($ as bigint)", of(Kind.INTEGER, scope, depth));
      case 1 -> format("($ + $)", of(Kind.BIGINT, scope, depth), of(Kind.INTEGER, scope, depth));
      case 2 -> format("($ / $)", of(Kind.BIGINT, scope, depth), raw(pick("2", "-7", "10")));
      case 3 -> format("($ % $)", of(Kind.BIGINT, scope, depth), raw(pick("2", "-7", "10")));
      case 4 -> format("abs($ / 2)", of(Kind.BIGINT, scope, depth));
      default -> format("($ - $)", of(Kind.BIGINT, scope, depth), of(Kind.BIGINT, scope, 0));
    };
  }

  private SqlTree decimal(List<Column> scope, int depth) {
    Supplier<SqlTree> d = () -> of(Kind.DECIMAL, scope, depth);
    return switch (random.nextInt(14)) {
      case 0, 1 -> format("($ + $)", d.get(), d.get());
      case 2 -> format("($ - $)", d.get(), d.get());
      case 3 -> format("($ * $)", d.get(), raw(pick("2", "0.5", "-1.1")));
      case 4 -> format("($ / nullif($, 0))", d.get(), raw(pick("2", "3", "0.7")));
      case 5 -> format("round($, " + pick("0", "1", "2", "4") + ")", d.get());
      case 6 -> format("abs($)", d.get());
      case 7 -> format("floor($)", d.get());
      case 8 -> format("ceil($)", d.get());
      case 9 -> format("trunc($, " + pick("0", "1", "2") + ")", d.get());
      case 10 -> format("cast($ as numeric(14,3))", of(Kind.INTEGER, scope, depth));
      case 11 -> format("($ + $)", d.get(), of(Kind.INTEGER, scope, depth));
      case 12 -> format("($ % $)", d.get(), raw(pick("3", "0.7", "-2.5")));
      default -> format("sign($)", d.get());
    };
  }

  private SqlTree real(List<Column> scope, int depth) {
    Supplier<SqlTree> d = () -> of(Kind.DOUBLE, scope, depth);
    return switch (random.nextInt(7)) {
      case 0, 1 -> format("($ + $)", d.get(), d.get());
      case 2 -> format("($ - $)", d.get(), d.get());
      case 3 -> format("($ * $)", d.get(), raw(pick("2", "0.5", "-1.25")));
      case 4 -> format("abs($)", d.get());
      case 5 -> format("cast($ as double precision)", of(Kind.INTEGER, scope, depth));
      default -> format("($ / $)", d.get(), raw("cast(4 as double precision)"));
    };
  }

  private SqlTree text(List<Column> scope, int depth) {
    Supplier<SqlTree> t = () -> of(Kind.TEXT, scope, depth);
    return switch (random.nextInt(20)) {
      case 0, 1 -> format("($ || $)", t.get(), t.get());
      case 2 -> format("upper($)", t.get());
      case 3 -> format("lower($)", t.get());
      case 4 -> format("trim($)", t.get());
      case 5 ->
          format(
              "substring($ from " + pick("1", "2", "0", "-1") + " for " + pick("1", "3") + ")",
              t.get());
      case 6 -> format("replace($, " + pick("'a'", "'b'", "''") + ", 'xy')", t.get());
      case 7 -> format("left($, " + pick("1", "2", "-1", "0") + ")", t.get());
      case 8 -> format("right($, " + pick("1", "2", "-1", "0") + ")", t.get());
      case 9 -> format(pick("lpad", "rpad") + "($, " + pick("3", "5", "0") + ", '*')", t.get());
      case 10 -> format("cast($ as text)", of(Kind.INTEGER, scope, depth));
      case 11 -> format("cast($ as text)", of(Kind.BIGINT, scope, depth));
      case 12 -> format("cast($ as text)", of(Kind.DATE, scope, depth));
      case 13 -> format("to_char($, 'YYYY-MM-DD HH24:MI')", of(Kind.TIMESTAMP, scope, depth));
      case 14 -> format("concat($, $)", t.get(), t.get());
      case 15 -> format("reverse($)", t.get());
      case 16 -> format("split_part($, 'b', " + pick("1", "2") + ")", t.get());
      case 17 -> format("initcap($)", t.get());
      case 18 -> format("cast($ as text)", of(Kind.BOOLEAN, scope, depth));
      default -> format("cast($ as varchar(2))", t.get());
    };
  }

  private SqlTree date(List<Column> scope, int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> format("($ + $)", of(Kind.DATE, scope, depth), raw(pick("1", "31", "-400")));
      case 1 -> format("($ - $)", of(Kind.DATE, scope, depth), raw(pick("1", "31", "365")));
      case 2 -> format("cast($ as date)", of(Kind.TIMESTAMP, scope, depth));
      case 3 ->
          format("cast(date_trunc('" + unit() + "', $) as date)", of(Kind.DATE, scope, depth));
      default ->
          format("cast($ + interval '" + interval() + "' as date)", of(Kind.DATE, scope, depth));
    };
  }

  private String unit() {
    return pick("year", "quarter", "month", "week", "day");
  }

  private String interval() {
    return pick("1 day", "1 month", "13 months", "2 years", "1 week", "-1 month");
  }

  private SqlTree timestamp(List<Column> scope, int depth) {
    Supplier<SqlTree> t = () -> of(Kind.TIMESTAMP, scope, depth);
    return switch (random.nextInt(5)) {
      case 0 -> format("($ + interval '" + interval() + "')", t.get());
      case 1 -> format("($ - interval '" + pick("1 hour", "90 minutes", "1 month") + "')", t.get());
      case 2 -> format("date_trunc('" + pick(unit(), "hour", "minute") + "', $)", t.get());
      case 3 -> format("cast($ as timestamp)", of(Kind.DATE, scope, depth));
      default -> format("($ + interval '" + interval() + "')", of(Kind.DATE, scope, depth));
    };
  }

  /// A condition.
  SqlTree condition(List<Column> scope, int depth) {
    Kind kind = pick(scope).kind();
    Supplier<SqlTree> operand = () -> of(kind, scope, depth);
    int choice = random.nextInt(100);
    if (choice < 10 && depth > 0) {
      return format(
          pick("($ and $)", "($ or $)"),
          value(Kind.BOOLEAN, condition(scope, depth - 1)),
          value(Kind.BOOLEAN, condition(scope, depth - 1)));
    }
    if (choice < 16) {
      return format("(not $)", value(Kind.BOOLEAN, condition(scope, depth - 1)));
    }
    if (choice < 24) {
      return format("($ is " + pick("null", "not null") + ")", operand.get());
    }
    if (choice < 32) {
      return subQueries.condition(scope);
    }
    if (choice < 36) {
      return format(
          "($ is " + pick("true", "not true", "false", "not false") + ")",
          of(Kind.BOOLEAN, scope, depth));
    }
    if (choice < 50 || kind == Kind.TEXT && choice < 60) {
      return format(
          "($ "
              + pick("like", "not like", "ilike", "not ilike")
              + " "
              + pick(
                  "'%a%'", "'a%'", "'_'", "'%'", "''", "'%\\%'", "'A_'", "'%é'", "'ä%'", "'%\\\\y'")
              + ")",
          of(Kind.TEXT, scope, depth));
    }
    if (kind == Kind.OTHER) {
      Column column = pick(scope.stream().filter(c -> c.kind() == Kind.OTHER).toList());
      List<Column> equal = scope.stream().filter(c -> c.type().equals(column.type())).toList();
      return format("($ " + comparison() + " $)", raw(column.text()), raw(pick(equal).text()));
    }
    if (choice < 62) {
      List<SqlTree> list = new ArrayList<>();
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        list.add(chance(85) ? raw(literal(kind)) : chance(50) ? raw("null") : of(kind, scope, 0));
      }
      return format(
          "($ " + pick("in", "not in") + " $)", operand.get(), new Items("(", ", ", ")", 1, list));
    }
    if (choice < 70 && kind != Kind.BOOLEAN) {
      return format(
          "($ " + pick("between", "not between") + " $ and $)",
          operand.get(),
          raw(literal(kind)),
          operand.get());
    }
    if (choice < 75) {
      return format("($ is " + pick("", "not ") + "distinct from $)", operand.get(), operand.get());
    }
    Kind other =
        kind == Kind.INTEGER && chance(30)
            ? pick(List.of(Kind.BIGINT, Kind.DECIMAL, Kind.DOUBLE))
            : kind == Kind.DATE && chance(30) ? Kind.TIMESTAMP : kind;
    return format(
        "($ " + comparison() + " $)",
        operand.get(),
        chance(60) ? raw(literal(other)) : of(other, scope, depth));
  }

  private String comparison() {
    return pick("=", "<>", "<", "<=", ">", ">=");
  }
}
