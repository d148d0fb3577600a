package io.thermocline.optimizer.rule;

import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/// Sums of sums and of counts: the type stays, where PostgreSQL's `sum` would widen it again.
final class MergeFunctions {
  /// Adds up sums; null when all are.
  static final SqlAggFunction SUM =
      SqlBasicAggFunction.create(
          "merge_sum", SqlKind.SUM, ReturnTypes.ARG0_NULLABLE_IF_EMPTY, OperandTypes.ANY);

  /// Adds up counts; 0 when there are none.
  static final SqlAggFunction SUM0 =
      SqlBasicAggFunction.create("merge_sum0", SqlKind.SUM0, ReturnTypes.ARG0, OperandTypes.ANY);

  private MergeFunctions() {}
}
