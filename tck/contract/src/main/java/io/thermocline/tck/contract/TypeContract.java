package io.thermocline.tck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Rules about values: every type that the store has comes back as it went in, at its extremes too.
public interface TypeContract extends ContractFixture {
  /// One test a type.
  @TestFactory
  default Stream<DynamicTest> valuesRoundTrip() {
    return ContractData.types().stream()
        .filter(this::stores)
        .map(type -> DynamicTest.dynamicTest(type.sqlName(), () -> roundTrip(type)));
  }

  private void roundTrip(DataType type) {
    RelationName name = relation("contract_types");
    Relation relation =
        Relation.of(
            name, Schema.of(Field.required("id", ScalarType.INT64), Field.nullable("v", type)));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(Arrays.asList(0L, null));
    for (Object value : ContractData.samples(type)) {
      if (storesSample(type, value)) {
        rows.add(List.of((long) rows.size(), value));
      }
    }
    load(relation, rows);
    List<List<@Nullable Object>> expected = rows.stream().map(ContractData::comparable).toList();
    assertThat(read(ScanRequest.of(name, List.of("id", "v"))))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(
            source().discover().stream()
                .filter(found -> found.name().equals(name))
                .map(found -> found.columns().field(1).type()))
        .containsExactly(type);
    if (has(Capability.FILTER) && isComparable(type)) {
      for (List<@Nullable Object> row : rows.subList(1, rows.size())) {
        assertThat(
                read(
                    ScanRequest.of(name, List.of("id", "v"))
                        .withFilter(
                            new Predicate.Compare(
                                "v", Predicate.Operator.EQ, Objects.requireNonNull(row.get(1))))))
            .as("v = %s", row.get(1))
            .containsExactly(ContractData.comparable(row));
      }
    }
    if (has(Capability.WRITE)) {
      ((WritableSource) source()).drop(name);
    }
  }

  private boolean storesSample(DataType type, Object value) {
    if (type instanceof ArrayType array) {
      for (Object element : (List<?>) value) {
        if (element == null ? !has(Trait.NULL_ELEMENTS) : !stores(array.element(), element)) {
          return false;
        }
      }
    }
    return stores(type, value);
  }

  private static boolean isComparable(DataType type) {
    return !(type instanceof ArrayType) && type != ScalarType.JSON && type != ScalarType.INTERVAL;
  }
}
