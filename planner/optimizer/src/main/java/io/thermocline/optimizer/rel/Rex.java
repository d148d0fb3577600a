package io.thermocline.optimizer.rel;

import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/// Views of expressions.
public final class Rex {
  private Rex() {}

  /// An expression without casts that change nothing but whether null is allowed, or the length of
  /// text.
  public static RexNode plain(RexNode node) {
    RexNode current = node;
    while (current instanceof RexCall call
        && call.getKind() == SqlKind.CAST
        && Types.toData(call.getType()).equals(Types.toData(call.getOperands().get(0).getType()))
        && (Types.textLimit(call.getType()) < 0
            || !org.apache.calcite.sql.type.SqlTypeUtil.isCharacter(call.getType()))) {
      current = call.getOperands().get(0);
    }
    return current;
  }

  /// Whether a type is one of the integers.
  public static boolean isInteger(DataType type) {
    return type == ScalarType.INT16 || type == ScalarType.INT32 || type == ScalarType.INT64;
  }

  /// The literal that an expression is, or null.
  public static @Nullable RexLiteral literal(RexNode node) {
    return plain(node) instanceof RexLiteral literal ? literal : null;
  }

  /// The column that an expression is, or null.
  public static @Nullable RexInputRef column(RexNode node) {
    return plain(node) instanceof RexInputRef ref ? ref : null;
  }

  /// The value of a literal as a type, or null when it is not a literal or is null.
  public static @Nullable Object value(RexNode node, DataType type) {
    RexLiteral literal = literal(node);
    return literal == null ? null : Literals.value(literal, type);
  }
}
