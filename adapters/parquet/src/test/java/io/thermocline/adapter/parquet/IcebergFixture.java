package io.thermocline.adapter.parquet;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A folder, a writer of Iceberg tables in it, and a source that reads it; new for each test.
abstract class IcebergFixture {
  @TempDir Path root;
  IcebergWriter writer;
  ParquetSource source;

  @BeforeEach
  final void open() {
    writer = new IcebergWriter(root);
    source = new ParquetSource(new ParquetConfig("cold", root));
  }
}
