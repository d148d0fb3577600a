package io.thermocline.tck.contract;

import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.WritableSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// Every rule that a source must keep. A subclass supplies the source and what it declares
/// ([ContractFixture]); it starts the store in [ContractFixture#startStore], because a `@BeforeAll`
/// of its own would run after that of this class.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SourceContract
    implements DiscoveryContract,
        ScanContract,
        PredicateContract,
        AggregationContract,
        TypeContract,
        SqlContract,
        WriteContract,
        LifeContract {

  /// For subclasses.
  protected SourceContract() {}

  /// Starts the store and loads the relations that the rules read.
  @BeforeAll
  final void loadContractRelations() throws Exception {
    startStore();
    Relation items = ContractData.items(relation(ContractData.ITEMS), this::stores);
    load(items, ContractData.itemRows(items.columns()));
    load(ContractData.numbers(relation(ContractData.NUMBERS)), ContractData.numberRows());
    load(ContractData.items(relation(ContractData.EMPTY), this::stores), List.of());
    analyze(relation(ContractData.ITEMS));
    analyze(relation(ContractData.NUMBERS));
  }

  /// Drops them and stops the store.
  @AfterAll
  final void dropContractRelations() throws Exception {
    try {
      dropRelations();
    } finally {
      stopStore();
    }
  }

  private void dropRelations() {
    if (has(Capability.WRITE)) {
      for (RelationName name :
          List.of(
              relation(ContractData.ITEMS),
              relation(ContractData.NUMBERS),
              relation(ContractData.EMPTY))) {
        ((WritableSource) source()).drop(name);
      }
    }
  }
}
