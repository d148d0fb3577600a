package io.thermocline.adapter.parquet.iceberg;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.iceberg.Files;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/// The files of a table, which its metadata names with full locations. A location below that of the
/// table leads into the folder where the table lies now, so that a table may have moved. Reads
/// only.
final class LocalFiles implements FileIO {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final transient Path root;
  private final transient Path folder;
  private final String location;

  /// @param root the folder outside of which no file is opened
  /// @param folder where the table lies
  /// @param location where its metadata says that it lies
  LocalFiles(String table, Path root, Path folder, String location) {
    this.table = table;
    this.root = root;
    this.folder = folder;
    this.location = plain(location);
  }

  /// A location without scheme, empty authority and trailing slashes when it is a local one.
  private static String plain(String location) {
    String path = location;
    if (path.startsWith("file:")) {
      path = path.substring("file:".length());
      while (path.startsWith("//")) {
        path = path.substring(1);
      }
    }
    while (path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return path;
  }

  /// The local path of a location.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException UNSUPPORTED when it is not below the
  ///   source's folder
  Path path(String text) {
    String path = plain(text);
    try {
      Path resolved;
      if (path.startsWith(location + "/")) {
        resolved = folder.resolve(path.substring(location.length() + 1)).normalize();
      } else if (path.startsWith("/")) {
        resolved = Path.of(path).normalize();
      } else {
        throw IcebergErrors.unsupported(
            table,
            "the file " + text + " outside of its location " + location,
            "copy the whole table into the source's folder, or rewrite it there");
      }
      if (!resolved.startsWith(root)) {
        throw IcebergErrors.unsupported(
            table,
            "the file " + text + " outside of the source's folder " + root,
            "move the file below that folder, or make a folder above both the source's");
      }
      return resolved;
    } catch (InvalidPathException e) {
      throw IcebergErrors.corrupted(table, text, "its path is not valid", e);
    }
  }

  @Override
  public InputFile newInputFile(String path) {
    return Files.localInput(path(path).toString());
  }

  @Override
  public OutputFile newOutputFile(String path) {
    throw new UnsupportedOperationException("this table is only read");
  }

  @Override
  public void deleteFile(String path) {
    throw new UnsupportedOperationException("this table is only read");
  }
}
