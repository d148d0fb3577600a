package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.DiskSpace;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Folders and files with the owners and modes that the child processes need.
final class Folders {
  /// The cache folder of processes that run as root.
  static final Path ROOT_CACHE = Path.of("/var/cache/thermocline");

  private Folders() {}

  /// Creates a folder that only its owner reads, and its parents.
  static Path createPrivate(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectory(
            folder, PosixFilePermissions.asFileAttribute(permissions("rwx------")));
      }
      return folder.toRealPath();
    } catch (IOException e) {
      throw failed("the folder " + folder + " cannot be created; check its place and rights", e);
    }
  }

  /// Creates a folder for downloads, and its parents.
  static Path createCache(Path wanted) {
    try {
      Files.createDirectories(wanted);
      return wanted.toRealPath();
    } catch (IOException e) {
      throw failed(
          "the cache folder " + wanted + " cannot be created; check its place and rights", e);
    }
  }

  /// The folder for unpacked binaries. A process of another user must be able to walk to it when
  /// the gateway runs as root, so a folder beneath a closed one (a root-only home) is replaced by
  /// `/var/cache/thermocline`.
  static Path cache(Path wanted, ServiceUser user) {
    try {
      Files.createDirectories(wanted);
      Path real = wanted.toRealPath();
      if (user.isSwitched() && !isOpen(real)) {
        Files.createDirectories(ROOT_CACHE);
        return ROOT_CACHE;
      }
      return real;
    } catch (IOException e) {
      throw failed(
          "the cache folder " + wanted + " cannot be created; check its place and rights", e);
    }
  }

  private static boolean isOpen(Path folder) throws IOException {
    for (Path path = folder; path != null; path = path.getParent()) {
      if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  /// Gives a folder and all in it to a user, unless it is theirs already.
  static void giveTo(Path folder, int uid) {
    try {
      if (!Integer.valueOf(uid).equals(Files.getAttribute(folder, "unix:uid"))) {
        try (Stream<Path> paths = Files.walk(folder)) {
          for (Path path : (Iterable<Path>) paths::iterator) {
            Files.setAttribute(path, "unix:uid", uid, java.nio.file.LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", uid, java.nio.file.LinkOption.NOFOLLOW_LINKS);
          }
        }
      }
    } catch (IOException e) {
      throw failed("the folder " + folder + " cannot be given to user " + uid, e);
    }
  }

  /// Writes a file that only its owner reads, all or nothing.
  static void writePrivate(Path file, String text) {
    try {
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      Files.deleteIfExists(temporary);
      Files.createFile(temporary, PosixFilePermissions.asFileAttribute(permissions("rw-------")));
      Files.writeString(temporary, text);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(
          "the file " + file + " cannot be written; check the space and rights of its folder", e);
    }
  }

  /// Deletes a folder and all in it, if it exists.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Puts a finished folder in its place; when another process was faster, its folder stays.
  static void publish(Path finished, Path target) throws IOException {
    try {
      Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      delete(finished);
    }
  }

  /// Renames a log that has grown beyond ten megabytes, so that two are kept.
  static void rotate(Path log) {
    try {
      if (Files.exists(log) && Files.size(log) > 10_000_000) {
        Files.move(
            log,
            log.resolveSibling(log.getFileName() + ".old"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw failed("the log " + log + " cannot be renamed", e);
    }
  }

  /// The last lines of a log, for an error message.
  static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "(no log)";
    }
  }

  static Set<PosixFilePermission> permissions(String text) {
    return PosixFilePermissions.fromString(text);
  }

  static ThermoclineException failed(String message, IOException cause) {
    ErrorCode code = DiskSpace.code(cause);
    return new ThermoclineException(
        code,
        message
            + ": "
            + (code == ErrorCode.DISK_FULL
                ? "the disk is full; free space and try again"
                : cause.getMessage()),
        cause);
  }

  /// The error of a child process that did not do its work.
  ///
  /// @param log where it says why
  static ThermoclineException failed(String what, Path log) {
    String tail = tail(log);
    boolean full = DiskSpace.isExhausted(tail);
    return new ThermoclineException(
        full ? ErrorCode.DISK_FULL : ErrorCode.SOURCE_UNAVAILABLE,
        what
            + (full ? " because the disk is full; free space and try again" : "")
            + "; see "
            + log
            + ", which ends with:\n"
            + tail);
  }
}
