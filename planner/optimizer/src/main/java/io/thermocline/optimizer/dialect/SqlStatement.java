package io.thermocline.optimizer.dialect;

import io.thermocline.optimizer.rel.SegmentScan;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/// Writes a tree over segments of one source as one statement in its dialect. For one tree and one
/// thread.
///
/// Every column of a sub-query has a name of its own in the whole statement, so that a name never
/// means two things.
public final class SqlStatement {
  private final Dialect dialect;
  private int tables;
  private int columns;

  private SqlStatement(Dialect dialect) {
    this.dialect = dialect;
  }

  /// Whether a source is sent SQL at all.
  public static boolean understands(Source source) {
    return Dialect.of(source) != null;
  }

  /// The statement for a tree, or empty when the source's dialect has no exact equivalent. Its
  /// columns are the tree's in order; a tree without columns gives one column that means nothing.
  public static Optional<String> render(Source source, RelNode rel) {
    Dialect dialect = Dialect.of(source);
    if (dialect == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SqlStatement(dialect).select(rel).text());
    } catch (NotExact e) {
      return Optional.empty();
    }
  }

  /// Whether a condition over a row has an exact equivalent.
  public static boolean hasExact(Source source, RexNode expression, RelNode input) {
    Dialect dialect = Dialect.of(source);
    if (dialect == null) {
      return false;
    }
    try {
      List<String> names = new ArrayList<>();
      for (RelDataTypeField field : input.getRowType().getFieldList()) {
        names.add("c" + field.getIndex());
      }
      String text = dialect.expression(expression, names);
      return !text.isEmpty();
    } catch (NotExact e) {
      return false;
    }
  }

  /// A SELECT under construction.
  private final class Select {
    String from = "";
    final List<String> columns = new ArrayList<>();
    final List<DataType> types = new ArrayList<>();
    final List<String> where = new ArrayList<>();
    @Nullable String groupBy;
    boolean aggregated;
    boolean windowed;
    boolean plainTable;
    final List<String> orderBy = new ArrayList<>();
    long fetch = -1;
    long offset;

    boolean isBounded() {
      return fetch >= 0 || offset > 0;
    }

    String text() {
      List<String> named = new ArrayList<>();
      for (String column : columns) {
        named.add(column + " AS " + dialect.quote("c" + named.size()));
      }
      return text(named.isEmpty() ? List.of("1 AS " + dialect.quote("c0")) : named);
    }

    String text(List<String> selected) {
      StringBuilder text = new StringBuilder("SELECT ").append(String.join(", ", selected));
      text.append(" FROM ").append(from);
      if (!where.isEmpty()) {
        text.append(" WHERE ").append(String.join(" AND ", where));
      }
      if (groupBy != null) {
        text.append(" GROUP BY ").append(groupBy);
      }
      if (!orderBy.isEmpty()) {
        text.append(" ORDER BY ").append(String.join(", ", orderBy));
      }
      return text.append(dialect.limit(fetch, offset)).toString();
    }
  }

  private Select select(RelNode rel) {
    return switch (rel) {
      case SegmentScan scan -> scan(scan);
      case Filter filter -> filter(filter);
      case Project project -> project(project);
      case Aggregate aggregate -> aggregate(aggregate);
      case Sort sort -> sort(sort);
      case Join join -> join(join);
      case SetOp set -> set(set);
      default -> throw NotExact.INSTANCE;
    };
  }

  private Select scan(SegmentScan scan) {
    Select select = new Select();
    String alias = "t" + ++tables;
    String schema = scan.segment().relation().schema();
    String table = dialect.quote(scan.segment().relation().name());
    select.from = (schema.isEmpty() ? table : dialect.quote(schema) + "." + table) + " AS " + alias;
    select.plainTable = true;
    for (Field field : scan.logicalTable().columns().fields()) {
      select.columns.add(dialect.column(alias + "." + dialect.quote(field.name()), field.type()));
      select.types.add(field.type());
    }
    return select;
  }

  /// The same rows as the only table of a new SELECT.
  private Select wrap(Select inner) {
    Select outer = new Select();
    String alias = "t" + ++tables;
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < inner.columns.size(); i++) {
      String name = dialect.quote("c" + ++columns + "_" + tables);
      selected.add(inner.columns.get(i) + " AS " + name);
      outer.columns.add(alias + "." + name);
      outer.types.add(inner.types.get(i));
    }
    if (selected.isEmpty()) {
      selected.add("1 AS " + dialect.quote("c" + ++columns + "_" + tables));
    }
    if (!inner.isBounded()) {
      inner.orderBy.clear();
    }
    outer.from = "(" + inner.text(selected) + ") AS " + alias;
    outer.plainTable = true;
    return outer;
  }

  private Select filter(Filter filter) {
    Select select = select(filter.getInput());
    if (select.aggregated || select.windowed || select.isBounded()) {
      select = wrap(select);
    }
    for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
      select.where.add(dialect.expression(condition, select.columns));
    }
    return select;
  }

  private Select project(Project project) {
    Select select = select(project.getInput());
    boolean over = project.getProjects().stream().anyMatch(RexOver::containsOver);
    if (select.windowed || over && (select.aggregated || select.isBounded())) {
      select = wrap(select);
    }
    List<String> texts = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    for (RexNode expression : project.getProjects()) {
      texts.add(dialect.expression(expression, select.columns));
      types.add(Types.toData(expression.getType()));
    }
    select.columns.clear();
    select.columns.addAll(texts);
    select.types.clear();
    select.types.addAll(types);
    select.windowed |= over;
    return select;
  }

  private Select aggregate(Aggregate aggregate) {
    Select input = select(aggregate.getInput());
    boolean computedKey =
        aggregate.getGroupSet().toList().stream()
            .anyMatch(key -> isComputed(aggregate.getInput(), key));
    if (input.aggregated || input.windowed || input.isBounded() || computedKey) {
      input = wrap(input);
    }
    input.orderBy.clear();
    List<String> columns = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      dialect.requireGroupable(input.types.get(key));
      keys.add(input.columns.get(key));
      columns.add(input.columns.get(key));
      types.add(input.types.get(key));
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      columns.add(dialect.aggregate(call, input.columns, input.types));
      types.add(Types.toData(call.getType()));
    }
    input.groupBy = groupBy(aggregate, keys);
    input.aggregated = true;
    input.columns.clear();
    input.columns.addAll(columns);
    input.types.clear();
    input.types.addAll(types);
    return input;
  }

  /// Whether a key is a constant, which GROUP BY would read as a position.
  private static boolean isComputed(RelNode input, int column) {
    return input instanceof Project project
        && RelOptUtil.InputFinder.bits(project.getProjects().get(column)).isEmpty();
  }

  private @Nullable String groupBy(Aggregate aggregate, List<String> keys) {
    if (aggregate.getGroupType() == Aggregate.Group.SIMPLE) {
      return keys.isEmpty() ? null : String.join(", ", keys);
    }
    if (!dialect.setOperations()) {
      throw NotExact.INSTANCE;
    }
    List<String> sets = new ArrayList<>();
    for (ImmutableBitSet set : aggregate.getGroupSets()) {
      List<String> members = new ArrayList<>();
      for (int key : set) {
        members.add(keys.get(aggregate.getGroupSet().indexOf(key)));
      }
      sets.add("(" + String.join(", ", members) + ")");
    }
    return "GROUPING SETS (" + String.join(", ", sets) + ")";
  }

  private Select sort(Sort sort) {
    Select select = select(sort.getInput());
    if (select.isBounded()) {
      select = wrap(select);
    }
    List<String> keys = new ArrayList<>();
    for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
      int column = key.getFieldIndex();
      if (!isConstant(sort.getInput(), column)) {
        keys.add(
            dialect.sortKey(
                select.columns.get(column),
                select.types.get(column),
                key.getDirection(),
                key.nullDirection));
      }
    }
    if (!keys.isEmpty()) {
      select.orderBy.clear();
      select.orderBy.addAll(keys);
    }
    select.fetch = sort.fetch == null ? -1 : number(sort.fetch);
    select.offset = sort.offset == null ? 0 : number(sort.offset);
    return select;
  }

  private static boolean isConstant(RelNode input, int column) {
    return input instanceof Project project
        && project.getProjects().get(column) instanceof RexLiteral;
  }

  private static long number(RexNode node) {
    if (node instanceof RexLiteral literal) {
      BigDecimal value = literal.getValueAs(BigDecimal.class);
      if (value != null && value.signum() >= 0) {
        return value.longValueExact();
      }
    }
    throw NotExact.INSTANCE;
  }

  private Select join(Join join) {
    dialect.requireJoin(join);
    boolean semi = join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI;
    Select left = side(select(join.getLeft()), join.getJoinType() == JoinRelType.INNER || semi);
    Select right = side(select(join.getRight()), join.getJoinType() == JoinRelType.INNER);
    List<String> both = new ArrayList<>(left.columns);
    both.addAll(right.columns);
    List<String> on = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
      on.add(dialect.expression(condition, both));
    }
    String condition = on.isEmpty() ? "1 = 1" : String.join(" AND ", on);
    if (semi && dialect.semiJoinAsExists()) {
      String not = join.getJoinType() == JoinRelType.ANTI ? "NOT " : "";
      List<String> inner = new ArrayList<>(right.where);
      inner.add(condition);
      left.where.add(
          not
              + "EXISTS (SELECT 1 FROM "
              + right.from
              + " WHERE "
              + String.join(" AND ", inner)
              + ")");
      left.plainTable = false;
      return left;
    }
    Select result = new Select();
    result.where.addAll(left.where);
    result.where.addAll(right.where);
    String keyword =
        switch (join.getJoinType()) {
          case INNER -> on.isEmpty() ? " CROSS JOIN " : " INNER JOIN ";
          case LEFT -> " LEFT JOIN ";
          case RIGHT -> " RIGHT JOIN ";
          case FULL -> " FULL JOIN ";
          case SEMI -> " LEFT SEMI JOIN ";
          case ANTI -> " LEFT ANTI JOIN ";
          default -> throw NotExact.INSTANCE;
        };
    if (!dialect.semiJoinAsExists() && join.getJoinType() == JoinRelType.INNER) {
      condition = equalities(join, both, result.where);
    }
    result.from =
        left.from
            + keyword
            + right.from
            + (keyword.equals(" CROSS JOIN ") ? "" : " ON " + condition);
    result.columns.addAll(semi ? left.columns : both);
    result.types.addAll(left.types);
    if (!semi) {
      result.types.addAll(right.types);
    }
    return result;
  }

  /// The equalities of an inner join; its other conditions become part of WHERE.
  private String equalities(Join join, List<String> both, List<String> where) {
    List<String> on = new ArrayList<>();
    int shift = join.getLeft().getRowType().getFieldCount();
    for (int i = 0; i < join.analyzeCondition().leftKeys.size(); i++) {
      on.add(
          both.get(join.analyzeCondition().leftKeys.get(i))
              + " = "
              + both.get(shift + join.analyzeCondition().rightKeys.get(i)));
    }
    for (RexNode other : join.analyzeCondition().nonEquiConditions) {
      where.add(dialect.expression(other, both));
    }
    return String.join(" AND ", on);
  }

  /// A select as an operand of a join: nothing but tables, and conditions where they may move to
  /// the outside.
  private Select side(Select select, boolean conditionsMove) {
    boolean simple =
        !select.aggregated
            && !select.windowed
            && !select.isBounded()
            && (select.where.isEmpty() || conditionsMove)
            && select.columns.stream()
                .allMatch(column -> column.matches("t\\d+\\.[\"`][^\"`]*[\"`]"));
    if (!simple || !select.plainTable) {
      return wrap(select);
    }
    select.orderBy.clear();
    return select;
  }

  private Select set(SetOp set) {
    if (!(set instanceof Union union && union.all) && !dialect.setOperations()) {
      throw NotExact.INSTANCE;
    }
    String operator =
        switch (set) {
          case Union u -> " UNION" + (u.all ? " ALL " : " ");
          case Intersect i -> " INTERSECT" + (i.all ? " ALL " : " ");
          case Minus m -> " EXCEPT" + (m.all ? " ALL " : " ");
          default -> throw NotExact.INSTANCE;
        };
    List<DataType> types =
        set.getRowType().getFieldList().stream().map(f -> Types.toData(f.getType())).toList();
    if (types.isEmpty()) {
      throw NotExact.INSTANCE;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      names.add(dialect.quote("c" + ++columns + "_u"));
    }
    List<String> parts = new ArrayList<>();
    for (RelNode input : set.getInputs()) {
      Select part = select(input);
      List<String> selected = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        if (!part.types.get(i).equals(types.get(i))) {
          throw NotExact.INSTANCE;
        }
        if (!set.all && !(set instanceof Union)) {
          dialect.requireGroupable(types.get(i));
        }
        selected.add(part.columns.get(i) + " AS " + names.get(i));
      }
      parts.add("(" + part.text(selected) + ")");
    }
    Select result = new Select();
    String alias = "t" + ++tables;
    result.from = "(" + String.join(operator, parts) + ") AS " + alias;
    result.plainTable = true;
    for (int i = 0; i < types.size(); i++) {
      result.columns.add(alias + "." + names.get(i));
      result.types.add(types.get(i));
    }
    return result;
  }

  /// The schema's column that stands for rows without columns.
  public static final Field NO_COLUMNS = Field.required("c0", ScalarType.INT32);
}
