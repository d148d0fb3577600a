package io.thermocline.optimizer.sql;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// Rewrites a parsed statement: PostgreSQL's type names, casts to `numeric`, numbered parameters.
final class PostgresShuttle extends SqlShuttle {
  private final List<Integer> parameters;
  private final PostgresFunctions functions;

  PostgresShuttle(List<Integer> parameters, PostgresFunctions functions) {
    this.parameters = parameters;
    this.functions = functions;
  }

  @Override
  public @Nullable SqlNode visit(SqlDynamicParam parameter) {
    int number = parameters.get(parameter.getIndex());
    return number == parameter.getIndex()
        ? parameter
        : new SqlDynamicParam(number, parameter.getParserPosition());
  }

  @Override
  public @Nullable SqlNode visit(SqlDataTypeSpec type) {
    SqlTypeNameSpec name = replace(type.getTypeNameSpec());
    return name == type.getTypeNameSpec()
        ? type
        : new SqlDataTypeSpec(
            name, type.getTimeZone(), type.getNullable(), type.getParserPosition());
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call instanceof SqlWith with) {
      for (SqlNode item : with.withList) {
        if (item instanceof SqlWithItem i && i.recursive.booleanValue()) {
          throw new ThermoclineException(
              ErrorCode.UNSUPPORTED, "WITH RECURSIVE is not supported; unroll the recursion");
        }
      }
    }
    boolean cast =
        call.getOperator() == SqlLibraryOperators.INFIX_CAST || call.getKind() == SqlKind.CAST;
    if (cast && PostgresFunctions.isReference(call.operand(1))) {
      SqlNode operand = call.operand(0).accept(this);
      return functions.reference(operand == null ? call.operand(0) : operand, call.operand(1));
    }
    SqlNode visited = super.visit(call);
    if (!(visited instanceof SqlCall result)) {
      return visited;
    }
    if (result.getOperator() instanceof SqlUnresolvedFunction function
        && function.getNameAsId().names.size() <= 2) {
      return functions.expand(function, result);
    }
    if (cast) {
      return cast(result);
    }
    return result;
  }

  private static SqlNode cast(SqlCall call) {
    SqlNode type = call.operand(1);
    if (type instanceof SqlDataTypeSpec spec
        && spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
        && basic.getTypeName().names.get(0).equalsIgnoreCase("decimal")
        && basic.getPrecision() < 0) {
      return SqlOperators.TO_NUMERIC.createCall(
          call.getParserPosition(), List.<SqlNode>of(call.operand(0)));
    }
    return call.getOperator() == SqlLibraryOperators.INFIX_CAST
        ? SqlStdOperatorTable.CAST.createCall(call.getParserPosition(), call.getOperandList())
        : call;
  }

  private static SqlTypeNameSpec replace(SqlTypeNameSpec spec) {
    SqlParserPos pos = spec.getParserPos();
    if (!(spec instanceof SqlUserDefinedTypeNameSpec)) {
      return spec;
    }
    SqlIdentifier identifier = spec.getTypeName();
    String name = identifier.names.get(identifier.names.size() - 1).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "text", "name", "citext", "bpchar", "json", "jsonb", "char", "string" ->
          new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, pos);
      case "int2" -> new SqlBasicTypeNameSpec(SqlTypeName.SMALLINT, pos);
      case "int", "int4" -> new SqlBasicTypeNameSpec(SqlTypeName.INTEGER, pos);
      case "int8", "oid" -> new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, pos);
      case "float4" -> new SqlBasicTypeNameSpec(SqlTypeName.REAL, pos);
      case "float8" -> new SqlBasicTypeNameSpec(SqlTypeName.DOUBLE, pos);
      case "bool" -> new SqlBasicTypeNameSpec(SqlTypeName.BOOLEAN, pos);
      case "bytea" -> new SqlBasicTypeNameSpec(SqlTypeName.VARBINARY, pos);
      case "timestamptz" ->
          new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6, pos);
      case "uuid" -> new SqlBasicTypeNameSpec(SqlTypeName.UUID, pos);
      case "numeric" -> new SqlBasicTypeNameSpec(SqlTypeName.DECIMAL, pos);
      default ->
          throw new ThermoclineException(
              ErrorCode.TYPE_MISMATCH,
              "type \""
                  + name
                  + "\" does not exist; use for instance text, integer, bigint, numeric(12,2), date or timestamp");
    };
  }
}
