package io.thermocline.adapter.parquet;

import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.tck.contract.Trait;
import java.util.EnumSet;
import java.util.Set;

/// The contract over plain Parquet files.
class ParquetContractTest extends FolderContract {
  @Override
  Source open(ParquetConfig config) {
    return new ParquetSource(config);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.PROJECTION,
        Capability.FILTER,
        Capability.LIMIT,
        Capability.PARTITIONS,
        Capability.WRITE);
  }

  @Override
  public Set<Trait> traits() {
    return EnumSet.allOf(Trait.class);
  }

  @Override
  public boolean stores(DataType type) {
    return !(type instanceof ArrayType array && array.element() instanceof ArrayType);
  }
}
