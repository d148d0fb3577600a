package io.thermocline.adapter.parquet.iceberg;

import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.thermocline.adapter.parquet.file.FooterCache;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Iceberg tables below a folder. A table is what its current metadata file says at the moment
/// of [#open]. Thread-safe.
public final class IcebergTables {
  private static final Logger LOG = LoggerFactory.getLogger(IcebergTables.class);
  private static final int CACHED_TABLES = 256;
  private static final int NEWEST_FORMAT = 3;

  private final Path root;
  private final FooterCache footers;
  private final Map<Path, Entry> cache = new LinkedHashMap<>(16, 0.75f, true);

  private record Entry(long bytes, long modifiedMillis, IcebergTable table) {}

  /// Tables below a source's folder, outside of which no file is opened.
  public IcebergTables(Path root, FooterCache footers) {
    this.root = root;
    this.footers = footers;
  }

  /// Whether a folder is an Iceberg table.
  public static boolean isTable(Path folder) {
    return MetadataFiles.isTable(folder);
  }

  /// The table as it is now.
  ///
  /// @throws ThermoclineException DATA_CORRUPTED, UNSUPPORTED, IO_ERROR
  public IcebergTable open(RelationName name, Path folder) {
    List<MetadataFiles.Version> candidates = MetadataFiles.candidates(folder);
    for (int i = 0; i < candidates.size(); i++) {
      MetadataFiles.Version candidate = candidates.get(i);
      boolean last = i + 1 == candidates.size();
      IcebergTable table = table(name, folder, candidate.path(), !last);
      if (table == null) {
        continue;
      }
      if (!last && candidates.get(i + 1).number() == candidate.number()) {
        Path other = candidates.get(i + 1).path();
        if (table(name, folder, other, true) != null) {
          throw IcebergErrors.corrupted(
              name.toString(),
              "its current version",
              "both "
                  + candidate.path().getFileName()
                  + " and "
                  + other.getFileName()
                  + " claim to be version "
                  + candidate.number()
                  + "; remove the one that its catalog does not name, or name the other one in"
                  + " version-hint.text",
              null);
        }
      }
      return table;
    }
    throw IcebergErrors.missing(name.toString(), "metadata in " + folder, null);
  }

  /// A table, or null when its metadata file ends early and may do so: it is being written, or its
  /// writer died before the commit.
  private @Nullable IcebergTable table(
      RelationName name, Path folder, Path file, boolean mayEndEarly) {
    String named = "metadata file " + file;
    try {
      long bytes = Files.size(file);
      long modified = Files.getLastModifiedTime(file).toMillis();
      synchronized (cache) {
        Entry entry = cache.get(file);
        if (entry != null && entry.bytes == bytes && entry.modifiedMillis == modified) {
          return entry.table;
        }
      }
      IcebergTable table = read(name, folder, file);
      synchronized (cache) {
        cache.put(file, new Entry(bytes, modified, table));
        while (cache.size() > CACHED_TABLES) {
          cache.remove(cache.keySet().iterator().next());
        }
      }
      return table;
    } catch (IOException e) {
      throw IcebergErrors.missing(name.toString(), named, e);
    } catch (RuntimeException e) {
      if (mayEndEarly && endsEarly(e)) {
        LOG.warn(
            "event=iceberg.metadata.incomplete relation={} file={} action=use-predecessor",
            name,
            file);
        return null;
      }
      throw IcebergErrors.reading(name.toString(), named, e);
    }
  }

  private IcebergTable read(RelationName name, Path folder, Path file) {
    TableMetadata metadata =
        TableMetadataParser.read(org.apache.iceberg.Files.localInput(file.toString()));
    if (metadata.formatVersion() > NEWEST_FORMAT) {
      throw IcebergErrors.unsupported(
          name.toString(),
          "format version " + metadata.formatVersion(),
          "write it with format-version " + NEWEST_FORMAT + " or lower");
    }
    LocalFiles files = new LocalFiles(name.toString(), root, folder, metadata.location());
    return new IcebergTable(name, metadata, files, footers);
  }

  private static boolean endsEarly(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      boolean empty =
          at instanceof MismatchedInputException
              && String.valueOf(at.getMessage()).contains("No content");
      if (at instanceof JsonEOFException || at instanceof EOFException || empty) {
        return true;
      }
    }
    return false;
  }

  /// Forgets what was read.
  public void clear() {
    synchronized (cache) {
      cache.clear();
    }
  }
}
