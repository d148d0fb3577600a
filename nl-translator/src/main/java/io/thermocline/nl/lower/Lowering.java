package io.thermocline.nl.lower;

import io.thermocline.nl.sketch.Sketch;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/// Sketches to relational trees. Every check that the grammar cannot make is made here: joins
/// exist, columns have a table, types fit, words can be read as values.
public final class Lowering {
  private final LoweringContext context;
  private final RelBuilder builder;
  private final Notes notes = new Notes();

  private Lowering(LoweringContext context) {
    this.context = context;
    this.builder = context.trees().builder();
  }

  /// Lowers a sketch.
  ///
  /// @throws ThermoclineException QUESTION_REFUSED when the sketch means nothing over the schema
  public static Lowered lower(Sketch.Query sketch, LoweringContext context) {
    try {
      return new Lowering(context).run(sketch);
    } catch (IllegalArgumentException | ArithmeticException | UnsupportedOperationException e) {
      throw new ThermoclineException(
          ErrorCode.QUESTION_REFUSED,
          "the reading has no meaning: " + e.getMessage() + "; rephrase the question",
          e);
    }
  }

  private Lowered run(Sketch.Query sketch) {
    OutputNames names = new OutputNames(context.index().schema());
    RelNode rel = query(sketch);
    List<String> columns = names.of(sketch.first());
    return new Lowered(
        rel,
        columns,
        notes.literals(),
        notes.assumptions(),
        notes.parameterTypes(context.parameters().size()));
  }

  /// Lowers a query and takes it off the builder's stack.
  private RelNode query(Sketch.Query query) {
    List<RelNode> blocks = new ArrayList<>();
    blocks.add(block(query.first()));
    query.branches().forEach(branch -> blocks.add(block(branch.block())));
    if (blocks.size() == 1) {
      return blocks.getFirst();
    }
    List<RelNode> aligned = align(blocks);
    builder.push(aligned.getFirst());
    for (int i = 0; i < query.branches().size(); i++) {
      builder.push(aligned.get(i + 1));
      switch (query.branches().get(i).operator()) {
        case UNION -> builder.union(false);
        case INTERSECT -> builder.intersect(false);
        case EXCEPT -> builder.minus(false);
      }
    }
    return builder.build();
  }

  private RelNode block(Sketch.Block block) {
    return new BlockLowering(builder, context, notes, this::query, block).lower();
  }

  /// Gives all blocks the same column types: text where one has text, else the type that holds all.
  private List<RelNode> align(List<RelNode> blocks) {
    int width = blocks.getFirst().getRowType().getFieldCount();
    for (RelNode block : blocks) {
      if (block.getRowType().getFieldCount() != width) {
        throw Notes.invalid("the parts of a set operation have different numbers of columns");
      }
    }
    List<RelDataType> types = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      types.add(commonType(blocks, i));
    }
    List<RelNode> aligned = new ArrayList<>();
    for (RelNode block : blocks) {
      builder.push(block);
      List<RexNode> columns = new ArrayList<>();
      for (RelDataTypeField field : block.getRowType().getFieldList()) {
        RexNode column = builder.field(field.getIndex());
        RelDataType type = types.get(field.getIndex());
        boolean toText = Typing.isText(type) && !Typing.isText(column.getType());
        columns.add(toText ? Typing.asText(builder, column) : castUnlessSame(column, type));
      }
      aligned.add(builder.project(columns).build());
    }
    return aligned;
  }

  private RexNode castUnlessSame(RexNode column, RelDataType type) {
    return column.getType().getSqlTypeName() == type.getSqlTypeName()
            && column.getType().getScale() == type.getScale()
        ? column
        : Typing.cast(builder, column, type);
  }

  private RelDataType commonType(List<RelNode> blocks, int column) {
    List<RelDataType> types =
        blocks.stream()
            .map(block -> block.getRowType().getFieldList().get(column).getType())
            .toList();
    for (RelDataType type : types) {
      if (Typing.isText(type)) {
        return type;
      }
    }
    RelDataType common = builder.getTypeFactory().leastRestrictive(types);
    if (common == null) {
      throw Notes.invalid("the parts of a set operation have different types");
    }
    return common;
  }
}
