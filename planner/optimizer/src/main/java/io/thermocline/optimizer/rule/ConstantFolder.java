package io.thermocline.optimizer.rule;

import io.thermocline.engine.kernel.ExpressionCompiler;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.rel.ExpressionLowering;
import io.thermocline.optimizer.rel.Literals;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ScalarType;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeUtil;

/// Computes constant expressions with the engine's own kernels. What fails or has no literal stays
/// as it is.
final class ConstantFolder implements RexExecutor {
  private final SessionParameters session;

  ConstantFolder(SessionParameters session) {
    this.session = session;
  }

  @Override
  public void reduce(RexBuilder builder, List<RexNode> constants, List<RexNode> reduced) {
    for (RexNode constant : constants) {
      reduced.add(fold(builder, constant));
    }
  }

  private RexNode fold(RexBuilder builder, RexNode constant) {
    if (constant instanceof RexLiteral) {
      return constant;
    }
    try {
      Vector value =
          new ExpressionCompiler(List.of(), session.zone(), session.now())
              .constant(new ExpressionLowering(builder).lower(constant));
      if (value.type() == ScalarType.INTERVAL) {
        return constant;
      }
      RexNode literal = Literals.toRex(builder, Values.get(value, 0), constant.getType());
      return SqlTypeUtil.equalSansNullability(
              builder.getTypeFactory(), literal.getType(), constant.getType())
          ? literal
          : builder.makeAbstractCast(constant.getType(), literal, false);
    } catch (ThermoclineException | IllegalArgumentException e) {
      return constant;
    }
  }
}
