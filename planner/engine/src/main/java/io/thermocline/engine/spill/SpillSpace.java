package io.thermocline.engine.spill;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The folder in which queries put rows that memory cannot hold, with a limit on the bytes of all
/// queries together. Each open space takes a sub-folder and holds a lock on it, so that several
/// gateways may share the folder; each query has a folder of its own inside. Thread-safe.
public final class SpillSpace implements AutoCloseable {
  private static final int MOST_SPACES = 100;
  private static final String QUERY_PREFIX = "query-";

  /// Opens files; where tests make disks fail.
  @FunctionalInterface
  public interface FileOpener {
    /// A new file, open for reading and writing.
    SeekableByteChannel create(Path path) throws IOException;
  }

  /// A sub-folder that is locked.
  private record Claim(Path folder, FileChannel channel) {}

  private final Path directory;
  private final long limitBytes;
  private final FileOpener opener;
  private final Claim claim;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong queries = new AtomicLong();

  private SpillSpace(Path directory, long limitBytes, FileOpener opener) {
    this.directory = directory;
    this.limitBytes = limitBytes;
    this.opener = opener;
    try {
      this.claim = claim(directory);
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.IO_ERROR,
          "the spill folder "
              + directory
              + " cannot be used ("
              + e
              + "); set engine.spill.directory to a folder that the gateway may write to",
          e);
    }
  }

  /// Locks the first free sub-folder, and deletes what crashes have left in all that are free.
  private static Claim claim(Path directory) throws IOException {
    Claim own = null;
    for (int i = 0; i < MOST_SPACES; i++) {
      Path folder = directory.resolve("gateway-" + i);
      if (own != null && !Files.isDirectory(folder)) {
        continue;
      }
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        continue;
      }
      deleteLeftOvers(folder);
      if (own == null) {
        own = new Claim(folder, channel);
      } else {
        channel.close();
      }
    }
    if (own == null) {
      throw new ThermoclineException(
          ErrorCode.DIRECTORY_IN_USE,
          "the spill folder "
              + directory
              + " is in use by "
              + MOST_SPACES
              + " gateways; set engine.spill.directory to another folder");
    }
    return own;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /// Opens a folder, which is created when missing, and deletes what a crash has left in it.
  ///
  /// @throws ThermoclineException IO_ERROR when it cannot be written to, DIRECTORY_IN_USE
  public static SpillSpace open(Path directory, long limitBytes) {
    return open(
        directory,
        limitBytes,
        path ->
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
  }

  /// Opens a folder whose files an opener makes.
  public static SpillSpace open(Path directory, long limitBytes, FileOpener opener) {
    if (limitBytes < 0) {
      throw new IllegalArgumentException("a limit of " + limitBytes + " bytes");
    }
    return new SpillSpace(directory, limitBytes, opener);
  }

  /// The bytes in files now.
  public long usedBytes() {
    return used.get();
  }

  /// The folder.
  public Path directory() {
    return directory;
  }

  /// The files of one more query; nothing is created before the first file.
  ///
  /// @param checkActive throws when the query is to stop; called for each frame
  public QuerySpill openQuery(Runnable checkActive) {
    return new QuerySpill(
        this, claim.folder().resolve(QUERY_PREFIX + queries.incrementAndGet()), checkActive);
  }

  FileOpener opener() {
    return opener;
  }

  void reserve(long bytes) {
    long now = used.addAndGet(bytes);
    if (now > limitBytes) {
      used.addAndGet(-bytes);
      throw new ThermoclineException(
          ErrorCode.DISK_FULL,
          "queries would hold "
              + now
              + " bytes in the spill folder "
              + directory
              + ", beyond engine.spill.limit ("
              + limitBytes
              + " bytes); filter earlier, run fewer large queries at a time, or raise the limit");
    }
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  private static void deleteLeftOvers(Path folder) throws IOException {
    try (var entries = Files.newDirectoryStream(folder, QUERY_PREFIX + "*")) {
      for (Path entry : entries) {
        deleteTree(entry);
      }
    }
  }

  static void deleteTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Gives the folder back; the queries have been closed before. Idempotent.
  @Override
  public void close() {
    try {
      claim.channel().close();
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.IO_ERROR, "the lock of " + directory + " cannot be given back: " + e, e);
    }
  }
}
