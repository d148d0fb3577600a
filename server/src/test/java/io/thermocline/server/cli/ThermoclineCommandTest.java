package io.thermocline.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.server.config.ConfigFolders;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThermoclineCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder = Path.of("");

  private int run(String... arguments) {
    CommandEnvironment environment =
        new CommandEnvironment(
            Map.of("A", "secret"),
            new ConfigFolders(folder, folder, folder),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            (config, sources, assembly) -> {
              throw new IllegalStateException("no gateway in this test");
            });
    return ThermoclineCommand.run(environment, arguments);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Path config(String yaml) throws Exception {
    return Files.writeString(folder.resolve("thermocline.yaml"), yaml);
  }

  @Test
  void withoutACommandItSaysHowToUseIt() {
    assertThat(run()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("demo", "serve", "console", "eval");
  }

  @Test
  void configurationErrorsNameTheKeyWithoutAStackTrace() throws Exception {
    assertThat(run("serve", "--config", config("listen: {prot: 1}").toString())).isEqualTo(1);
    assertThat(errors())
        .contains("thermocline: listen.prot is not a key", "Did you mean 'port'?", "F0000")
        .doesNotContain("\tat ");
  }

  @Test
  void aMissingConfigurationIsNamed() {
    assertThat(run("serve", "--config", folder.resolve("absent.yaml").toString())).isEqualTo(1);
    assertThat(errors()).contains("absent.yaml cannot be read");
  }

  @Test
  void serveNeedsUsersAndSources() throws Exception {
    assertThat(run("serve", "-c", config("embedded: false").toString())).isEqualTo(1);
    assertThat(errors()).contains("names no user");
    assertThat(run("serve", "-c", config("users: [{name: a, password: env:A}]").toString()))
        .isEqualTo(1);
    assertThat(errors()).contains("names no source");
    assertThat(run("serve", "-c", config("users: [{name: a, password: env:B}]").toString()))
        .isEqualTo(1);
    assertThat(errors()).contains("no variable B");
  }

  @Test
  void aConfigurationCanBeCheckedWithoutAGateway() throws Exception {
    Files.createDirectories(folder.resolve("files"));
    Path file =
        config(
            "users: [{name: a, password: env:A}]\nsources: [{name: cold, kind: parquet, folder: files}]");
    assertThat(run("serve", "--config", file.toString(), "--check")).isZero();
  }

  @Test
  void wrongOptionsExitWithTwo() {
    assertThat(run("eval", "--db", "x", "--questions", "y", "--out", "z", "--tiers", "lukewarm"))
        .isEqualTo(2);
    assertThat(run("eval", "--db", "x", "--questions", "y", "--out", "z", "--now", "soon"))
        .isEqualTo(2);
  }

  @Test
  void anUnreachableGatewayIsAnErrorOfOneLine() {
    assertThat(run("console", "127.0.0.1:1/shop", "-u", "demo", "-c", "select 1")).isEqualTo(1);
    assertThat(errors().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("thermocline: ")
        .contains("SQLSTATE 08001");
  }

  @Test
  void whatWasOpenedIsClosedInReverseOrderAndOnlyOnce() {
    StringBuilder closed = new StringBuilder();
    ClosingStack stack = new ClosingStack();
    stack.push(() -> closed.append("a"));
    stack.push(() -> {
      closed.append("b");
      throw new IllegalStateException("cannot close");
    });
    stack.close();
    stack.close();
    assertThat(closed).hasToString("ba");
  }
}
