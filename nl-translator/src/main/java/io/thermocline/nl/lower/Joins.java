package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.KeyEdge;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.sketch.JoinTree;
import io.thermocline.nl.sketch.Sketch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/// The FROM clause of a block: scans joined along the keys.
final class Joins {
  private final RelBuilder builder;
  private final LoweringContext context;
  private final Notes notes;
  private final Map<Integer, Integer> offsets = new HashMap<>();

  Joins(RelBuilder builder, LoweringContext context, Notes notes) {
    this.builder = builder;
    this.context = context;
    this.notes = notes;
  }

  /// Pushes the joined tables and answers their scope.
  Scope push(Sketch.Block block) {
    SchemaView schema = context.index().schema();
    JoinTree tree =
        JoinTree.find(schema, block.tables(), block.on())
            .orElseThrow(() ->
                Notes.invalid(
                    "no keys join "
                        + block.tables().stream().map(use -> use.table().name()).toList()));
    for (JoinTree.Join join : tree.joins()) {
      TableView table = schema.tables().get(join.table());
      int width =
          builder.size() > 0 && !offsets.isEmpty()
              ? builder.peek().getRowType().getFieldCount()
              : 0;
      context.trees().pushTable(builder, context.tables().apply(table));
      offsets.put(join.table(), width);
      if (!join.pairs().isEmpty()) {
        RexNode condition =
            builder.and(join.pairs().stream().map(pair -> condition(pair, join, width)).toList());
        builder.join(join.left() ? JoinRelType.LEFT : JoinRelType.INNER, condition);
        noteGuess(join);
      }
    }
    return new Scope(builder, context, builder.peek(), offsets);
  }

  private RexNode condition(KeyEdge.Pair pair, JoinTree.Join join, int width) {
    List<RexNode> sides = new ArrayList<>();
    for (int index : new int[] {pair.left(), pair.right()}) {
      ColumnView column = context.index().schema().columns().get(index);
      if (column.ordinal() < 0) {
        throw Notes.invalid("a computed column in a join");
      }
      Integer offset = offsets.get(column.table());
      if (offset == null) {
        throw Notes.invalid("a join with a table that is not there");
      }
      boolean right = column.table() == join.table();
      int input = right ? 1 : 0;
      int place = column.ordinal() + (right ? 0 : offset);
      RelDataType type = builder.peek(2, input).getRowType().getFieldList().get(place).getType();
      sides.add(builder.getRexBuilder().makeInputRef(type, place + (right ? width : 0)));
    }
    List<RexNode> comparable = Typing.comparable(builder, sides.get(0), sides.get(1));
    return builder.call(SqlStdOperatorTable.EQUALS, comparable.get(0), comparable.get(1));
  }

  private void noteGuess(JoinTree.Join join) {
    if (join.guessed()) {
      KeyEdge.Pair pair = join.pairs().getFirst();
      List<ColumnView> columns = context.index().schema().columns();
      notes.assume(
          columns.get(pair.left())
              + " is taken as the key of "
              + columns.get(pair.right()).tableName()
              + " because of its name.");
    }
  }
}
