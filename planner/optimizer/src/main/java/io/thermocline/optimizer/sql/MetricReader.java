package io.thermocline.optimizer.sql;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.TableSemantics.Metric;
import io.thermocline.optimizer.MetricExpression;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.ValidatedStatement;
import io.thermocline.optimizer.ValidatedStatement.ExplainMode;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Reads a metric by validating it as the only column of a query over its tables. For one metric.
final class MetricReader {
  private final SqlFrontend frontend;
  private final Catalog catalog;
  private final LogicalTable table;
  private final Metric metric;

  MetricReader(SqlFrontend frontend, Catalog catalog, LogicalTable table, Metric metric) {
    this.frontend = frontend;
    this.catalog = catalog;
    this.table = table;
    this.metric = metric;
  }

  MetricExpression read() {
    List<LogicalTable> tables = tables();
    SessionParameters session =
        new SessionParameters(table.schema(), ZoneOffset.UTC, Instant.EPOCH);
    ValidatedStatement statement =
        frontend.parse(
            query(
                tables.stream()
                    .map(t -> quoted(t.name()))
                    .collect(Collectors.joining(" cross join "))),
            new Catalog(0, tables),
            session);
    if (statement.explain() != ExplainMode.NONE || statement.schema().size() != 1) {
      throw wrong();
    }
    RelNode top = statement.rel();
    Project over = top instanceof Project project ? project : null;
    if (over != null) {
      top = over.getInput();
    }
    if (!(top instanceof Aggregate aggregate) || aggregate.getGroupCount() > 0) {
      throw wrong();
    }
    RelNode input = aggregate.getInput();
    Project arguments = input instanceof Project project ? project : null;
    if (arguments != null) {
      input = arguments.getInput();
    }
    RexNode filter = null;
    if (input instanceof Filter f) {
      filter = f.getCondition();
      input = f.getInput();
    }
    requireTables(input);
    List<MetricExpression.Call> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      calls.add(call(call, arguments, aggregate.getInput()));
    }
    RexNode value =
        over == null
            ? aggregate.getCluster().getRexBuilder().makeInputRef(aggregate, 0)
            : over.getProjects().getFirst();
    requirePlain(value);
    requirePlain(filter);
    return new MetricExpression(tables, calls, value, filter);
  }

  private String query(String from) {
    return "select (\n"
        + metric.expression()
        + "\n) as metric from "
        + from
        + (metric.filter().isBlank() ? "" : " where (\n" + metric.filter() + "\n)");
  }

  private MetricExpression.Call call(
      AggregateCall call, @Nullable Project arguments, RelNode input) {
    if (!call.getCollation().getFieldCollations().isEmpty() || call.distinctKeys != null) {
      throw wrong();
    }
    List<RexNode> inputs = new ArrayList<>();
    for (int argument : call.getArgList()) {
      inputs.add(input(argument, arguments, input));
    }
    RexNode filter = call.filterArg < 0 ? null : input(call.filterArg, arguments, input);
    inputs.forEach(this::requirePlain);
    requirePlain(filter);
    return new MetricExpression.Call(call.getAggregation(), call.isDistinct(), inputs, filter);
  }

  private static RexNode input(int field, @Nullable Project arguments, RelNode input) {
    return arguments != null
        ? arguments.getProjects().get(field)
        : RexInputRef.of(field, input.getRowType());
  }

  /// The metric's own table and those that its SQL names in front of a dot.
  private List<LogicalTable> tables() {
    List<LogicalTable> tables = new ArrayList<>();
    tables.add(table);
    String text = query("\"" + table.name() + "\"");
    SqlNode node;
    try {
      node =
          SqlParser.create(TextNormalizer.normalize(text).text(), SqlFrontend.PARSER).parseStmt();
    } catch (SqlParseException e) {
      throw new ThermoclineException(
          ErrorCode.SYNTAX_ERROR,
          "the metric \""
              + metric.name()
              + "\" is not a SQL expression and condition: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "; write it as after SELECT and WHERE",
          e);
    }
    node.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier identifier) {
            if (identifier.names.size() == 2) {
              catalog
                  .table(table.schema(), identifier.names.get(0))
                  .filter(found -> !tables.contains(found))
                  .ifPresent(tables::add);
            }
            return null;
          }
        });
    return tables;
  }

  private void requireTables(RelNode rel) {
    switch (rel) {
      case TableScan scan -> {}
      case Join join -> join.getInputs().forEach(this::requireTables);
      default -> throw wrong();
    }
  }

  private void requirePlain(@Nullable RexNode node) {
    if (node != null) {
      node.accept(
          new RexVisitorImpl<@Nullable Void>(true) {
            @Override
            public @Nullable Void visitSubQuery(RexSubQuery query) {
              throw wrong();
            }

            @Override
            public @Nullable Void visitOver(org.apache.calcite.rex.RexOver over) {
              throw wrong();
            }
          });
    }
  }

  private ThermoclineException wrong() {
    return new ThermoclineException(
        ErrorCode.CONFIGURATION,
        "the metric \""
            + metric.name()
            + "\" of \""
            + table.name()
            + "\" is not made of aggregates such as sum(…) or count(*) over its table and those that its keys lead to; "
            + "sub-queries, windows and plain columns do not belong there");
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
