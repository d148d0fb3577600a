package io.thermocline.tck.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// House rules that need no parser: file length, package documentation, banned calls, names, links
/// in the documentation.
class LintTest {
  private static final int MAX_LINES = 700;
  private static final Pattern BANNED =
      Pattern.compile(
          "ThreadLocal\\b|System\\.(out|err)\\.print|printStackTrace\\(|Thread\\.sleep\\(|TODO|FIXME|@Disabled");
  private static final Pattern BAD_NAME =
      Pattern.compile("\\w+(Impl|Manager|Helper|Utils?)\\.java");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  /// Programs whose output is their purpose.
  private static final Set<String> PRINTS =
      Set.of("console", "cli", "eval", "demo", "host", "bench", "embedded");

  @Test
  void filesAreShort() {
    assertThat(SourceTree.files(".java"))
        .allSatisfy(file ->
            assertThat(SourceTree.read(file).lines().count())
                .as(SourceTree.relative(file))
                .isLessThanOrEqualTo(MAX_LINES));
  }

  @Test
  void everyPackageIsDocumentedAndNullMarked() {
    Set<Path> packages = new TreeSet<>();
    for (Path file : mainSources()) {
      packages.add(file.getParent());
    }
    assertThat(packages).isNotEmpty();
    assertThat(packages)
        .allSatisfy(folder -> {
          Path info = folder.resolve("package-info.java");
          assertThat(Files.exists(info)).as(SourceTree.relative(info)).isTrue();
          assertThat(SourceTree.read(info)).contains("@NullMarked");
        });
  }

  @Test
  void bannedCallsAndWordsAreAbsent() {
    List<String> found = new ArrayList<>();
    for (Path file : mainSources()) {
      boolean prints = PRINTS.contains(file.getParent().getFileName().toString());
      int line = 0;
      for (String text : SourceTree.read(file).split("\n", -1)) {
        line++;
        Matcher matcher = BANNED.matcher(text);
        if (matcher.find() && !(prints && matcher.group().startsWith("System"))) {
          found.add(SourceTree.relative(file) + ":" + line + " " + matcher.group());
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void namesSayWhatAClassIs() {
    assertThat(mainSources())
        .allSatisfy(file -> assertThat(file.getFileName().toString()).doesNotMatch(BAD_NAME));
  }

  @Test
  void linksInTheDocumentationLead() {
    List<String> broken = new ArrayList<>();
    for (Path file : SourceTree.files(".md")) {
      Matcher matcher = LINK.matcher(SourceTree.read(file));
      while (matcher.find()) {
        if (!Files.exists(file.resolveSibling(matcher.group(1)))) {
          broken.add(SourceTree.relative(file) + " -> " + matcher.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyErrorCodeIsDocumented() {
    String page = SourceTree.read(SourceTree.root().resolve("docs/reference/errors.md"));
    for (var code : io.thermocline.spi.error.ErrorCode.values()) {
      assertThat(page)
          .as("docs/reference/errors.md")
          .contains("`" + code.name() + "`", "`" + code.sqlState() + "`");
    }
  }

  private static List<Path> mainSources() {
    return SourceTree.files(".java").stream()
        .filter(f -> f.toString().contains("/src/main/java/"))
        .toList();
  }
}
