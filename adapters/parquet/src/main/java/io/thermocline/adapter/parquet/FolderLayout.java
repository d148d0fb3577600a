package io.thermocline.adapter.parquet;

import io.thermocline.adapter.parquet.file.ParquetErrors;
import io.thermocline.adapter.parquet.iceberg.IcebergTables;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which files belong to which relation.
final class FolderLayout {
  private static final Logger LOG = LoggerFactory.getLogger(FolderLayout.class);

  static final String EXTENSION = ".parquet";

  private static final int MAXIMUM_DEPTH = 16;
  private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

  private final String source;
  private final Path root;

  FolderLayout(String source, Path root) {
    this.source = source;
    this.root = root;
  }

  Path root() {
    return root;
  }

  /// Fails when the root is away.
  void check() {
    if (!Files.isDirectory(root) || !Files.isReadable(root)) {
      throw new ThermoclineException(
          ErrorCode.SOURCE_UNAVAILABLE,
          "source \""
              + source
              + "\": folder "
              + root
              + " is not there or not readable; mount or create it, or correct the configuration");
    }
  }

  /// Relations in the order of their names; folders without any file are none.
  List<RelationName> relations() {
    check();
    List<RelationName> names = new ArrayList<>();
    for (Path schema : visible(root)) {
      if (!Files.isDirectory(schema)) {
        continue;
      }
      if (IcebergTables.isTable(schema)) {
        LOG.warn(
            "event=parquet.table.misplaced source={} folder={} expected=schema", source, schema);
        continue;
      }
      Set<String> tables = new TreeSet<>();
      for (Path entry : visible(schema)) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry)) {
          if (IcebergTables.isTable(entry) || !filesBelow(entry).isEmpty()) {
            tables.add(name);
          }
        } else if (isData(entry)) {
          tables.add(name.substring(0, name.length() - EXTENSION.length()));
        }
      }
      for (String table : tables) {
        names.add(new RelationName(schema.getFileName().toString(), table));
      }
    }
    return names;
  }

  /// Whether a relation is an Iceberg table.
  boolean isIceberg(RelationName relation) {
    check();
    return IcebergTables.isTable(folder(relation));
  }

  /// The folder of a relation, there or not.
  Path folder(RelationName relation) {
    return root.resolve(checked(relation.schema())).resolve(checked(relation.name()));
  }

  /// The single file of a relation, there or not.
  Path singleFile(RelationName relation) {
    return root.resolve(checked(relation.schema())).resolve(checked(relation.name()) + EXTENSION);
  }

  /// The files of a relation in stable order; empty when there is no such relation.
  List<Path> files(RelationName relation) {
    check();
    List<Path> files = new ArrayList<>();
    Path single = singleFile(relation);
    if (Files.isRegularFile(single)) {
      files.add(single);
    }
    Path folder = folder(relation);
    if (Files.isDirectory(folder)) {
      files.addAll(filesBelow(folder));
    }
    return files;
  }

  /// As [#files], but a relation without files is an error.
  List<Path> existingFiles(RelationName relation) {
    List<Path> files = files(relation);
    if (files.isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_TABLE,
          "source \""
              + source
              + "\" has no relation \""
              + relation
              + "\"; there are no Parquet files in "
              + folder(relation));
    }
    return files;
  }

  /// Removes unfinished files that a gateway left behind in a relation's folder more than a day
  /// ago.
  void removeLeftovers(Path folder) {
    FileTime limit = FileTime.from(Instant.now().minus(LEFTOVER_AGE));
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, ".*" + EXTENSION + ".tmp")) {
      for (Path entry : entries) {
        if (Files.getLastModifiedTime(entry).compareTo(limit) < 0) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (IOException e) {
      throw ParquetErrors.io(folder, "tidy", e);
    }
  }

  /// Names become parts of paths; none may lead out of the root.
  private String checked(String name) {
    boolean bad =
        name.isEmpty()
            || name.startsWith(".")
            || name.startsWith("_")
            || name.length() > 200
            || name.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ');
    if (bad) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_TABLE,
          "source \""
              + source
              + "\": \""
              + name
              + "\" cannot be the name of a folder; use a name without slashes that does not start"
              + " with a dot or an underscore");
    }
    return name;
  }

  private static boolean isVisible(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".") && !name.startsWith("_");
  }

  private static boolean isData(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(EXTENSION)
        && name.length() > EXTENSION.length()
        && Files.isRegularFile(path);
  }

  private static List<Path> visible(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(FolderLayout::isVisible).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw ParquetErrors.io(folder, "list", e);
    } catch (UncheckedIOException e) {
      throw ParquetErrors.io(folder, "list", java.util.Objects.requireNonNull(e.getCause()));
    }
  }

  private static List<Path> filesBelow(Path folder) {
    List<Path> files = new ArrayList<>();
    collect(folder, 0, files);
    return files;
  }

  private static void collect(Path folder, int depth, List<Path> files) {
    for (Path entry : visible(folder)) {
      if (isData(entry)) {
        files.add(entry);
      } else if (depth < MAXIMUM_DEPTH && Files.isDirectory(entry)) {
        collect(entry, depth + 1, files);
      }
    }
  }
}
