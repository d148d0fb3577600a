package io.thermocline.optimizer.physical;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.plan.AggregateCall;
import io.thermocline.engine.plan.AggregateFunction;
import io.thermocline.engine.plan.SortKey;
import io.thermocline.optimizer.rel.Literals;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/// Aggregate calls to the engine's.
final class AggregateLowering {
  private AggregateLowering() {}

  /// A call over the columns of an input.
  static AggregateCall lower(
      org.apache.calcite.rel.core.AggregateCall call,
      Schema input,
      List<? extends @Nullable Expression> constants) {
    List<Expression> arguments = new ArrayList<>();
    for (int column : call.getArgList()) {
      Expression constant = column < constants.size() ? constants.get(column) : null;
      arguments.add(constant == null ? column(input, column) : constant);
    }
    List<SortKey> order = new ArrayList<>();
    for (RelFieldCollation key : call.getCollation().getFieldCollations()) {
      order.add(sortKey(key, input));
    }
    DataType type = Types.toData(call.getType());
    if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG
        && call.rexList.get(0) instanceof RexLiteral literal) {
      return AggregateCall.of(
          AggregateFunction.ANY_VALUE,
          type,
          new Expression.Literal(type, Literals.value(literal, type)));
    }
    Expression filter = call.filterArg < 0 ? null : column(input, call.filterArg);
    AggregateCall lowered =
        function(
            call.getAggregation().getName().toUpperCase(Locale.ROOT),
            arguments,
            order,
            type,
            call.isDistinct());
    return filter == null ? lowered : lowered.withFilter(filter);
  }

  private static Expression column(Schema input, int column) {
    return new Expression.ColumnReference(column, input.field(column).type());
  }

  static SortKey sortKey(RelFieldCollation key, Schema input) {
    boolean descending = key.getDirection().isDescending();
    boolean nullsFirst =
        key.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
            ? descending
            : key.nullDirection == RelFieldCollation.NullDirection.FIRST;
    return new SortKey(column(input, key.getFieldIndex()), descending, nullsFirst);
  }

  /// A call of a function by its name in SQL.
  static AggregateCall function(
      String name,
      List<Expression> arguments,
      List<SortKey> order,
      DataType type,
      boolean distinct) {
    AggregateFunction function =
        switch (name) {
          case "COUNT" ->
              arguments.isEmpty() ? AggregateFunction.COUNT_STAR : AggregateFunction.COUNT;
          case "SUM", "MERGE_SUM" -> AggregateFunction.SUM;
          case "$SUM0", "MERGE_SUM0" -> AggregateFunction.SUM0;
          case "MIN" -> AggregateFunction.MIN;
          case "MAX" -> AggregateFunction.MAX;
          case "AVG" -> AggregateFunction.AVG;
          case "ANY_VALUE" -> AggregateFunction.ANY_VALUE;
          case "SINGLE_VALUE" -> AggregateFunction.SINGLE_VALUE;
          case "BOOL_AND", "EVERY", "LOGICAL_AND" -> AggregateFunction.BOOL_AND;
          case "BOOL_OR", "SOME", "LOGICAL_OR" -> AggregateFunction.BOOL_OR;
          case "STDDEV", "STDDEV_SAMP" -> AggregateFunction.STDDEV_SAMP;
          case "STDDEV_POP" -> AggregateFunction.STDDEV_POP;
          case "VARIANCE", "VAR_SAMP" -> AggregateFunction.VAR_SAMP;
          case "VAR_POP" -> AggregateFunction.VAR_POP;
          case "COVAR_POP" -> AggregateFunction.COVAR_POP;
          case "COVAR_SAMP" -> AggregateFunction.COVAR_SAMP;
          case "CORR" -> AggregateFunction.CORR;
          case "STRING_AGG", "LISTAGG" -> AggregateFunction.STRING_AGG;
          case "ARRAY_AGG" -> AggregateFunction.ARRAY_AGG;
          case "APPROX_COUNT_DISTINCT" -> AggregateFunction.APPROX_COUNT_DISTINCT;
          case "GROUPING" -> AggregateFunction.GROUPING;
          case "PERCENTILE_CONT", "PERCENTILE_DISC", "MODE", "MEDIAN" -> null;
          default ->
              throw new ThermoclineException(
                  ErrorCode.UNSUPPORTED,
                  "aggregate function "
                      + name.toLowerCase(Locale.ROOT)
                      + " is not supported; compute it from others");
        };
    if (function == null) {
      return ordered(name, arguments, order, type);
    }
    if (function == AggregateFunction.COUNT && arguments.size() > 1) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED,
          "count of several columns is not supported; count the rows of a SELECT DISTINCT instead");
    }
    boolean keepsOrder =
        function == AggregateFunction.STRING_AGG || function == AggregateFunction.ARRAY_AGG;
    boolean noEffect =
        function == AggregateFunction.MIN
            || function == AggregateFunction.MAX
            || function == AggregateFunction.ANY_VALUE;
    List<Expression> all = arguments;
    if (function == AggregateFunction.STRING_AGG && arguments.size() == 1) {
      all = List.of(arguments.get(0), new Expression.Literal(ScalarType.TEXT, ","));
    }
    return new AggregateCall(
        function, all, distinct && !noEffect, null, keepsOrder ? order : List.of(), type);
  }

  /// Functions of the values in order: `percentile_cont`, `mode` and their relatives.
  private static AggregateCall ordered(
      String name, List<Expression> arguments, List<SortKey> order, DataType type) {
    if (name.equals("MEDIAN")) {
      return AggregateCall.of(
          AggregateFunction.PERCENTILE_CONT,
          type,
          arguments.get(0),
          new Expression.Literal(ScalarType.FLOAT64, 0.5));
    }
    if (name.equals("MODE")) {
      return AggregateCall.of(
          AggregateFunction.MODE,
          type,
          order.isEmpty() ? arguments.get(0) : order.get(0).expression());
    }
    if (order.size() != 1 || arguments.size() != 1) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED,
          name.toLowerCase(Locale.ROOT)
              + " needs one fraction and WITHIN GROUP (ORDER BY one expression)");
    }
    AggregateFunction function =
        name.equals("PERCENTILE_CONT")
            ? AggregateFunction.PERCENTILE_CONT
            : AggregateFunction.PERCENTILE_DISC;
    Expression fraction = arguments.get(0);
    if (order.get(0).descending()
        && fraction instanceof Expression.Literal literal
        && literal.value() instanceof Number n) {
      fraction = new Expression.Literal(ScalarType.FLOAT64, 1 - n.doubleValue());
    }
    return AggregateCall.of(function, type, order.get(0).expression(), fraction);
  }
}
