package io.thermocline.optimizer.physical;

import io.thermocline.optimizer.rel.SegmentScan;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.jspecify.annotations.Nullable;

/// A structured scan that is still growing: what the source will be asked for.
///
/// @param stored the relation's columns as the source has them, in the logical table's order
/// @param columns for each column of the result its position in `stored`; the keys and arguments
///   lie there when there is an aggregation
record Access(
    Source source,
    SegmentScan scan,
    Schema stored,
    List<Integer> columns,
    List<Predicate> filters,
    @Nullable Aggregation aggregation,
    long limit) {

  /// All columns of a segment.
  static Access of(Source source, SegmentScan scan) {
    List<String> names = scan.logicalTable().columns().fields().stream().map(Field::name).toList();
    Schema stored = source.scan(ScanRequest.of(scan.segment().relation(), names)).schema();
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      all.add(i);
    }
    return new Access(source, scan, stored, all, List.of(), null, -1);
  }

  boolean isPlain() {
    return aggregation == null && limit < 0;
  }

  boolean can(Capability capability) {
    return source.capabilities().contains(capability);
  }

  /// The stored column behind a column of the result when both have the same type, else null.
  @Nullable Field storedColumn(int column) {
    int position = columns.get(column);
    Field field = stored.field(position);
    Field logical = scan.logicalTable().columns().field(position);
    return field.type().equals(logical.type()) ? field.withName(logical.name()) : null;
  }

  Access withColumns(List<Integer> selected) {
    return new Access(
        source,
        scan,
        stored,
        selected.stream().map(columns::get).toList(),
        filters,
        aggregation,
        limit);
  }

  Access withFilters(List<Predicate> more) {
    List<Predicate> all = new ArrayList<>(filters);
    all.addAll(more);
    return new Access(source, scan, stored, columns, all, aggregation, limit);
  }

  Access withLimit(long rows) {
    return new Access(source, scan, stored, columns, filters, aggregation, rows);
  }

  /// The same scan grouped and aggregated, or null when the source does not do exactly that.
  @Nullable Access aggregate(Aggregate aggregate) {
    if (!isPlain() || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      return null;
    }
    List<String> keys = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      Field field = storedColumn(key);
      if (field == null) {
        return null;
      }
      keys.add(field.name());
      positions.add(columns.get(key));
    }
    List<Aggregation.Call> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      Aggregation.Call converted = convert(call);
      if (converted == null) {
        return null;
      }
      calls.add(converted);
      positions.add(call.getArgList().isEmpty() ? 0 : columns.get(call.getArgList().get(0)));
    }
    Access grouped =
        new Access(source, scan, stored, positions, filters, new Aggregation(keys, calls), -1);
    return source.aggregates(grouped.request()) ? grouped : null;
  }

  private Aggregation.@Nullable Call convert(AggregateCall call) {
    if (call.filterArg >= 0 || call.getArgList().size() > 1 || call.isApproximate()) {
      return null;
    }
    Field field = call.getArgList().isEmpty() ? null : storedColumn(call.getArgList().get(0));
    if (field == null && !call.getArgList().isEmpty()) {
      return null;
    }
    String column = field == null ? null : field.name();
    return switch (call.getAggregation().getKind()) {
      case COUNT -> new Aggregation.Call(Aggregation.Function.COUNT, column, call.isDistinct());
      case SUM ->
          field == null || field.type() == ScalarType.FLOAT32 || !field.type().isNumeric()
              ? null
              : new Aggregation.Call(Aggregation.Function.SUM, column, call.isDistinct());
      case MIN -> extreme(call, Aggregation.Function.MIN, field);
      case MAX -> extreme(call, Aggregation.Function.MAX, field);
      default -> null;
    };
  }

  private static Aggregation.@Nullable Call extreme(
      AggregateCall call, Aggregation.Function function, @Nullable Field field) {
    boolean known = call.getAggregation().getName().equalsIgnoreCase(function.name());
    return field != null && known ? new Aggregation.Call(function, field.name(), false) : null;
  }

  /// What the source is asked for.
  ScanRequest request() {
    List<String> names = new ArrayList<>();
    if (aggregation == null) {
      for (int column : columns) {
        names.add(scan.logicalTable().columns().field(column).name());
      }
    }
    Predicate filter =
        filters.isEmpty()
            ? null
            : filters.size() == 1 ? filters.get(0) : new Predicate.And(filters);
    return new ScanRequest(scan.segment().relation(), names, filter, aggregation, limit);
  }
}
