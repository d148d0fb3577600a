package io.thermocline.tck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Aggregation.Call;
import io.thermocline.spi.source.Aggregation.Function;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rules about aggregation: each is compared with the definition.
public interface AggregationContract extends ContractFixture {
  private Relation items() {
    return ContractData.items(relation(ContractData.ITEMS), this::stores);
  }

  private void check(Aggregation aggregation, @Nullable Predicate filter, boolean empty) {
    Relation items = items();
    Oracle oracle = new Oracle(items.columns());
    List<List<@Nullable Object>> input =
        empty
            ? List.of()
            : ContractData.itemRows(items.columns()).stream()
                .filter(row -> filter == null || Boolean.TRUE.equals(oracle.test(filter, row)))
                .toList();
    Scan scan =
        source()
            .scan(
                ScanRequest.of(empty ? relation(ContractData.EMPTY) : items.name(), List.of())
                    .withFilter(filter)
                    .withAggregation(aggregation));
    List<DataType> types = new ArrayList<>();
    for (String key : aggregation.keys()) {
      types.add(type(items, key));
    }
    for (Call call : aggregation.calls()) {
      String column = call.column();
      types.add(Oracle.type(call, column == null ? null : type(items, column)));
    }
    assertThat(scan.schema().fields().stream().map(Field::type).toList())
        .as(() -> aggregation.toString())
        .isEqualTo(types);
    assertThat(read(scan))
        .as(() -> aggregation + " of " + filter)
        .containsExactlyInAnyOrderElementsOf(
            oracle.aggregate(aggregation, input).stream().map(ContractData::comparable).toList());
  }

  private static DataType type(Relation items, String column) {
    return items.columns().field(items.columns().indexOf(column)).type();
  }

  private List<Call> everyCall() {
    List<Call> calls = new ArrayList<>(List.of(new Call(Function.COUNT, null, false)));
    for (Field field : items().columns().fields()) {
      for (Function function : Function.values()) {
        if (function != Function.SUM || field.type().isNumeric()) {
          calls.add(new Call(function, field.name(), false));
          calls.add(new Call(function, field.name(), true));
        }
      }
    }
    return calls;
  }

  /// Without keys there is exactly one row.
  @Test
  default void globalAggregates() {
    assumeTrue(has(Capability.AGGREGATE), "needs AGGREGATE");
    check(new Aggregation(List.of(), everyCall()), null, false);
    for (Call call : everyCall()) {
      check(new Aggregation(List.of(), List.of(call)), null, false);
    }
  }

  /// What a source accepts without the capability it answers as exactly as with it.
  @Test
  default void acceptedAggregationsAreExact() {
    List<@Nullable Predicate> filters = new ArrayList<>();
    filters.add(null);
    if (has(Capability.FILTER)) {
      filters.add(new Predicate.Compare("id", Predicate.Operator.GE, 0L));
      filters.add(new Predicate.Compare("id", Predicate.Operator.LT, -1L));
      filters.add(new Predicate.Compare("quantity", Predicate.Operator.GT, 0));
      filters.add(new Predicate.Not(new Predicate.IsNull("id")));
      filters.add(new Predicate.IsNull("category"));
      filters.add(new Predicate.In("id", List.of(3L, 5L)));
    }
    for (Call call : everyCall()) {
      for (Predicate filter : filters) {
        for (List<String> keys : List.of(List.<String>of(), List.of("category"))) {
          Aggregation aggregation = new Aggregation(keys, List.of(call));
          ScanRequest request =
              ScanRequest.of(items().name(), List.of())
                  .withFilter(filter)
                  .withAggregation(aggregation);
          if (source().aggregates(request)) {
            check(aggregation, filter, false);
          } else {
            assertThat(has(Capability.AGGREGATE)).as("%s is declared", aggregation).isFalse();
          }
        }
      }
    }
  }

  /// No rows give null, except a count of 0; with keys they give no row.
  @Test
  default void aggregatesOfNothing() {
    assumeTrue(has(Capability.AGGREGATE), "needs AGGREGATE");
    check(new Aggregation(List.of(), everyCall()), null, true);
    check(new Aggregation(List.of("category"), everyCall()), null, true);
    check(new Aggregation(List.of("name"), List.of()), null, true);
  }

  /// Null is a group of its own.
  @Test
  default void groupsWithNullKeys() {
    assumeTrue(has(Capability.AGGREGATE), "needs AGGREGATE");
    check(new Aggregation(List.of("category"), everyCall()), null, false);
    check(
        new Aggregation(
            List.of("category", "quantity"), List.of(new Call(Function.COUNT, null, false))),
        null,
        false);
    for (Field field : items().columns().fields()) {
      check(
          new Aggregation(List.of(field.name()), List.of(new Call(Function.COUNT, "id", false))),
          null,
          false);
    }
  }

  /// Keys without calls give the distinct keys.
  @Test
  default void keysWithoutCallsAreDistinct() {
    assumeTrue(has(Capability.AGGREGATE), "needs AGGREGATE");
    check(new Aggregation(List.of("category"), List.of()), null, false);
    check(new Aggregation(List.of("category", "quantity"), List.of()), null, false);
  }

  /// The filter applies before the aggregation.
  @Test
  default void filterAppliesBeforeTheAggregation() {
    assumeTrue(has(Capability.AGGREGATE) && has(Capability.FILTER), "needs AGGREGATE and FILTER");
    Predicate positive = new Predicate.Compare("quantity", Predicate.Operator.GT, 0);
    check(new Aggregation(List.of("category"), everyCall()), positive, false);
    Predicate nothing = new Predicate.Compare("id", Predicate.Operator.LT, -1L);
    check(new Aggregation(List.of(), everyCall()), nothing, false);
    check(new Aggregation(List.of("category"), everyCall()), nothing, false);
  }

  /// The limit applies after the aggregation.
  @Test
  default void limitAppliesAfterTheAggregation() {
    assumeTrue(has(Capability.AGGREGATE) && has(Capability.LIMIT), "needs AGGREGATE and LIMIT");
    ScanRequest grouped =
        ScanRequest.of(relation(ContractData.NUMBERS), List.of())
            .withAggregation(
                new Aggregation(List.of("bucket"), List.of(new Call(Function.COUNT, null, false))));
    assertThat(read(grouped))
        .hasSize(100)
        .allSatisfy(row -> assertThat(row.get(1)).isEqualTo(600L));
    assertThat(read(grouped.withLimit(7)))
        .hasSize(7)
        .allSatisfy(row -> assertThat(row.get(1)).isEqualTo(600L));
    assertThat(read(grouped.withLimit(0))).isEmpty();
  }
}
