package io.thermocline.tck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Rules about filters: each is compared with the definition, row by row.
public interface PredicateContract extends ContractFixture {
  private Relation items() {
    return ContractData.items(relation(ContractData.ITEMS), this::stores);
  }

  private List<Field> columns() {
    return items().columns().fields();
  }

  private void check(Predicate predicate) {
    Relation items = items();
    Oracle oracle = new Oracle(items.columns());
    List<Object> expected = new ArrayList<>();
    for (List<@Nullable Object> row : ContractData.itemRows(items.columns())) {
      if (Boolean.TRUE.equals(oracle.test(predicate, row))) {
        expected.add(Objects.requireNonNull(row.getFirst()));
      }
    }
    List<String> asked =
        has(Capability.PROJECTION) ? List.of("id") : columns().stream().map(Field::name).toList();
    List<Object> found = new ArrayList<>();
    read(ScanRequest.of(items.name(), asked).withFilter(predicate))
        .forEach(row -> found.add(Objects.requireNonNull(row.getFirst())));
    assertThat(found).as(() -> predicate.toString()).containsExactlyInAnyOrderElementsOf(expected);
  }

  private List<Object> values(Field field) {
    Relation items = items();
    int index = items.columns().indexOf(field.name());
    List<Object> values = new ArrayList<>();
    for (List<@Nullable Object> row : ContractData.itemRows(items.columns())) {
      Object value = row.get(index);
      if (value != null && !values.contains(value)) {
        values.add(value);
      }
    }
    return values;
  }

  /// Each comparison on each column, with values that occur.
  @TestFactory
  default Stream<DynamicTest> comparisons() {
    if (!has(Capability.FILTER)) {
      return Stream.empty();
    }
    return columns().stream()
        .map(field ->
            DynamicTest.dynamicTest(
                field.name(),
                () -> {
                  List<Object> values = values(field);
                  for (Predicate.Operator operator : Predicate.Operator.values()) {
                    for (int i = 0; i < values.size(); i += Math.max(1, values.size() / 6)) {
                      Predicate compare =
                          new Predicate.Compare(field.name(), operator, values.get(i));
                      check(compare);
                      check(new Predicate.Not(compare));
                    }
                  }
                  check(new Predicate.IsNull(field.name()));
                  check(new Predicate.Not(new Predicate.IsNull(field.name())));
                  check(new Predicate.In(field.name(), values));
                  check(new Predicate.Not(new Predicate.In(field.name(), values.subList(0, 1))));
                  check(new Predicate.In(field.name(), List.of()));
                  check(new Predicate.Not(new Predicate.In(field.name(), List.of())));
                }));
  }

  /// Text compares bytewise: upper case before lower, beyond the basic plane last.
  @Test
  default void textComparesBytewise() {
    assumeTrue(has(Capability.FILTER), "needs FILTER");
    for (String bound : List.of("", "A", "Z", "a", "b", "z", "ä", "日", "\uFFFD", "😀", " ", "0")) {
      for (Predicate.Operator operator : Predicate.Operator.values()) {
        check(new Predicate.Compare("name", operator, bound));
      }
    }
  }

  /// NaN equals itself and is the largest number.
  @Test
  default void notANumberIsTheLargest() {
    assumeTrue(has(Capability.FILTER) && stores(ScalarType.FLOAT64), "needs FILTER and float64");
    for (Double bound :
        List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0)) {
      for (Predicate.Operator operator : Predicate.Operator.values()) {
        check(new Predicate.Compare("ratio", operator, bound));
        check(new Predicate.Not(new Predicate.Compare("ratio", operator, bound)));
      }
    }
    check(new Predicate.In("ratio", List.of(Double.NaN, 1.0)));
    check(new Predicate.Not(new Predicate.In("ratio", List.of(Double.NaN, 1.0))));
  }

  /// Numbers at the edge of the column's type compare as numbers.
  @Test
  default void extremesCompare() {
    assumeTrue(has(Capability.FILTER), "needs FILTER");
    for (Predicate.Operator operator : Predicate.Operator.values()) {
      check(new Predicate.Compare("quantity", operator, Integer.MIN_VALUE));
      check(new Predicate.Compare("quantity", operator, Integer.MAX_VALUE));
      check(new Predicate.Compare("id", operator, Long.MIN_VALUE));
      check(new Predicate.Compare("id", operator, Long.MAX_VALUE));
    }
  }

  /// LIKE patterns with wildcards, escapes and everything that could be mistaken for one.
  @Test
  default void likeMatches() {
    assumeTrue(has(Capability.FILTER), "needs FILTER");
    for (String pattern :
        List.of(
            "%",
            "",
            "_",
            "__",
            "a%",
            "%b",
            "%a%",
            "a_",
            "_b",
            "50\\%",
            "%\\%%",
            "under\\_score",
            "%\\_%",
            "%\\\\%",
            "back\\\\slash",
            "O'%",
            "'%",
            "%''%",
            "日__",
            "_ürich",
            "😀%",
            "_ smile",
            "%\n%",
            "line_break",
            "tab\tbed",
            "[a]",
            "a.b",
            ".*",
            "^a",
            "a$",
            "$_",
            "?",
            "a",
            "\\a",
            "%%",
            "%_%",
            "%r_ch",
            "{fn%",
            "--%",
            "null",
            "(a|b)")) {
      for (boolean ignoreCase : new boolean[] {false, true}) {
        check(new Predicate.Like("name", pattern, ignoreCase));
        check(new Predicate.Not(new Predicate.Like("name", pattern, ignoreCase)));
      }
    }
    for (String pattern : List.of("A", "B%", "Ä", "é", "zÜRICH", "NULL", "%SMILE")) {
      check(new Predicate.Like("name", pattern, true));
      check(new Predicate.Like("name", pattern, false));
    }
  }

  /// Connectives keep SQL's three-valued logic, and empty ones are constants.
  @Test
  default void connectivesAreThreeValued() {
    assumeTrue(has(Capability.FILTER), "needs FILTER");
    Predicate unknown = new Predicate.Compare("quantity", Predicate.Operator.GT, 0);
    Predicate other = new Predicate.Compare("name", Predicate.Operator.LT, "b");
    check(new Predicate.And(List.of()));
    check(new Predicate.Or(List.of()));
    check(new Predicate.Not(new Predicate.And(List.of())));
    check(new Predicate.Not(new Predicate.Or(List.of())));
    check(new Predicate.And(List.of(unknown, other)));
    check(new Predicate.Or(List.of(unknown, other)));
    check(new Predicate.Not(new Predicate.And(List.of(unknown, other))));
    check(new Predicate.Not(new Predicate.Or(List.of(unknown, new Predicate.Not(other)))));
    check(new Predicate.Or(List.of(unknown, new Predicate.Not(unknown))));
    check(
        new Predicate.And(
            List.of(unknown, new Predicate.Or(List.of(other, new Predicate.IsNull("name"))))));
  }

  /// Long lists of values, as a bind join sends them.
  @Test
  default void longListsOfValues() {
    assumeTrue(has(Capability.FILTER), "needs FILTER");
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < 5_000; i++) {
      values.add(i * 12);
    }
    assertThat(
            read(
                ScanRequest.of(relation(ContractData.NUMBERS), List.of("n", "bucket", "label"))
                    .withFilter(new Predicate.In("n", values))))
        .hasSize(5_000);
  }

  /// Random predicates; the message shows the seed.
  @Test
  default void randomPredicates() {
    assumeTrue(has(Capability.FILTER), "needs FILTER");
    for (int seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      Predicate predicate = random(random, 3);
      try {
        check(predicate);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private Predicate random(Random random, int depth) {
    int kind = depth == 0 ? 3 + random.nextInt(4) : random.nextInt(7);
    Field field = columns().get(random.nextInt(columns().size()));
    List<Object> values = values(field);
    return switch (kind) {
      case 0 ->
          new Predicate.And(
              Stream.generate(() -> random(random, depth - 1)).limit(random.nextInt(3)).toList());
      case 1 ->
          new Predicate.Or(
              Stream.generate(() -> random(random, depth - 1)).limit(random.nextInt(3)).toList());
      case 2 -> new Predicate.Not(random(random, depth - 1));
      case 3 -> new Predicate.IsNull(field.name());
      case 4 ->
          new Predicate.In(
              field.name(),
              Stream.generate(() -> values.get(random.nextInt(values.size())))
                  .limit(random.nextInt(4))
                  .toList());
      case 5 ->
          new Predicate.Like(
              "name",
              List.of("%a%", "_", "%\\_%", "Z%", "%e").get(random.nextInt(5)),
              random.nextBoolean());
      default ->
          new Predicate.Compare(
              field.name(),
              Predicate.Operator.values()[random.nextInt(6)],
              values.get(random.nextInt(values.size())));
    };
  }
}
