package io.thermocline.tck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.ScalarType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rules about bulk writing.
public interface WriteContract extends ContractFixture {
  private WritableSource target() {
    assumeTrue(has(Capability.WRITE), "needs WRITE");
    return (WritableSource) source();
  }

  private Relation fresh() {
    Relation relation = ContractData.numbers(relation("contract_written"));
    target().drop(relation.name());
    target().create(relation, new WriteOptions(List.of("n"), List.of("label")));
    return relation;
  }

  private static Batch batch(Relation relation, long from, int count) {
    return BatchReaders.batch(
        relation.columns(),
        java.util.stream.LongStream.range(from, from + count)
            .mapToObj(n -> List.<@Nullable Object>of(n, (int) (n % 100), "row " + n))
            .toList());
  }

  private List<List<@Nullable Object>> written(Relation relation) {
    return read(ScanRequest.of(relation.name(), List.of("n", "bucket", "label")));
  }

  /// A source is a WritableSource when it declares WRITE.
  @Test
  default void writeIsDeclared() {
    if (has(Capability.WRITE)) {
      assertThat(source()).isInstanceOf(WritableSource.class);
    }
  }

  /// Committed rows are visible, later sinks append.
  @Test
  default void committedRowsAreVisible() {
    Relation relation = fresh();
    try (Sink sink = target().write(relation.name(), WriteOptions.DEFAULT)) {
      sink.write(batch(relation, 0, 10_000));
      sink.write(batch(relation, 10_000, 1));
      if (has(Trait.ATOMIC_WRITES)) {
        assertThat(written(relation)).isEmpty();
      }
      assertThat(sink.commit()).isEqualTo(10_001);
    }
    assertThat(written(relation)).hasSize(10_001).doesNotHaveDuplicates();
    try (Sink sink = target().write(relation.name(), WriteOptions.DEFAULT)) {
      sink.write(batch(relation, 20_000, 5));
      assertThat(sink.commit()).isEqualTo(5);
    }
    assertThat(written(relation)).hasSize(10_006);
    target().drop(relation.name());
  }

  /// Closing without a commit discards the rows; closing twice is no error.
  @Test
  default void closingWithoutCommitDiscards() {
    Relation relation = fresh();
    assumeTrue(has(Trait.ATOMIC_WRITES), "needs atomic writes");
    Sink sink = target().write(relation.name(), WriteOptions.DEFAULT);
    sink.write(batch(relation, 0, 10_000));
    sink.close();
    sink.close();
    assertThat(written(relation)).isEmpty();
    target().drop(relation.name());
  }

  /// A commit without rows writes none.
  @Test
  default void emptyCommitWritesNothing() {
    Relation relation = fresh();
    try (Sink sink = target().write(relation.name(), WriteOptions.DEFAULT)) {
      assertThat(sink.commit()).isZero();
    }
    assertThat(written(relation)).isEmpty();
    target().drop(relation.name());
  }

  /// Constant and dictionary vectors are written as their values.
  @Test
  default void encodedVectorsAreWritten() {
    Relation relation = fresh();
    VectorBuilder words = new VectorBuilder(ScalarType.TEXT, 2);
    words.appendValue("zero");
    words.appendValue("ünö");
    Batch encoded =
        new Batch(
            List.of(
                batch(relation, 0, 4).column(0),
                Values.constant(ScalarType.INT32, -7, 4),
                new DictionaryVector(words.build(), new int[] {0, 1, 1, 0}, 4)),
            4);
    try (Sink sink = target().write(relation.name(), WriteOptions.DEFAULT)) {
      sink.write(encoded);
      sink.commit();
    }
    assertThat(written(relation))
        .containsExactlyInAnyOrder(
            List.of(0L, -7, "zero"),
            List.of(1L, -7, "ünö"),
            List.of(2L, -7, "ünö"),
            List.of(3L, -7, "zero"));
    target().drop(relation.name());
  }

  /// A batch of another shape is refused.
  @Test
  default void batchOfAnotherShapeIsRefused() {
    Relation relation = fresh();
    try (Sink sink = target().write(relation.name(), WriteOptions.DEFAULT)) {
      assertThatThrownBy(() -> sink.write(batch(relation, 0, 3).project(0, 1)))
          .isInstanceOf(RuntimeException.class);
    }
    target().drop(relation.name());
  }

  /// Creating what exists fails, and so does writing to what does not.
  @Test
  default void createAndWriteCheckExistence() {
    Relation relation = fresh();
    assertThatThrownBy(() -> target().create(relation, WriteOptions.DEFAULT))
        .isInstanceOf(ThermoclineException.class);
    target().drop(relation.name());
    ContractFixture.assertFails(
        ErrorCode.UNDEFINED_TABLE,
        () -> {
          try (Sink sink = target().write(relation.name(), WriteOptions.DEFAULT)) {
            sink.write(batch(relation, 0, 1));
            sink.commit();
          }
        });
  }
}
