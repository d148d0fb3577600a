package io.thermocline.engine.operator;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.plan.DynamicFilterSlot;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The partitions of a scan. The scan is prepared on first need, when the dynamic filters are
/// filled.
final class ScanFragment implements Fragment {
  private final OperatorContext context;
  private final PhysicalNode node;

  ScanFragment(OperatorContext context, PhysicalNode node) {
    this.context = context;
    this.node = node;
  }

  @Override
  public Schema schema() {
    return node.schema();
  }

  @Override
  public List<Part> parts() {
    return switch (node) {
      case PhysicalNode.ScanNode scan -> {
        String nothing = context.dynamicFilters().excludesAll(scan.dynamicFilters());
        yield nothing == null ? partitions(prepare(scan)) : nothing(nothing);
      }
      case PhysicalNode.SqlScanNode scan -> {
        String nothing = context.dynamicFilters().excludesAll(scan.dynamicFilters());
        yield nothing == null ? partitions(prepare(scan)) : nothing(nothing);
      }
      default -> throw new IllegalStateException(node.label() + " is no scan");
    };
  }

  private List<Part> nothing(String reason) {
    context.query().statistics().counters(node).detail(reason);
    return List.of(scope -> BatchReaders.of(node.schema(), List.of()));
  }

  private List<Part> partitions(Scan scan) {
    context.query().statistics().counters(node).detail(scan.describe());
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < scan.partitions(); i++) {
      int partition = i;
      parts.add(scope -> new PassOperator(context, scope, node, scan.open(partition, scope)));
    }
    return parts;
  }

  private Scan prepare(PhysicalNode.ScanNode scan) {
    ScanRequest request = scan.request();
    if (scan.source().capabilities().contains(Capability.FILTER)) {
      Predicate dynamic = predicate(scan.dynamicFilters(), column -> typeOf(scan, column));
      if (dynamic != null) {
        Predicate filter = request.filter();
        request =
            request.withFilter(
                filter == null ? dynamic : new Predicate.And(List.of(filter, dynamic)));
      }
    }
    return scan.source().scan(request);
  }

  private Scan prepare(PhysicalNode.SqlScanNode scan) {
    Schema schema = scan.schema();
    Predicate dynamic =
        predicate(
            scan.dynamicFilters(),
            column ->
                schema.indexOf(column) < 0 ? null : schema.field(schema.indexOf(column)).type());
    return scan.source().query(scan.text().bind(context.parameters(), dynamic), schema);
  }

  private @Nullable Predicate predicate(
      List<DynamicFilterSlot> slots, Function<String, @Nullable DataType> typeOf) {
    return slots.isEmpty() ? null : context.dynamicFilters().predicate(slots, typeOf, this::cast);
  }

  private Vector cast(Vector values, DataType type) {
    Expression column = new Expression.ColumnReference(0, values.type());
    return context
        .compiler()
        .compile(new Expression.Cast(column, type, true))
        .evaluate(new Batch(List.of(values), values.size()));
  }

  private static @Nullable DataType typeOf(PhysicalNode.ScanNode scan, String column) {
    Aggregation aggregation = scan.request().aggregation();
    int index =
        (aggregation == null ? scan.request().columns() : aggregation.keys()).indexOf(column);
    return index < 0 ? null : scan.schema().field(index).type();
  }

  @Override
  public void close() {}
}
