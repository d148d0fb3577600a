package io.thermocline.nl.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.Fixtures;
import io.thermocline.nl.Shop;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.sketch.Paraphrase;
import io.thermocline.nl.sketch.Sketch;
import io.thermocline.nl.sketch.SketchText;
import io.thermocline.nl.time.TimePhrases;
import io.thermocline.nl.time.TimexSource;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

/// Sketches with the words, names, assumptions and plan that they give. `-Dgolden.accept` rewrites
/// the file.
class LoweringGoldenTest {
  private static final Path FILE = Path.of("src/test/resources/io/thermocline/nl/lowering.golden");

  private final SchemaView schema =
      SchemaViews.of(
          Shop.CATALOG,
          "shop",
          (table, column) -> {
            RelBuilder builder = Shop.TREES.builder();
            Shop.TREES.pushTable(builder, table);
            return Types.toData(
                Shop.TREES.computedColumn(builder, table, column, builder::field).getType());
          });
  private final SchemaIndex index =
      new SchemaIndex(schema, Shop.STORED, Fixtures.model().constants());

  @Test
  void plansAreTheGoldenOnes() throws IOException {
    String golden = Files.readString(FILE);
    List<String> lines = new ArrayList<>();
    for (String line : golden.split("\n")) {
      if (line.startsWith("#") || line.isBlank()) {
        lines.add(line);
      } else if (line.startsWith("> ")) {
        lines.add(line);
        lines.addAll(result(line.substring(2)));
      }
    }
    String actual = String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("golden.accept")) {
      Files.writeString(FILE, actual);
    } else {
      assertThat(actual).isEqualTo(golden);
    }
  }

  private List<String> result(String text) {
    Sketch.Query sketch = (Sketch.Query) SketchText.parse(text, schema);
    assertThat(SketchText.print(sketch)).isEqualTo(text);
    List<String> lines = new ArrayList<>();
    try {
      Lowered lowered = Lowering.lower(sketch, context());
      lines.add(
          "  " + new Paraphrase(schema, (expr, value) -> literal(lowered, expr, value)).of(sketch));
      lines.add(
          "  columns "
              + lowered.columnNames()
              + (lowered.parameterTypes().isEmpty()
                  ? ""
                  : ", parameters " + lowered.parameterTypes()));
      lowered.assumptions().forEach(assumption -> lines.add("  assumes " + assumption));
      RelOptUtil.toString(lowered.rel()).lines().forEach(line -> lines.add("    " + line));
      assertThat(lowered.columnNames())
          .hasSize(lowered.rel().getRowType().getFieldCount())
          .doesNotHaveDuplicates();
    } catch (ThermoclineException e) {
      lines.add("  " + e.code() + " " + e.getMessage());
    }
    return lines;
  }

  private static String literal(Lowered lowered, Sketch.Expr expr, Sketch.Value value) {
    String words = lowered.literals().get(new LiteralUse(expr, value));
    return words == null ? Paraphrase.plainLiteral(expr, value) : words;
  }

  private LoweringContext context() {
    return new LoweringContext(
        Shop.TREES,
        index,
        view ->
            Shop.CATALOG
                .table(view.schema(), view.name())
                .orElseThrow(() -> new NoSuchElementException(view.name())),
        new TimePhrases(Shop.TIME, TimexSource.NONE),
        Shop.TIME,
        Map.of(4, 0));
  }
}
