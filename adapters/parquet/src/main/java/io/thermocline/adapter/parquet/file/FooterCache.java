package io.thermocline.adapter.parquet.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;

/// Footers by path, size and time of change; the least recently used go first. Thread-safe.
public final class FooterCache {
  private final int capacity;
  private final Map<Path, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private record Entry(long bytes, long modifiedMillis, Object fileKey, ParquetFile file) {}

  /// A cache of at most `capacity` footers.
  public FooterCache(int capacity) {
    this.capacity = capacity;
  }

  /// The file with its footer, read again when the file has changed.
  ///
  /// @throws io.thermocline.spi.error.ThermoclineException DATA_CORRUPTED, or IO_ERROR when the
  ///   file is away
  public ParquetFile get(Path path) {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      throw ParquetErrors.io(path, "open", e);
    }
    Object key = attributes.fileKey() == null ? "" : attributes.fileKey();
    long modified = attributes.lastModifiedTime().toMillis();
    synchronized (entries) {
      Entry entry = entries.get(path);
      if (entry != null
          && entry.bytes == attributes.size()
          && entry.modifiedMillis == modified
          && entry.fileKey.equals(key)) {
        return entry.file;
      }
    }
    ParquetFile file = ParquetFile.open(path);
    synchronized (entries) {
      entries.put(path, new Entry(attributes.size(), modified, key, file));
      while (entries.size() > capacity) {
        entries.remove(entries.keySet().iterator().next());
      }
    }
    return file;
  }

  /// Forgets a file.
  public void remove(Path path) {
    synchronized (entries) {
      entries.remove(path);
    }
  }

  /// Forgets all files.
  public void clear() {
    synchronized (entries) {
      entries.clear();
    }
  }
}
