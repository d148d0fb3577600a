package io.thermocline.optimizer.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/// Packs `x = 1 OR x = 2 OR …` and `x <> 1 AND x <> 2 AND …` into one search, since simplifying
/// long lists term by term takes quadratic time.
final class ListPacking extends RexShuttle {
  private static final int LONG = 10;

  private final RexBuilder builder;

  ListPacking(RexBuilder builder) {
    this.builder = builder;
  }

  @Override
  public RexNode visitCall(RexCall call) {
    RexNode packed =
        switch (call.getKind()) {
          case OR -> pack(RelOptUtil.disjunctions(call), SqlKind.EQUALS, false);
          case AND -> pack(RelOptUtil.conjunctions(call), SqlKind.NOT_EQUALS, true);
          default -> null;
        };
    return packed == null ? super.visitCall(call) : packed;
  }

  private @Nullable RexNode pack(List<RexNode> terms, SqlKind kind, boolean negated) {
    if (terms.size() < LONG) {
      return null;
    }
    RexNode operand = null;
    List<RexNode> values = new ArrayList<>();
    for (RexNode term : terms) {
      if (term.getKind() != kind
          || !(term instanceof RexCall call)
          || !(call.getOperands().get(1) instanceof RexLiteral literal)
          || literal.getValue() == null
          || !SqlTypeUtil.equalSansNullability(
                  builder.getTypeFactory(), literal.getType(), call.getOperands().get(0).getType())
              && !(SqlTypeUtil.isExactNumeric(literal.getType())
                  && SqlTypeUtil.isExactNumeric(call.getOperands().get(0).getType()))
              && !(SqlTypeUtil.isCharacter(literal.getType())
                  && SqlTypeUtil.isCharacter(call.getOperands().get(0).getType()))
          || operand != null && !operand.equals(call.getOperands().get(0))) {
        return null;
      }
      operand = call.getOperands().get(0);
      values.add(literal);
    }
    if (operand == null) {
      return null;
    }
    RexNode in = builder.makeIn(operand, values);
    return negated ? builder.makeCall(org.apache.calcite.sql.fun.SqlStdOperatorTable.NOT, in) : in;
  }
}
