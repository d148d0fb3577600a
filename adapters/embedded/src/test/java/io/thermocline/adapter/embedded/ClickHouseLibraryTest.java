package io.thermocline.adapter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseLibraryTest {
  @TempDir Path cache;

  private Path program(String script) throws Exception {
    Path file = cache.resolve("npm");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, Folders.permissions("rwxr-xr-x"));
    return file;
  }

  private void assertFails(String npm, String... words) {
    assertThatThrownBy(() -> ClickHouseLibrary.install(cache, "1.0", npm, Progress.SILENT))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
              assertThat(e.getMessage()).contains(words);
            });
    assertThat(cache.resolve("chdb-1.0")).doesNotExist();
  }

  @Test
  void missingNpmIsNamed() {
    assertFails(
        cache.resolve("nowhere").toString(), "npm", "install Node.js", "external ClickHouse");
  }

  @Test
  void failureOfNpmShowsItsLog() throws Exception {
    assertFails(program("echo no network >&2; exit 1").toString(), "no network", "chdb-npm.log");
  }

  @Test
  void installedLibraryIsFoundAgainWithoutNpm() throws Exception {
    Path npm =
        program(
            "mkdir -p \"$3/node_modules/@chdb/lib-linux-x64-gnu\" \"$3/node_modules/@chdb/lib-linux-arm64-gnu\"\n"
                + "for f in \"$3\"/node_modules/@chdb/*; do echo library > \"$f/libchdb.so\"; done");
    Path library = ClickHouseLibrary.install(cache, "1.0", npm.toString(), Progress.SILENT);
    assertThat(library).hasContent("library");
    Files.delete(npm);
    assertThat(ClickHouseLibrary.install(cache, "1.0", npm.toString(), Progress.SILENT))
        .isEqualTo(library);
  }
}
