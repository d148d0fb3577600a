package io.thermocline.tck.suite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file system of a few megabytes, so that a test can really fill a disk. Only root may mount
/// one: for others the test is skipped.
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK_BYTES = 4096;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /// Mounts it in an existing, empty folder.
  static SmallDisk mount(Path folder, int megabytes) throws IOException {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()),
        "a small disk needs the right to mount one");
    return new SmallDisk(folder);
  }

  private static boolean run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.onExit().join().exitValue() == 0;
  }

  /// Takes all space but some.
  ///
  /// @return the file to delete to get it back
  Path fill(long leaveBytes) throws IOException {
    Path filler = folder.resolve("filler");
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (Files.getFileStore(folder).getUsableSpace() > leaveBytes) {
        out.write(block);
      }
    }
    return filler;
  }

  /// Unmounts it once nothing uses it any more: files that were mapped stay so until the next
  /// garbage collection.
  @Override
  public void close() throws IOException {
    if (!run("umount", "--lazy", folder.toString())) {
      throw new IllegalStateException(folder + " cannot be unmounted");
    }
  }
}
