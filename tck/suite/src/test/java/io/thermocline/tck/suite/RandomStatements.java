package io.thermocline.tck.suite;

import static io.thermocline.tck.suite.RandomExpressions.format;
import static io.thermocline.tck.suite.RandomExpressions.raw;

import io.thermocline.spi.type.Field;
import io.thermocline.tck.suite.RandomExpressions.Column;
import io.thermocline.tck.suite.RandomExpressions.Kind;
import io.thermocline.tck.suite.SqlTree.Item;
import io.thermocline.tck.suite.SqlTree.Items;
import io.thermocline.tck.suite.SqlTree.Select;
import io.thermocline.tck.suite.SqlTree.Sequence;
import io.thermocline.tck.suite.SqlTree.SetOperation;
import io.thermocline.tck.suite.SqlTree.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random statements over random tables. The rows of a statement with a limit are determined: it
/// orders by all of its columns.
final class RandomStatements implements RandomExpressions.SubQueries {
  private static final int MOST_NESTING = 2;

  private final List<RandomTable> tables;
  private final Random random;
  private final RandomExpressions expressions;
  private int names;
  private int nesting;

  RandomStatements(List<RandomTable> tables, Random random) {
    this.tables = tables;
    this.random = random;
    this.expressions = new RandomExpressions(random, this);
  }

  private boolean chance(int percent) {
    return expressions.chance(percent);
  }

  private String name(String prefix) {
    return prefix + names++;
  }

  /// A relation in FROM and its columns.
  private record Source(SqlTree text, List<Column> columns) {}

  private record From(SqlTree text, List<Column> columns) {}

  /// The next statement.
  SqlTree next() {
    names = 0;
    nesting = 0;
    if (chance(12)) {
      return setOperation();
    }
    return select(List.of(), chance(8));
  }

  private SqlTree setOperation() {
    List<Kind> kinds = new ArrayList<>();
    int width = 1 + random.nextInt(3);
    for (int i = 0; i < width; i++) {
      Kind kind = expressions.pick(List.of(Kind.values()));
      kinds.add(kind == Kind.OTHER ? Kind.TEXT : kind);
    }
    SqlTree tree = side(kinds);
    int more = 1 + random.nextInt(2);
    for (int i = 0; i < more; i++) {
      tree =
          new SetOperation(
              tree,
              expressions.pick(
                  "union", "union all", "intersect", "except", "except all", "intersect all"),
              side(kinds));
    }
    return tree;
  }

  private SqlTree side(List<Kind> kinds) {
    From from = from(List.of(), 2);
    List<SqlTree> items = new ArrayList<>();
    for (Kind kind : kinds) {
      items.add(item(expressions.of(kind, from.columns(), 1), false));
    }
    return new Select(
        nothing(), "", list(items), from.text(), where(from.columns()), "", nothing(), false, "");
  }

  private static Items nothing() {
    return new Items("", "", "", 0, List.of());
  }

  private static Items list(List<SqlTree> items) {
    return new Items("", ", ", "", 1, items);
  }

  private Item item(SqlTree expression, boolean key) {
    return new Item(
        expression,
        name("x"),
        key,
        random.nextInt(1000),
        expressions.pick("", "", " desc", " nulls first", " desc nulls last", " asc nulls last"));
  }

  private Source table(RandomTable table) {
    String alias = name("t");
    List<Column> columns = new ArrayList<>();
    for (Field field : table.columns().fields()) {
      columns.add(Column.of(alias + "." + field.name(), field.type()));
    }
    return new Source(raw(table.name() + " " + alias), columns);
  }

  private Source source(List<Source> common) {
    if (!common.isEmpty() && chance(50)) {
      return expressions.pick(common);
    }
    if (nesting < MOST_NESTING && chance(12)) {
      return derived();
    }
    return table(expressions.pick(tables));
  }

  private Source derived() {
    nesting++;
    Select select = (Select) select(List.of(), false);
    nesting--;
    String alias = name("d");
    List<Column> columns = new ArrayList<>();
    for (SqlTree part : select.items().parts()) {
      Item item = (Item) part;
      columns.add(column(alias, item));
    }
    return new Source(format("($) " + alias, select), columns);
  }

  private static Column column(String alias, Item item) {
    Kind kind = item.expression() instanceof Value value ? Kind.valueOf(value.type()) : Kind.OTHER;
    return new Column(alias + "." + item.name(), kind, "of " + item.name());
  }

  private From from(List<Source> common, int most) {
    Source first = source(common);
    List<Column> columns = new ArrayList<>(first.columns());
    List<SqlTree> joins = new ArrayList<>();
    int count = 1;
    while (count < most && chance(count < 3 ? 45 : 60)) {
      Source next = source(common);
      SqlTree condition = joinCondition(columns, next.columns());
      columns.addAll(next.columns());
      if (condition == null) {
        joins.add(format(" cross join $", next.text()));
        count += 2;
      } else {
        List<SqlTree> conditions = new ArrayList<>();
        conditions.add(condition);
        if (chance(20)) {
          conditions.add(new Value(Kind.BOOLEAN.name(), expressions.condition(columns, 0), "true"));
        }
        String kind =
            expressions.pick(" join ", " join ", " left join ", " right join ", " full join ");
        joins.add(format(kind + "$ on $", next.text(), new Items("", " and ", "", 1, conditions)));
      }
      count++;
    }
    return new From(
        new Sequence(List.of(raw(" from "), first.text(), new Items("", "", "", 0, joins))),
        columns);
  }

  private @org.jspecify.annotations.Nullable SqlTree joinCondition(
      List<Column> left, List<Column> right) {
    List<SqlTree> found = new ArrayList<>();
    for (Column l : left) {
      for (Column r : right) {
        boolean keys =
            (l.text().endsWith(".k") || l.text().endsWith(".id"))
                && (r.text().endsWith(".k") || r.text().endsWith(".id"));
        if (keys || l.kind() == r.kind() && l.kind() != Kind.OTHER && l.kind() != Kind.BOOLEAN) {
          SqlTree equal = format("$ = $", raw(l.text()), raw(r.text()));
          found.add(equal);
          if (keys) {
            found.add(equal);
            found.add(equal);
          }
        }
      }
    }
    return found.isEmpty() || chance(3) ? null : expressions.pick(found);
  }

  private SqlTree where(List<Column> columns) {
    List<SqlTree> conditions = new ArrayList<>();
    while (chance(conditions.isEmpty() ? 60 : 35)) {
      conditions.add(new Value(Kind.BOOLEAN.name(), expressions.condition(columns, 2), "true"));
    }
    return new Items(" where ", " and ", "", 0, conditions);
  }

  /// @param outer the columns of enclosing statements
  private SqlTree select(List<Column> outer, boolean withCommon) {
    List<Source> common = new ArrayList<>();
    SqlTree with = nothing();
    if (withCommon) {
      Source query = derived();
      String cte = name("w");
      List<SqlTree> pieces = ((Sequence) query.text()).parts();
      with = new Sequence(List.of(raw("with " + cte + " as ("), pieces.get(1), raw(") ")));
      String alias = ((SqlTree.Text) pieces.get(2)).text().substring(2);
      common.add(new Source(raw(cte + " " + alias), query.columns()));
    }
    From from =
        withCommon && chance(60) ? only(common.getFirst()) : from(List.of(), nesting > 0 ? 2 : 6);
    return chance(45) ? grouped(with, from) : plain(with, from);
  }

  private static From only(Source source) {
    return new From(new Sequence(List.of(raw(" from "), source.text())), source.columns());
  }

  private String limit() {
    return chance(60)
        ? " limit " + random.nextInt(12) + (chance(30) ? " offset " + random.nextInt(6) : "")
        : "";
  }

  private SqlTree plain(SqlTree with, From from) {
    List<SqlTree> items = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      items.add(
          item(
              chance(10)
                  ? window(from.columns())
                  : expressions.of(expressions.anyKind(from.columns()), from.columns(), 2),
              false));
    }
    boolean ordered = chance(45);
    return new Select(
        with,
        chance(20) ? "distinct " : "",
        list(items),
        from.text(),
        where(from.columns()),
        "",
        nothing(),
        ordered,
        ordered ? limit() : "");
  }

  /// A call over a window, without sub-queries, which the gateway does not take there.
  private SqlTree window(List<Column> columns) {
    int before = nesting;
    nesting = MOST_NESTING;
    SqlTree result = call(columns);
    nesting = before;
    return result;
  }

  private SqlTree call(List<Column> columns) {
    Kind kind = expressions.anyKind(columns);
    SqlTree argument = expressions.of(kind, columns, 1);
    List<SqlTree> order = new ArrayList<>();
    order.add(
        format(
            "$" + expressions.pick("", " desc", " nulls first", " desc nulls last"),
            expressions.of(expressions.anyKind(columns), columns, 0)));
    SqlTree partition =
        new Items(
            "partition by ",
            ", ",
            " ",
            0,
            chance(60)
                ? List.of(expressions.of(expressions.anyKind(columns), columns, 1))
                : List.of());
    Items by = new Items("order by ", ", ", "", 1, order);
    return switch (random.nextInt(6)) {
      case 0 -> new Value("BIGINT", format("rank() over ($$)", partition, by), "1");
      case 1 -> new Value("BIGINT", format("dense_rank() over ($$)", partition, by), "1");
      case 2 -> new Value("BIGINT", format("count(*) over ($$)", partition, by), "1");
      case 3 -> new Value("BIGINT", format("count($) over ($)", argument, partition), "1");
      case 4 ->
          new Value(
              "OTHER",
              format(
                  "sum($) over ($$ range between unbounded preceding and current row)",
                  expressions.of(Kind.INTEGER, columns, 1),
                  partition,
                  by),
              "1");
      default ->
          kind == Kind.BOOLEAN || kind == Kind.OTHER
              ? new Value("BIGINT", format("rank() over ($$)", partition, by), "1")
              : new Value(
                  kind.name(),
                  format(expressions.pick("min", "max") + "($) over ($$)", argument, partition, by),
                  "1");
    };
  }

  private SqlTree grouped(SqlTree with, From from) {
    List<SqlTree> items = new ArrayList<>();
    int keys = random.nextInt(4);
    for (int i = 0; i < keys; i++) {
      items.add(
          item(
              expressions.of(
                  expressions.anyKind(from.columns()), from.columns(), chance(50) ? 0 : 1),
              true));
    }
    int aggregates = 1 + random.nextInt(3);
    for (int i = 0; i < aggregates; i++) {
      items.add(item(aggregate(from.columns()), false));
    }
    SqlTree having = nothing();
    if (chance(20)) {
      having =
          new Items(
              " having ",
              " and ",
              "",
              0,
              List.of(
                  chance(50)
                      ? format("count(*) " + expressions.pick(">", "<=") + " " + random.nextInt(4))
                      : format("$ is not null", aggregate(from.columns()))));
    }
    boolean ordered = chance(40);
    String grouping =
        keys == 0
            ? ""
            : chance(80)
                ? "%s"
                : expressions.pick("rollup(%s)", "cube(%s)", "grouping sets((%1$s), ())");
    return new Select(
        with,
        chance(6) ? "distinct " : "",
        list(items),
        from.text(),
        where(from.columns()),
        grouping,
        having,
        ordered,
        ordered ? limit() : "");
  }

  private SqlTree aggregate(List<Column> columns) {
    Kind kind = expressions.anyKind(columns);
    String filter = chance(12) ? " filter (where $)" : "$";
    SqlTree condition =
        filter.equals("$")
            ? raw("")
            : new Value(Kind.BOOLEAN.name(), expressions.condition(columns, 0), "true");
    if (chance(15)) {
      return new Value("BIGINT", format("count(*)" + filter, condition), "count(*)");
    }
    SqlTree argument = expressions.of(kind, columns, 1);
    String distinct = chance(20) ? "distinct " : "";
    if (kind == Kind.OTHER || chance(20)) {
      return new Value(
          "BIGINT", format("count(" + distinct + "$)" + filter, argument, condition), "count(*)");
    }
    return switch (kind) {
      case INTEGER, BIGINT, DECIMAL -> {
        String function = expressions.pick("sum", "avg", "min", "max");
        Kind result =
            function.equals("avg")
                ? Kind.DECIMAL
                : function.equals("sum") ? kind == Kind.INTEGER ? Kind.BIGINT : Kind.DECIMAL : kind;
        yield new Value(
            result.name(),
            format(function + "(" + distinct + "$)" + filter, argument, condition),
            "count(*)");
      }
      case BOOLEAN ->
          new Value(
              kind.name(),
              format(expressions.pick("bool_and", "bool_or") + "($)" + filter, argument, condition),
              "count(*)");
      default ->
          new Value(
              kind.name(),
              format(expressions.pick("min", "max") + "($)" + filter, argument, condition),
              "count(*)");
    };
  }

  @Override
  public SqlTree condition(List<Column> outer) {
    if (nesting >= MOST_NESTING) {
      return raw("true");
    }
    nesting++;
    Source inner = table(expressions.pick(tables));
    Kind kind = expressions.pick(outer).kind();
    boolean usable = kind != Kind.OTHER;
    SqlTree result;
    if (usable && chance(60)) {
      List<SqlTree> conditions = new ArrayList<>();
      if (chance(60)) {
        conditions.add(
            new Value(Kind.BOOLEAN.name(), expressions.condition(inner.columns(), 1), "true"));
      }
      if (chance(25)) {
        conditions.add(correlation(outer, inner));
      }
      result =
          format(
              "($ " + expressions.pick("in", "not in") + " (select $ from $$))",
              expressions.of(kind, outer, 0),
              expressions.of(kind, inner.columns(), 0),
              inner.text(),
              new Items(" where ", " and ", "", 0, conditions));
    } else {
      List<SqlTree> conditions = new ArrayList<>();
      conditions.add(correlation(outer, inner));
      if (chance(50)) {
        conditions.add(
            new Value(Kind.BOOLEAN.name(), expressions.condition(inner.columns(), 1), "true"));
      }
      result =
          format(
              "(" + expressions.pick("exists", "not exists") + " (select 1 from $$))",
              inner.text(),
              new Items(" where ", " and ", "", 0, conditions));
    }
    nesting--;
    return result;
  }

  private SqlTree correlation(List<Column> outer, Source inner) {
    SqlTree condition = joinCondition(outer, inner.columns());
    return condition == null ? raw("true") : condition;
  }

  @Override
  public SqlTree scalar(List<Column> outer, Kind kind) {
    if (nesting >= MOST_NESTING) {
      return raw(expressions.literal(kind));
    }
    nesting++;
    Source inner = table(expressions.pick(tables));
    List<SqlTree> conditions = new ArrayList<>();
    if (chance(60)) {
      conditions.add(correlation(outer, inner));
    }
    if (chance(40)) {
      conditions.add(
          new Value(Kind.BOOLEAN.name(), expressions.condition(inner.columns(), 1), "true"));
    }
    String function =
        kind == Kind.BOOLEAN
            ? "bool_and"
            : kind == Kind.BIGINT ? "count" : expressions.pick("min", "max");
    SqlTree result =
        format(
            "(select " + function + "($) from $$)",
            expressions.of(kind, inner.columns(), 1),
            inner.text(),
            new Items(" where ", " and ", "", 0, conditions));
    nesting--;
    return result;
  }
}
