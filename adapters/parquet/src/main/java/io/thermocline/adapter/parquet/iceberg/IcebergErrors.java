package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.jspecify.annotations.Nullable;

/// The errors of Iceberg tables.
final class IcebergErrors {
  private IcebergErrors() {}

  /// A file of the table cannot be read.
  static ThermoclineException corrupted(
      String table, String file, String detail, @Nullable Throwable cause) {
    return new ThermoclineException(
        ErrorCode.DATA_CORRUPTED,
        "Iceberg table \""
            + table
            + "\": "
            + file
            + " cannot be read: "
            + detail
            + "; restore it from a copy, or roll the table back to an older snapshot",
        cause);
  }

  /// A file that the table names is not there.
  static ThermoclineException missing(String table, String file, @Nullable Throwable cause) {
    return new ThermoclineException(
        ErrorCode.IO_ERROR,
        "Iceberg table \""
            + table
            + "\": "
            + file
            + " does not exist; run the statement again in case its snapshot has just expired, else"
            + " restore the file or roll the table back to an older snapshot",
        cause);
  }

  /// The table uses something that this adapter does not read.
  static ThermoclineException unsupported(String table, String feature, String remedy) {
    return new ThermoclineException(
        ErrorCode.UNSUPPORTED,
        "Iceberg table \"" + table + "\" uses " + feature + ", which is not supported; " + remedy);
  }

  /// What the library threw while it read a file.
  static ThermoclineException reading(String table, String file, RuntimeException cause) {
    if (cause instanceof ThermoclineException known) {
      return known;
    }
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof NotFoundException
          || at instanceof NoSuchFileException
          || at instanceof FileNotFoundException) {
        return missing(table, file, cause);
      }
    }
    return corrupted(table, file, detail(cause), cause);
  }

  private static String detail(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message.strip();
  }
}
