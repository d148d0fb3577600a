package io.thermocline.adapter.parquet.file;

import io.thermocline.spi.error.DiskSpace;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The errors of this adapter.
public final class ParquetErrors {
  private ParquetErrors() {}

  /// The file as a whole cannot be read.
  public static ThermoclineException corrupted(
      Path file, String detail, @Nullable Throwable cause) {
    return new ThermoclineException(
        ErrorCode.DATA_CORRUPTED,
        "Parquet file "
            + file
            + " cannot be read: "
            + detail
            + "; restore it from a copy or move it out of the folder",
        cause);
  }

  /// A column of the file cannot be read.
  public static ThermoclineException corrupted(
      Path file, String column, String detail, @Nullable Throwable cause) {
    return corrupted(file, "column \"" + column + "\": " + detail, cause);
  }

  /// The file uses a feature that this adapter does not read.
  public static ThermoclineException unsupported(Path file, String column, String feature) {
    return new ThermoclineException(
        ErrorCode.UNSUPPORTED,
        "Parquet file "
            + file
            + ", column \""
            + column
            + "\" uses "
            + feature
            + ", which is not supported; rewrite the file with ZSTD, SNAPPY or no compression and standard encodings");
  }

  /// Reading or writing failed in the file system.
  public static ThermoclineException io(Path file, String action, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new ThermoclineException(
          ErrorCode.IO_ERROR,
          "cannot " + action + " " + file + ": it does not exist any more; run the statement again",
          cause);
    }
    String reason =
        cause instanceof FileSystemException f && f.getReason() != null
            ? f.getReason()
            : cause.getMessage();
    if (DiskSpace.isExhausted(reason)) {
      return new ThermoclineException(
          ErrorCode.DISK_FULL,
          "cannot " + action + " " + file + ": the disk is full; free space and try again",
          cause);
    }
    return new ThermoclineException(
        ErrorCode.IO_ERROR,
        "cannot " + action + " " + file + ": " + reason + "; check the disk and the permissions",
        cause);
  }
}
