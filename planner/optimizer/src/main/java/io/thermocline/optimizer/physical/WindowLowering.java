package io.thermocline.optimizer.physical;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.engine.plan.WindowCall;
import io.thermocline.engine.plan.WindowFrame;
import io.thermocline.engine.plan.WindowGroup;
import io.thermocline.optimizer.rel.ExpressionLowering;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;

/// A projection with window functions as a window node and a projection above it.
final class WindowLowering {
  private final ExpressionLowering expressions;

  WindowLowering(ExpressionLowering expressions) {
    this.expressions = expressions;
  }

  /// Partition and order of a group.
  private record Order(List<Expression> partitionBy, List<SortKey> orderBy) {}

  PhysicalNode lower(PhysicalNode input, Project project) {
    List<RexOver> calls = new ArrayList<>();
    for (RexNode expression : project.getProjects()) {
      collect(expression, calls);
    }
    Map<Order, List<RexOver>> groups = new LinkedHashMap<>();
    for (RexOver call : calls) {
      groups.computeIfAbsent(order(call.getWindow()), key -> new ArrayList<>()).add(call);
    }
    List<WindowGroup> lowered = new ArrayList<>();
    List<Field> fields = new ArrayList<>(input.schema().fields());
    Map<RexOver, Integer> columns = new LinkedHashMap<>();
    groups.forEach((order, members) -> {
      List<WindowCall> windowCalls = new ArrayList<>();
      for (RexOver call : members) {
        columns.put(call, fields.size());
        fields.add(Field.nullable("w" + fields.size(), Types.toData(call.getType())));
        windowCalls.add(call(call));
      }
      lowered.add(new WindowGroup(order.partitionBy(), order.orderBy(), windowCalls));
    });
    PhysicalNode window = new PhysicalNode.WindowNode(input, lowered, new Schema(fields));
    List<Expression> projected = new ArrayList<>();
    for (RexNode expression : project.getProjects()) {
      projected.add(expressions.lower(replace(expression, columns)));
    }
    return new PhysicalNode.ProjectNode(window, projected, Types.schema(project.getRowType()));
  }

  private static void collect(RexNode node, List<RexOver> calls) {
    node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitOver(RexOver over) {
            if (!calls.contains(over)) {
              calls.add(over);
            }
            return over;
          }
        });
  }

  private static RexNode replace(RexNode node, Map<RexOver, Integer> columns) {
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitOver(RexOver over) {
            Integer column = columns.get(over);
            return column == null ? over : new RexInputRef(column, over.getType());
          }
        });
  }

  private Order order(RexWindow window) {
    List<SortKey> keys = new ArrayList<>();
    for (RexFieldCollation key : window.orderKeys) {
      boolean descending = key.getDirection().isDescending();
      boolean nullsFirst =
          switch (key.getNullDirection()) {
            case FIRST -> true;
            case LAST -> false;
            case UNSPECIFIED -> descending;
          };
      keys.add(new SortKey(expressions.lower(key.left), descending, nullsFirst));
    }
    return new Order(expressions.lower(window.partitionKeys), keys);
  }

  private WindowCall call(RexOver over) {
    String name = over.getAggOperator().getName().toUpperCase(Locale.ROOT);
    DataType type = Types.toData(over.getType());
    List<Expression> arguments = expressions.lower(over.getOperands());
    return switch (name) {
      case "ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST", "NTILE" ->
          new WindowCall.Ranking(WindowCall.RankingFunction.valueOf(name), arguments, type);
      case "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE" ->
          new WindowCall.Value(
              WindowCall.ValueFunction.valueOf(name),
              arguments,
              over.ignoreNulls(),
              frame(over.getWindow()),
              type);
      default -> {
        AggregateCall call =
            AggregateLowering.function(name, arguments, List.of(), type, over.isDistinct());
        yield new WindowCall.Aggregate(call, frame(over.getWindow()));
      }
    };
  }

  private WindowFrame frame(RexWindow window) {
    WindowFrame.Exclusion exclusion =
        switch (window.getExclude()) {
          case EXCLUDE_NO_OTHER -> WindowFrame.Exclusion.NO_OTHERS;
          case EXCLUDE_CURRENT_ROW -> WindowFrame.Exclusion.CURRENT_ROW;
          case EXCLUDE_GROUP -> WindowFrame.Exclusion.GROUP;
          case EXCLUDE_TIES -> WindowFrame.Exclusion.TIES;
        };
    return new WindowFrame(
        window.isRows() ? WindowFrame.Unit.ROWS : WindowFrame.Unit.RANGE,
        bound(window.getLowerBound()),
        bound(window.getUpperBound()),
        exclusion);
  }

  private WindowFrame.Bound bound(RexWindowBound bound) {
    if (bound.isCurrentRow()) {
      return new WindowFrame.Bound.CurrentRow();
    }
    if (bound.isUnbounded()) {
      return bound.isPreceding()
          ? new WindowFrame.Bound.UnboundedPreceding()
          : new WindowFrame.Bound.UnboundedFollowing();
    }
    RexNode offset = bound.getOffset();
    if (offset == null) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED,
          "a window frame bound " + bound + " is not supported; use a number of rows");
    }
    return bound.isPreceding()
        ? new WindowFrame.Bound.Preceding(expressions.lower(offset))
        : new WindowFrame.Bound.Following(expressions.lower(offset));
  }
}
