package io.thermocline.optimizer.physical;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lays a tree out for a terminal: box lines on the left, figures in columns on the right, long
/// lines broken so that nothing is wider than a usual window.
final class TreeText {
  private static final int WIDTH = 120;
  private static final int LEAST_LABEL = 40;
  private static final int MOST_DETAIL_LINES = 24;

  private final List<String> header;
  private final StringBuilder out = new StringBuilder();
  private final int[] columns;
  private final int labelWidth;

  /// A node of the tree.
  ///
  /// @param details lines below the label
  /// @param cells one for each column, empty where there is nothing to say
  record Entry(String label, List<String> details, List<String> cells, List<Entry> inputs) {}

  private TreeText(List<String> header, Entry root) {
    this.header = header;
    this.columns = header.stream().mapToInt(String::length).toArray();
    widen(root);
    int cells = 0;
    for (int column : columns) {
      cells += column + 2;
    }
    this.labelWidth = Math.min(Math.max(LEAST_LABEL, WIDTH - cells), widest(root, 0));
  }

  /// The tree's lines, each ended.
  static String render(List<String> header, Entry root) {
    TreeText text = new TreeText(header, root);
    text.line("", text.header);
    text.append(root, "", "");
    return text.out.toString();
  }

  private void widen(Entry entry) {
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Math.max(columns[i], entry.cells().get(i).length());
    }
    entry.inputs().forEach(this::widen);
  }

  private static int widest(Entry entry, int depth) {
    return Math.max(
        3 * depth + entry.label().length(),
        entry.inputs().stream()
            .map(input -> widest(input, depth + 1))
            .max(Comparator.naturalOrder())
            .orElse(0));
  }

  /// @param first what stands before the label
  /// @param rest what stands before every further line of the sub-tree
  private void append(Entry entry, String first, String rest) {
    String below = rest + (entry.inputs().isEmpty() ? "   " : "│  ");
    List<String> label = wrap(entry.label(), labelWidth - first.length());
    line(first + label.get(0), entry.cells());
    for (String more : label.subList(1, label.size())) {
      line(below + more, List.of());
    }
    for (String detail : entry.details()) {
      List<String> lines = wrap(detail, WIDTH - below.length());
      int shown = lines.size() <= MOST_DETAIL_LINES ? lines.size() : MOST_DETAIL_LINES - 1;
      lines.subList(0, shown).forEach(text -> line(below + text, List.of()));
      if (shown < lines.size()) {
        line(below + "… " + (lines.size() - shown) + " more lines", List.of());
      }
    }
    for (int i = 0; i < entry.inputs().size(); i++) {
      boolean last = i == entry.inputs().size() - 1;
      append(entry.inputs().get(i), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "));
    }
  }

  private void line(String text, List<String> cells) {
    StringBuilder line = new StringBuilder(text);
    if (!cells.isEmpty()) {
      line.append(" ".repeat(Math.max(0, labelWidth - text.length())));
      for (int i = 0; i < columns.length; i++) {
        line.append(" ".repeat(2 + columns[i] - cells.get(i).length())).append(cells.get(i));
      }
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  /// A text in lines of a width, broken after spaces where there are any; further lines stand in a
  /// little.
  static List<String> wrap(String text, int width) {
    int room = Math.max(width, 20);
    List<String> lines = new ArrayList<>();
    String rest = text.replace('\n', ' ');
    String indent = "";
    while (indent.length() + rest.length() > room) {
      int space = rest.lastIndexOf(' ', room - indent.length());
      int end = space > room / 3 ? space : room - indent.length();
      lines.add(indent + rest.substring(0, end));
      rest = rest.substring(end).strip();
      indent = "  ";
    }
    if (lines.isEmpty() || !rest.isEmpty()) {
      lines.add(indent + rest);
    }
    return lines;
  }
}
