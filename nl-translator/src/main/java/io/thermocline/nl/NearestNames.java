package io.thermocline.nl;

import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.sketch.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The names that the model finds most relevant to a question.
final class NearestNames {
  private static final int MAX = 3;

  private final SchemaView schema;
  private final List<Action.Pointer> nodes;
  private final float[] use;

  /// @param nodes of the encoder's input
  /// @param use for each node, the logit that the sketch uses it; taken over
  NearestNames(SchemaView schema, List<Action.Pointer> nodes, float[] use) {
    this.schema = schema;
    this.nodes = nodes;
    this.use = use;
  }

  /// The most relevant tables, most relevant first.
  List<String> tables() {
    return nearest(false);
  }

  /// The most relevant tables and columns, most relevant first.
  List<String> tablesAndColumns() {
    return nearest(true);
  }

  private List<String> nearest(boolean columns) {
    List<Integer> found = new ArrayList<>();
    for (int node = 0; node < use.length; node++) {
      Action.Pointer pointer = nodes.get(node);
      if (pointer instanceof Action.TableNode || columns && pointer instanceof Action.ColumnNode) {
        found.add(node);
      }
    }
    found.sort(Comparator.comparingDouble(node -> -use[node]));
    return found.stream().limit(MAX).map(node -> name(nodes.get(node))).toList();
  }

  private String name(Action.Pointer pointer) {
    return switch (pointer) {
      case Action.TableNode t -> schema.tables().get(t.table()).name();
      case Action.ColumnNode c -> schema.columns().get(c.column()).qualifiedName();
      case Action.WordNode w -> throw new IllegalStateException(w + " has no name");
      case Action.StartNode s -> throw new IllegalStateException("the start has no name");
    };
  }
}
