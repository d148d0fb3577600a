package io.thermocline.adapter.parquet;

import java.nio.file.Path;

/// Where a source's files lie: `<root>/<schema>/<table>/**/*.parquet`, or
/// `<root>/<schema>/<table>.parquet`, or an Iceberg table in `<root>/<schema>/<table>`. Names that
/// start with a dot or an underscore are passed over.
///
/// @param name the source's name, unique in a gateway
/// @param root an existing folder
/// @param footers the most footers kept in memory
public record ParquetConfig(String name, Path root, int footers) {
  /// How many footers are kept unless the configuration says otherwise.
  public static final int DEFAULT_FOOTERS = 4096;

  /// Checks the bounds.
  public ParquetConfig {
    root = root.toAbsolutePath().normalize();
    if (name.isEmpty() || footers < 1) {
      throw new IllegalArgumentException(
          "a Parquet source needs a name and room for at least one footer");
    }
  }

  /// With the default size of the cache.
  public ParquetConfig(String name, Path root) {
    this(name, root, DEFAULT_FOOTERS);
  }
}
