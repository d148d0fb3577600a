package io.thermocline.server.console;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/// Lays results out as text: in columns, or one line a value. Widths count what a terminal shows,
/// so that wide characters stay in line.
public final class TableLayout {
  private static final String NULL = "NULL";
  private static final String GAP = " | ";
  private static final int LEAST_WIDTH = 8;
  private static final int MAX_CELL = 10_000;

  private final int width;

  /// @param width the most columns of the screen that a line may take; 0 for no bound
  public TableLayout(int width) {
    this.width = width;
  }

  /// The lines of a result in columns.
  public List<String> aligned(ResultTable table) {
    List<List<String>> cells = new ArrayList<>();
    for (List<@Nullable String> row : table.rows()) {
      cells.add(row.stream().map(TableLayout::cell).toList());
    }
    int[] widths = new int[table.columns().size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(1, columns(cell(table.columns().get(i).name())));
      for (List<String> row : cells) {
        widths[i] = Math.max(widths[i], columns(row.get(i)));
      }
    }
    shrink(widths, table.columns());
    List<String> lines = new ArrayList<>();
    lines.add(
        line(table, table.columns().stream().map(column -> cell(column.name())).toList(), widths));
    List<String> rules = new ArrayList<>();
    for (int columnWidth : widths) {
      rules.add("-".repeat(columnWidth));
    }
    lines.add(cut(String.join("-+-", rules)));
    cells.forEach(row -> lines.add(line(table, row, widths)));
    return lines;
  }

  /// The lines of a result with a line for each value.
  public List<String> expanded(ResultTable table) {
    int names =
        table.columns().stream().mapToInt(column -> columns(cell(column.name()))).max().orElse(1);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < table.rows().size(); row++) {
      lines.add("-[ " + (row + 1) + " ]" + "-".repeat(Math.max(3, names)));
      for (int i = 0; i < table.columns().size(); i++) {
        lines.add(
            cut(
                pad(cell(table.columns().get(i).name()), names, false)
                    + GAP
                    + cell(table.rows().get(row).get(i))));
      }
    }
    return lines;
  }

  /// Takes width from the widest columns of text until the line fits, as far as that is possible.
  private void shrink(int[] widths, List<ResultTable.Column> columns) {
    if (width <= 0) {
      return;
    }
    int total = GAP.length() * (widths.length - 1);
    for (int columnWidth : widths) {
      total += columnWidth;
    }
    while (total > width) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        boolean canShrink = !columns.get(i).right() && widths[i] > LEAST_WIDTH;
        if (canShrink && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      total--;
    }
  }

  private String line(ResultTable table, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (i > 0) {
        line.append(GAP);
      }
      line.append(
          pad(truncate(cells.get(i), widths[i]), widths[i], table.columns().get(i).right()));
    }
    return cut(line.toString().stripTrailing());
  }

  private String cut(String line) {
    return width > 0 ? truncate(line, width) : line;
  }

  private static String pad(String text, int width, boolean right) {
    String spaces = " ".repeat(Math.max(0, width - columns(text)));
    return right ? spaces + text : text + spaces;
  }

  /// The text, cut to a number of screen columns with an ellipsis at its end.
  static String truncate(String text, int width) {
    if (columns(text) <= width) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int next = Math.max(0, WCWidth.wcwidth(codePoint));
      if (used + next > width - 1) {
        break;
      }
      cut.appendCodePoint(codePoint);
      used += next;
      i += Character.charCount(codePoint);
    }
    return cut.append('…').toString();
  }

  /// The screen columns that a text takes.
  static int columns(String text) {
    return text.codePoints().map(codePoint -> Math.max(0, WCWidth.wcwidth(codePoint))).sum();
  }

  private static String cell(@Nullable String value) {
    if (value == null) {
      return NULL;
    }
    String bounded = value.length() > MAX_CELL ? value.substring(0, MAX_CELL) + "…" : value;
    StringBuilder cell = new StringBuilder(bounded.length());
    for (int i = 0; i < bounded.length(); i++) {
      char c = bounded.charAt(i);
      switch (c) {
        case '\n' -> cell.append("\\n");
        case '\r' -> cell.append("\\r");
        case '\t' -> cell.append("\\t");
        default ->
            cell.append(
                Character.isISOControl(c) ? String.format("\\x%02x", (int) c) : String.valueOf(c));
      }
    }
    return cell.toString();
  }
}
