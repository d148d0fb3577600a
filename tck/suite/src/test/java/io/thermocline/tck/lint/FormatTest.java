package io.thermocline.tck.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every Java file is as google-java-format leaves it; `-Dformat.apply=true` rewrites those that
/// are not.
class FormatTest {
  private static final Formatter FORMATTER = new Formatter(JavaFormatterOptions.defaultOptions());

  @Test
  void javaFilesAreFormatted() throws Exception {
    boolean apply = Boolean.getBoolean("format.apply");
    List<String> unformatted = new ArrayList<>();
    List<Path> files = SourceTree.files(".java");
    for (Path file : files) {
      String text = SourceTree.read(file);
      String formatted = format(file, text);
      if (!formatted.equals(text)) {
        unformatted.add(SourceTree.relative(file));
        if (apply) {
          write(file, formatted);
        }
      }
    }
    assertThat(files).hasSizeGreaterThan(50);
    if (!apply) {
      assertThat(unformatted)
          .as("files to format: mvn -pl tck/suite test -Dtest=FormatTest -Dformat.apply=true")
          .isEmpty();
    }
  }

  private static String format(Path file, String text) {
    try {
      return FORMATTER.formatSource(
          RemoveUnusedImports.removeUnusedImports(
              ImportOrderer.reorderImports(text, JavaFormatterOptions.Style.GOOGLE)));
    } catch (FormatterException e) {
      throw new AssertionError(SourceTree.relative(file) + " cannot be parsed", e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }
}
