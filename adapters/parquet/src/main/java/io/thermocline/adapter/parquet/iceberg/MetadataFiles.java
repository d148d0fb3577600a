package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.adapter.parquet.file.ParquetErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The metadata files of a table's folder: `v7.metadata.json` beside `version-hint.text` as Hadoop
/// tables have it, or `00007-<uuid>.metadata.json` as tables of a catalog have it.
final class MetadataFiles {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:v(?<hadoop>\\d{1,18})|(?<catalog>\\d{1,18})-[^/]+?)(?:\\.gz)?\\.metadata\\.json(?:\\.gz)?");
  private static final String HINT = "version-hint.text";

  private MetadataFiles() {}

  /// A metadata file and its version.
  record Version(long number, Path path) {
    private boolean isNamed(String hint) {
      String name = path.getFileName().toString();
      return name.equals(hint) || name.equals(hint + ".metadata.json");
    }
  }

  /// Where a table keeps its metadata.
  static Path folder(Path table) {
    return table.resolve("metadata");
  }

  /// Whether a folder is an Iceberg table: it has at least one metadata file.
  static boolean isTable(Path table) {
    return Files.isDirectory(folder(table)) && !versions(table).isEmpty();
  }

  /// Candidates for the current version, the likeliest first; several may have the same number. A
  /// hint that is a number makes that version the current one, or a later one that was written
  /// since; a hint that names a file makes that file the only candidate.
  static List<Version> candidates(Path table) {
    List<Version> versions = versions(table);
    String hint = hint(table);
    List<Version> named = versions.stream().filter(version -> version.isNamed(hint)).toList();
    if (!named.isEmpty()) {
      return named;
    }
    List<Version> candidates = new ArrayList<>(versions);
    if (versions.stream().anyMatch(version -> Long.toString(version.number).equals(hint))) {
      candidates.removeIf(version -> version.number < Long.parseLong(hint));
    }
    candidates.sort(
        Comparator.comparingLong(Version::number)
            .reversed()
            .thenComparing(version -> version.path.toString()));
    return candidates;
  }

  private static List<Version> versions(Path table) {
    List<Version> versions = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder(table))) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        Matcher name = NAME.matcher(entry.getFileName().toString());
        if (name.matches()) {
          String number =
              name.group("hadoop") == null ? name.group("catalog") : name.group("hadoop");
          versions.add(new Version(Long.parseLong(number), entry));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw ParquetErrors.io(folder(table), "list", e);
    }
    return versions;
  }

  /// What the hint says, or an empty text.
  private static String hint(Path table) {
    try {
      return Files.readString(folder(table).resolve(HINT)).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
