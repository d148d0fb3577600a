package io.thermocline.optimizer.physical;

import io.thermocline.engine.expr.Expression;
import io.thermocline.spi.type.Schema;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Expressions for EXPLAIN, with the names of columns.
final class ExpressionText {
  private ExpressionText() {}

  static String of(Expression expression, Schema input) {
    return switch (expression) {
      case Expression.ColumnReference ref ->
          ref.index() < input.size() ? input.field(ref.index()).name() : "#" + ref.index();
      case Expression.Literal literal ->
          literal.value() instanceof String s ? "'" + s + "'" : String.valueOf(literal.value());
      case Expression.Parameter parameter -> "$" + (parameter.index() + 1);
      case Expression.Cast cast -> of(cast.operand(), input) + "::" + cast.type().sqlName();
      case Expression.Case c ->
          "case "
              + c.branches().stream()
                  .map(b -> "when " + of(b.condition(), input) + " then " + of(b.result(), input))
                  .collect(Collectors.joining(" "))
              + (c.otherwise() == null ? "" : " else " + of(c.otherwise(), input))
              + " end";
      case Expression.InList in ->
          of(in.operand(), input)
              + (in.negated() ? " not in (" : " in (")
              + list(in.values(), input)
              + ")";
      case Expression.Call call -> call(call, input);
    };
  }

  private static String list(List<Expression> expressions, Schema input) {
    int shown = Math.min(expressions.size(), 10);
    String text =
        expressions.subList(0, shown).stream()
            .map(e -> of(e, input))
            .collect(Collectors.joining(", "));
    return shown < expressions.size() ? text + ", … " + expressions.size() + " in all" : text;
  }

  private static String call(Expression.Call call, Schema input) {
    List<Expression> arguments = call.arguments();
    return switch (call.function()) {
      case EQUAL -> infix(" = ", arguments, input);
      case NOT_EQUAL -> infix(" <> ", arguments, input);
      case LESS -> infix(" < ", arguments, input);
      case LESS_OR_EQUAL -> infix(" <= ", arguments, input);
      case GREATER -> infix(" > ", arguments, input);
      case GREATER_OR_EQUAL -> infix(" >= ", arguments, input);
      case AND -> infix(" and ", arguments, input);
      case OR -> "(" + infix(" or ", arguments, input) + ")";
      case NOT -> "not (" + of(arguments.get(0), input) + ")";
      case ADD -> "(" + infix(" + ", arguments, input) + ")";
      case SUBTRACT -> "(" + infix(" - ", arguments, input) + ")";
      case MULTIPLY -> infix(" * ", arguments, input);
      case DIVIDE -> infix(" / ", arguments, input);
      case IS_NULL -> of(arguments.get(0), input) + " is null";
      case IS_NOT_NULL -> of(arguments.get(0), input) + " is not null";
      case LIKE -> infix(" like ", arguments, input);
      case ILIKE -> infix(" ilike ", arguments, input);
      case CONCAT_OPERATOR -> infix(" || ", arguments, input);
      default ->
          call.function().name().toLowerCase(Locale.ROOT) + "(" + list(arguments, input) + ")";
    };
  }

  private static String infix(String operator, List<Expression> arguments, Schema input) {
    return arguments.stream().map(a -> of(a, input)).collect(Collectors.joining(operator));
  }
}
