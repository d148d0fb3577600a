package io.thermocline.optimizer.sql;

import java.util.List;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/// Aggregate functions that Calcite lacks or gives other result types.
final class Aggregates {
  private static final SqlReturnTypeInference DOUBLE =
      ReturnTypes.explicit(SqlTypeName.DOUBLE).andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlReturnTypeInference BOOLEAN =
      ReturnTypes.BOOLEAN.andThen(SqlTypeTransforms.FORCE_NULLABLE);

  static final SqlAggFunction STDDEV = statistic("stddev", SqlKind.STDDEV_SAMP);
  static final SqlAggFunction MEDIAN =
      SqlBasicAggFunction.create(
          "median", SqlKind.OTHER_FUNCTION, DOUBLE, OperandTypes.family(SqlTypeFamily.NUMERIC));

  static final List<SqlOperator> ALL =
      List.of(
          STDDEV,
          statistic("stddev_samp", SqlKind.STDDEV_SAMP),
          statistic("stddev_pop", SqlKind.STDDEV_POP),
          statistic("variance", SqlKind.VAR_SAMP),
          statistic("var_samp", SqlKind.VAR_SAMP),
          statistic("var_pop", SqlKind.VAR_POP),
          SqlBasicAggFunction.create(
              "corr", SqlKind.OTHER_FUNCTION, DOUBLE, OperandTypes.NUMERIC_NUMERIC),
          SqlBasicAggFunction.create("bool_and", SqlKind.MIN, BOOLEAN, OperandTypes.BOOLEAN),
          SqlBasicAggFunction.create("every", SqlKind.MIN, BOOLEAN, OperandTypes.BOOLEAN),
          SqlBasicAggFunction.create("bool_or", SqlKind.MAX, BOOLEAN, OperandTypes.BOOLEAN),
          MEDIAN);

  private Aggregates() {}

  private static SqlAggFunction statistic(String name, SqlKind kind) {
    return SqlBasicAggFunction.create(name, kind, DOUBLE, OperandTypes.NUMERIC);
  }
}
