package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.adapter.parquet.file.FooterCache;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileFormat;

/// Opens the files that a snapshot names.
final class DataFiles {
  private DataFiles() {}

  /// A Parquet file of a table with its footer.
  ///
  /// @param what the kind of file, for messages
  static ParquetFile open(
      String table, LocalFiles files, FooterCache footers, ContentFile<?> content, String what) {
    if (content.format() != FileFormat.PARQUET) {
      throw IcebergErrors.unsupported(
          table,
          "the "
              + what
              + " "
              + content.location()
              + " in the format "
              + content.format().name().toLowerCase(Locale.ROOT),
          "set write.format.default and write.delete.format.default to parquet and run"
              + " rewrite_data_files");
    }
    if (content.keyMetadata() != null) {
      throw IcebergErrors.unsupported(
          table,
          "the encrypted " + what + " " + content.location(),
          "rewrite it without encryption");
    }
    Path path = files.path(content.location());
    try {
      ParquetFile file = footers.get(path);
      if (file.rows() != content.recordCount()) {
        throw IcebergErrors.corrupted(
            table,
            what + " " + path,
            "it has " + file.rows() + " rows where the snapshot says " + content.recordCount(),
            null);
      }
      return file;
    } catch (ThermoclineException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        throw IcebergErrors.missing(table, what + " " + path, e);
      }
      throw e;
    }
  }
}
