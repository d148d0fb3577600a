package io.thermocline.tck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Rules about discovery and statistics.
public interface DiscoveryContract extends ContractFixture {
  /// The relation as discovery finds it.
  private Relation discovered(RelationName name) {
    List<Relation> matching =
        source().discover().stream().filter(relation -> relation.name().equals(name)).toList();
    assertThat(matching).as("relations named %s", name).hasSize(1);
    return matching.getFirst();
  }

  /// The declared capabilities are what the subclass says, and the name and kind are set.
  @Test
  default void declaresItself() {
    assertThat(source().capabilities()).isEqualTo(capabilities());
    assertThat(source().name()).isNotBlank();
    assertThat(source().kind())
        .isEqualTo(source().kind().toLowerCase(java.util.Locale.ROOT))
        .isNotBlank();
    source().ping();
  }

  /// Discovery finds columns in order, with names and types.
  @Test
  default void discoveryFindsColumnsAndTypes() {
    Relation expected = ContractData.items(relation(ContractData.ITEMS), this::stores);
    Relation found = discovered(expected.name());
    assertThat(found.columns().fields().stream().map(Field::name))
        .containsExactlyElementsOf(expected.columns().fields().stream().map(Field::name).toList());
    assertThat(found.columns().fields().stream().map(Field::type).toList())
        .isEqualTo(expected.columns().fields().stream().map(Field::type).toList());
    assertThat(found.columnComments()).hasSameSizeAs(found.columns().fields());
    if (has(Trait.REQUIRED_COLUMNS)) {
      assertThat(found.columns()).isEqualTo(expected.columns());
    } else {
      assertThat(found.columns().fields().subList(1, found.columns().size()))
          .allMatch(Field::nullable);
    }
  }

  /// Discovery comes in the same order each time.
  @Test
  default void discoveryIsStable() {
    assertThat(source().discover()).isEqualTo(source().discover());
  }

  /// Keys and comments that were created are found again, with names that need quoting.
  @Test
  default void discoveryFindsKeysAndComments() {
    assumeTrue(has(Capability.WRITE), "needs WRITE");
    WritableSource target = (WritableSource) source();
    RelationName parent = relation("contract Parent \"q\"");
    RelationName child = relation("contract_child");
    target.drop(child);
    target.drop(parent);
    Relation parents =
        new Relation(
            parent,
            Schema.of(
                Field.required("Key A", ScalarType.INT32),
                Field.required("select", ScalarType.TEXT),
                Field.nullable("ünïcode", ScalarType.TEXT)),
            "parents, it's \"quoted\" \\ ä",
            Arrays.asList("first part", null, "ü"),
            List.of("select", "Key A"),
            List.of(List.of("ünïcode")),
            List.of());
    Relation children =
        new Relation(
            child,
            Schema.of(
                Field.required("id", ScalarType.INT64),
                Field.nullable("a", ScalarType.INT32),
                Field.nullable("b", ScalarType.TEXT)),
            null,
            Arrays.asList(null, null, null),
            List.of("id"),
            List.of(),
            has(Trait.FOREIGN_KEYS)
                ? List.of(new ForeignKey(List.of("b", "a"), parent, List.of("select", "Key A")))
                : List.of());
    try {
      target.create(parents, WriteOptions.DEFAULT);
      target.create(children, WriteOptions.DEFAULT);
      Relation foundParents = discovered(parent);
      Relation foundChildren = discovered(child);
      if (has(Trait.COMMENTS)) {
        assertThat(foundParents.comment()).isEqualTo(parents.comment());
        assertThat(foundParents.columnComments()).isEqualTo(parents.columnComments());
        assertThat(foundChildren.comment()).isNull();
      }
      if (has(Trait.PRIMARY_KEY)) {
        assertThat(foundParents.primaryKey()).isEqualTo(parents.primaryKey());
        assertThat(foundChildren.primaryKey()).isEqualTo(children.primaryKey());
      }
      if (has(Trait.UNIQUE_KEYS)) {
        assertThat(foundParents.uniqueKeys()).isEqualTo(parents.uniqueKeys());
      }
      if (has(Trait.FOREIGN_KEYS)) {
        assertThat(foundChildren.foreignKeys()).isEqualTo(children.foreignKeys());
      }
    } finally {
      target.drop(child);
      target.drop(parent);
    }
  }

  /// A dropped relation is gone, and dropping it again is no error.
  @Test
  default void droppedRelationIsGone() {
    assumeTrue(has(Capability.WRITE), "needs WRITE");
    RelationName name = relation("contract_dropped");
    load(ContractData.numbers(name), List.of(List.of(1L, 1, "one")));
    assertThat(discovered(name).name()).isEqualTo(name);
    ((WritableSource) source()).drop(name);
    assertThat(source().discover()).noneMatch(relation -> relation.name().equals(name));
    ((WritableSource) source()).drop(name);
  }

  /// Row counts are near the truth.
  @Test
  default void statisticsKnowRowCounts() {
    assumeTrue(has(Trait.ROW_COUNT), "needs row counts");
    RelationStatistics statistics = source().statistics(relation(ContractData.NUMBERS));
    assertThat(statistics.rowCount())
        .isBetween(ContractData.NUMBER_ROWS * 0.5, ContractData.NUMBER_ROWS * 2.0);
    assertThat(statistics.totalBytes()).isPositive();
  }

  /// Column statistics are within their ranges and near the truth.
  @Test
  default void statisticsKnowColumns() {
    assumeTrue(has(Trait.COLUMN_STATISTICS), "needs column statistics");
    RelationStatistics.Column n =
        Objects.requireNonNull(
            source().statistics(relation(ContractData.NUMBERS)).columns().get("n"));
    assertThat(n.nullFraction()).isEqualTo(0);
    if (n.minimum() instanceof Long minimum && n.maximum() instanceof Long maximum) {
      assertThat(minimum).isBetween(0L, ContractData.NUMBER_ROWS / 10L);
      assertThat(maximum)
          .isBetween(ContractData.NUMBER_ROWS * 9 / 10L, (long) ContractData.NUMBER_ROWS);
    } else {
      assertThat(n.minimum()).as("a range in the column's class").isNotNull();
    }
    if (n.distinctCount() >= 0) {
      assertThat(n.distinctCount())
          .isBetween(ContractData.NUMBER_ROWS * 0.5, ContractData.NUMBER_ROWS * 2.0);
    }
  }

  /// Statistics of a relation that does not exist fail, or say that nothing is known.
  @Test
  default void statisticsOfUndefinedRelation() {
    try {
      assertThat(source().statistics(relation("contract_nowhere")))
          .isEqualTo(RelationStatistics.UNKNOWN);
    } catch (io.thermocline.spi.error.ThermoclineException e) {
      assertThat(e.code()).isEqualTo(io.thermocline.spi.error.ErrorCode.UNDEFINED_TABLE);
    }
  }
}
