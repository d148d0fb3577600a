package io.thermocline.tck.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A table of results, written as Markdown and as CSV.
final class Report {
  private final String title;
  private final String introduction;
  private final List<String> columns;
  private final List<List<String>> rows = new ArrayList<>();

  Report(String title, String introduction, List<String> columns) {
    this.title = title;
    this.introduction = introduction;
    this.columns = List.copyOf(columns);
  }

  /// Adds a row; numbers that are not whole are rounded to three significant digits.
  void add(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Double number ? rounded(number) : String.valueOf(cell));
    }
    rows.add(List.copyOf(row));
  }

  private static String rounded(double number) {
    double size = Math.abs(number);
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, number);
  }

  /// The table as Markdown.
  String markdown() {
    StringBuilder text = new StringBuilder("# " + title + "\n\n" + introduction + "\n\n");
    line(text, columns);
    line(text, columns.stream().map(column -> "---").toList());
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /// Writes `NAME.md` and `NAME.csv`.
  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".md"), markdown());
    StringBuilder csv = new StringBuilder(String.join(",", columns) + "\n");
    rows.forEach(row -> csv.append(String.join(",", row)).append('\n'));
    Files.writeString(folder.resolve(name + ".csv"), csv.toString());
  }
}
