package io.thermocline.optimizer.sql;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/// Implicit casts. As in PostgreSQL a text literal takes the type that it is compared with, but a
/// text column or expression does not: `name = 5` is an error, not a conversion of every name.
final class PostgresCoercion extends TypeCoercionImpl {
  PostgresCoercion(RelDataTypeFactory typeFactory, SqlValidator validator) {
    super(typeFactory, validator);
  }

  @Override
  public boolean binaryArithmeticCoercion(SqlCallBinding binding) {
    // Calcite asks for functions with several signatures too, which may well mix types.
    if (binding.getOperator().getKind().belongsTo(SqlKind.BINARY_ARITHMETIC)) {
      refuseText(binding);
    }
    return super.binaryArithmeticCoercion(binding);
  }

  @Override
  public boolean binaryComparisonCoercion(SqlCallBinding binding) {
    int array = arrayBesideText(binding);
    if (array >= 0) {
      return printArray(binding, array);
    }
    refuseText(binding);
    return super.binaryComparisonCoercion(binding);
  }

  private boolean printArray(SqlCallBinding binding, int array) {
    SqlNode operand = binding.operand(array);
    SqlParserPos pos = operand.getParserPosition();
    SqlNode text = SqlOperators.ARRAY_TEXT.createCall(pos, operand);
    binding.getCall().setOperand(array, text);
    updateInferredType(text, validator.deriveType(binding.getScope(), text));
    return true;
  }

  /// The position of an array that is compared with a text literal such as `'{1,2}'`, which is
  /// compared as the array is printed; -1 for all else.
  private static int arrayBesideText(SqlCallBinding binding) {
    if (binding.getOperandCount() != 2) {
      return -1;
    }
    for (int i = 0; i < 2; i++) {
      if (binding.getOperandType(i).getSqlTypeName() == SqlTypeName.ARRAY
          && binding.operand(1 - i) instanceof SqlLiteral
          && SqlTypeUtil.isCharacter(binding.getOperandType(1 - i))) {
        return i;
      }
    }
    return -1;
  }

  private static void refuseText(SqlCallBinding binding) {
    if (mixesText(binding)) {
      throw binding.newValidationSignatureError();
    }
  }

  private static boolean mixesText(SqlCallBinding binding) {
    boolean text = false;
    boolean other = false;
    for (int i = 0; i < binding.getOperandCount(); i++) {
      SqlNode operand = binding.operand(i);
      RelDataType type = binding.getOperandType(i);
      boolean constant = operand instanceof SqlLiteral || operand instanceof SqlDynamicParam;
      if (SqlTypeUtil.isCharacter(type)) {
        text |= !constant;
      } else if (SqlTypeUtil.isNumeric(type)
          || SqlTypeUtil.isDatetime(type)
          || type.getSqlTypeName() == SqlTypeName.BOOLEAN) {
        other = true;
      }
    }
    return text && other;
  }
}
