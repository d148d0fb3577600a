package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The shared library that holds ClickHouse: installed once a version into the cache folder,
/// through npm by package name.
final class ClickHouseLibrary {
  private static final long INSTALL_LIMIT_MINUTES = 30;

  private ClickHouseLibrary() {}

  /// The library's path.
  ///
  /// @param npm the program that installs packages
  /// @throws ThermoclineException CONFIGURATION when npm is missing or fails, or no package exists
  ///   for this machine
  static Path install(Path cache, String version, String npm, Progress progress)
      throws InterruptedException {
    String name = packageName();
    Path target = cache.resolve("chdb-" + version);
    Path library = target.resolve("node_modules").resolve(name).resolve("libchdb.so");
    if (Files.isRegularFile(library)) {
      return library;
    }
    progress.report(EmbeddedClickHouse.NAME, "downloading (once)", 0.05);
    Path temporary =
        cache.resolve(
            "chdb-"
                + version
                + ".tmp-"
                + ProcessHandle.current().pid()
                + "-"
                + Thread.currentThread().threadId());
    Path log = cache.resolve("chdb-npm.log");
    try {
      Folders.delete(temporary);
      Files.createDirectories(temporary);
      run(npm, name + "@" + version, temporary, log);
      Path downloaded = temporary.resolve("node_modules").resolve(name);
      if (!Files.isRegularFile(downloaded.resolve("libchdb.so"))) {
        throw new IOException("the package " + name + " holds no libchdb.so");
      }
      Files.deleteIfExists(downloaded.resolve("chdb_node.node"));
      Folders.publish(temporary, target);
      return library;
    } catch (IOException e) {
      throw Folders.failed("the ClickHouse library cannot be installed into " + target, e);
    }
  }

  private static String packageName() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    if (system.contains("linux")) {
      return arm ? "@chdb/lib-linux-arm64-gnu" : "@chdb/lib-linux-x64-gnu";
    }
    if (system.contains("mac")) {
      return arm ? "@chdb/lib-darwin-arm64" : "@chdb/lib-darwin-x64";
    }
    throw new ThermoclineException(
        ErrorCode.CONFIGURATION,
        "no embedded ClickHouse exists for "
            + system
            + " on "
            + architecture
            + "; configure an external ClickHouse");
  }

  private static void run(String npm, String specification, Path folder, Path log)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  List.of(
                      npm,
                      "install",
                      "--prefix",
                      folder.toString(),
                      "--no-save",
                      "--no-audit",
                      "--no-fund",
                      "--ignore-scripts",
                      "--loglevel=error",
                      specification))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "the embedded ClickHouse is installed through npm, which cannot be run; install Node.js with npm and start again,"
              + " or configure an external ClickHouse",
          e);
    }
    boolean ended = process.waitFor(INSTALL_LIMIT_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "npm could not install "
              + specification
              + "; check the network and npm's settings, see "
              + log
              + ", which ends with:\n"
              + Folders.tail(log));
    }
  }
}
