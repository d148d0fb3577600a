package io.thermocline.engine.spill;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The spill files of one query, in a folder that is made with the first of them. Thread-safe.
public final class QuerySpill implements AutoCloseable {
  private final SpillSpace space;
  private final Path folder;
  private final Runnable checkActive;
  private final Set<SpillFile> open = new LinkedHashSet<>();
  private int created;
  private boolean closed;

  QuerySpill(SpillSpace space, Path folder, Runnable checkActive) {
    this.space = space;
    this.folder = folder;
    this.checkActive = checkActive;
  }

  /// A new file; the caller closes it.
  ///
  /// @throws ThermoclineException DISK_FULL or IO_ERROR
  public SpillFile create() {
    checkActive.run();
    synchronized (open) {
      if (closed) {
        throw new ThermoclineException(ErrorCode.CANCELLED, "the statement has ended");
      }
      Path path = folder.resolve(Integer.toString(created++));
      try {
        Files.createDirectories(folder);
        SeekableByteChannel channel = space.opener().create(path);
        SpillFile file = new SpillFile(this, path, channel);
        open.add(file);
        return file;
      } catch (IOException e) {
        throw failure("created", path, e);
      }
    }
  }

  SpillSpace space() {
    return space;
  }

  void checkActive() {
    checkActive.run();
  }

  void forget(SpillFile file) {
    synchronized (open) {
      open.remove(file);
    }
  }

  /// What a failed file operation means for the user.
  static ThermoclineException failure(String verb, Path path, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    if (reason.contains("No space left")
        || reason.contains("quota exceeded")
        || reason.contains("not enough space")) {
      return new ThermoclineException(
          ErrorCode.DISK_FULL,
          "the disk of the spill folder is full: "
              + path
              + " could not be "
              + verb
              + "; free space there, set engine.spill.directory to a larger disk, or filter"
              + " earlier",
          cause);
    }
    return new ThermoclineException(
        ErrorCode.IO_ERROR,
        "the spill file " + path + " could not be " + verb + ": " + cause + "; run the query again",
        cause);
  }

  /// Closes and deletes all files and the folder. Idempotent.
  @Override
  public void close() {
    List<SpillFile> left;
    boolean any;
    synchronized (open) {
      closed = true;
      any = created > 0;
      created = 0;
      left = new ArrayList<>(open);
    }
    left.forEach(SpillFile::close);
    if (any) {
      try {
        SpillSpace.deleteTree(folder);
      } catch (java.nio.file.NoSuchFileException e) {
        // The folder could not be made in the first place.
        return;
      } catch (IOException e) {
        throw failure("deleted", folder, e);
      }
    }
  }
}
