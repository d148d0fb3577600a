package io.thermocline.tck.contract;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/// What a subclass of [SourceContract] supplies, and what the rules share.
public interface ContractFixture {
  /// Starts the store and makes the source, before anything else is called.
  void startStore() throws Exception;

  /// Closes the source and stops the store, after everything else; also when [#startStore] failed.
  void stopStore() throws Exception;

  /// The source under test; always the same one.
  Source source();

  /// A source of the same kind that points to a place where nothing answers; the caller closes it.
  Source sourceAway();

  /// What the source declares; compared with [Source#capabilities].
  Set<Capability> capabilities();

  /// What the store keeps.
  Set<Trait> traits();

  /// The name of a relation for the contract's own use, in a schema that discovery covers.
  RelationName relation(String name);

  /// Whether the store has that type, arrays included.
  default boolean stores(DataType type) {
    return true;
  }

  /// Whether the store can hold that value of a type that it has; for ranges that are narrower than
  /// the gateway's.
  default boolean stores(DataType type, Object value) {
    return stores(type);
  }

  /// Makes a relation with rows, dropping an older one. Sources without WRITE override this.
  default void load(Relation relation, List<? extends List<? extends @Nullable Object>> rows) {
    WritableSource target = (WritableSource) source();
    target.drop(relation.name());
    target.create(relation, WriteOptions.DEFAULT);
    try (Sink sink = target.write(relation.name(), WriteOptions.DEFAULT)) {
      for (int from = 0; from < rows.size(); from += Batch.TARGET_ROWS) {
        sink.write(
            BatchReaders.batch(
                relation.columns(),
                rows.subList(from, Math.min(rows.size(), from + Batch.TARGET_ROWS))));
      }
      sink.commit();
    }
  }

  /// Brings the store's statistics about a relation up to date.
  default void analyze(RelationName relation) {}

  /// A scan that gives no rows for at least ten seconds when it is left alone.
  default Optional<Scan> slowScan() {
    return Optional.empty();
  }

  /// A way to take the store away and back; the rules about it are skipped without one.
  default Optional<Outage> outage() {
    return Optional.empty();
  }

  /// The most connections that the source opens.
  default OptionalInt connectionLimit() {
    return OptionalInt.empty();
  }

  /// The connections that the store sees now, or the open files.
  default OptionalInt connections() {
    return OptionalInt.empty();
  }

  /// The statements of the source that run in the store now.
  default OptionalInt runningStatements() {
    return OptionalInt.empty();
  }

  /// A relation's name in the store's SQL.
  default String sqlName(RelationName name) {
    return "\"" + name.schema() + "\".\"" + name.name() + "\"";
  }

  /// Whether the source declares a capability.
  default boolean has(Capability capability) {
    return capabilities().contains(capability);
  }

  /// Whether the store has a trait.
  default boolean has(Trait trait) {
    return traits().contains(trait);
  }

  /// Every row of a scan, partition after partition.
  default List<List<@Nullable Object>> read(ScanRequest request) {
    return read(source().scan(request));
  }

  /// Every row of a scan, partition after partition.
  default List<List<@Nullable Object>> read(Scan scan) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int partition = 0; partition < scan.partitions(); partition++) {
      try (BatchReader reader = scan.open(partition, ScanContext.UNBOUNDED)) {
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
          Assertions.assertThat(batch.size()).as("batches are never empty").isPositive();
          Assertions.assertThat(batch.columns()).hasSize(scan.schema().size());
          for (int column = 0; column < batch.columns().size(); column++) {
            Assertions.assertThat(batch.column(column).type())
                .as("type of column %d", column)
                .isEqualTo(scan.schema().field(column).type());
          }
          if (batch.columns().isEmpty()) {
            rows.addAll(java.util.Collections.nCopies(batch.size(), List.of()));
          } else {
            rows.addAll(BatchReaders.rows(BatchReaders.of(scan.schema(), List.of(batch))));
          }
        }
        Assertions.assertThat(reader.next()).as("the end stays the end").isNull();
      }
    }
    return rows.stream().map(ContractData::comparable).toList();
  }

  /// Runs an action that must fail with that code and a message.
  static void assertFails(ErrorCode code, Runnable action) {
    Assertions.assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> {
              Assertions.assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              Assertions.assertThat(e.getMessage()).isNotBlank();
            });
  }
}
