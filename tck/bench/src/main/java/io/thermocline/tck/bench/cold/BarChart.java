package io.thermocline.tck.bench.cold;

import java.util.List;
import java.util.Locale;

/// Ratios as horizontal bars with a line at 1, in SVG.
final class BarChart {
  private static final int ROW = 20;
  private static final int LABELS = 190;
  private static final int WIDTH = 760;
  private static final int TOP = 40;
  private static final double MAXIMUM = 2;

  private final String title;
  private final List<Bar> bars;

  /// A labelled ratio.
  record Bar(String label, double ratio) {}

  BarChart(String title, List<Bar> bars) {
    this.title = title;
    this.bars = List.copyOf(bars);
  }

  /// The picture; bars longer than twice the line are cut off and say their number all the same.
  String svg() {
    int height = TOP + ROW * bars.size() + 10;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n",
            WIDTH,
            height));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    svg.append(text(10, 20, "start", title));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int y = TOP + i * ROW;
      double length = x(Math.min(bar.ratio(), MAXIMUM)) - LABELS;
      svg.append(text(LABELS - 8, y + 13, "end", bar.label()));
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
              LABELS,
              y + 2,
              length,
              ROW - 5,
              bar.ratio() <= 1 ? "#2b7a9b" : "#c8703a"));
      svg.append(
          text(
              (int) (LABELS + length + 6),
              y + 13,
              "start",
              String.format(Locale.ROOT, "%.2f", bar.ratio())));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\" stroke=\"#333333\"/>%n",
            x(1),
            TOP - 6,
            height - 6));
    return svg.append("</svg>\n").toString();
  }

  private static double x(double ratio) {
    return LABELS + ratio / MAXIMUM * (WIDTH - LABELS - 60);
  }

  private static String text(int x, int y, String anchor, String content) {
    String escaped = content.replace("&", "&amp;").replace("<", "&lt;");
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#222222\">%s</text>%n",
        x,
        y,
        anchor,
        escaped);
  }
}
