package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Resolves expressions to kernels for one execution: parameters get their values, operands meet in
/// common types, functions their loops. To add a function, name it in [FunctionId], add it to the
/// `compile` of its group's class and to the groups here.
public final class ExpressionCompiler {
  private final List<@Nullable Object> parameters;
  private final ZoneId zone;
  private final long nowMicros;

  /// A compiler for one execution's parameters, session zone and start.
  public ExpressionCompiler(List<@Nullable Object> parameters, ZoneId zone, Instant now) {
    this.parameters = parameters;
    this.zone = zone;
    this.nowMicros = Values.micros(now);
  }

  /// The kernel of an expression.
  public Kernel compile(Expression expression) {
    return switch (expression) {
      case Expression.ColumnReference c -> new ColumnKernel(c.index(), c.type());
      case Expression.Literal l -> ConstantKernel.of(l.type(), l.value());
      case Expression.Parameter p -> parameter(p);
      case Expression.Cast c -> CastKernels.cast(compile(c.operand()), c.type(), c.safe(), zone);
      case Expression.Case c -> compileCase(c);
      case Expression.InList in -> compileIn(in);
      case Expression.Call call -> compileCall(call);
    };
  }

  /// The kernel of an expression in a type, cast when its own differs.
  public Kernel compile(Expression expression, DataType type) {
    return CastKernels.cast(compile(expression), type, false, zone);
  }

  /// The kernels of expressions.
  public List<Kernel> compileAll(List<Expression> expressions) {
    return expressions.stream().map(this::compile).toList();
  }

  /// The value of an expression without columns, as a vector of one row.
  public Vector constant(Expression expression) {
    return compile(expression).evaluate(new Batch(List.of(), 1));
  }

  /// The value of an integer expression without columns, or `whenNull`.
  public long constantLong(Expression expression, long whenNull) {
    Vector value =
        CastKernels.cast(compile(expression), ScalarType.INT64, false, zone)
            .evaluate(new Batch(List.of(), 1));
    return value.isNull(0) ? whenNull : value.longAt(0);
  }

  private Kernel parameter(Expression.Parameter parameter) {
    if (parameter.index() >= parameters.size()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "parameter "
              + (parameter.index() + 1)
              + " has no value; "
              + parameters.size()
              + " were given");
    }
    return ConstantKernel.of(parameter.type(), parameters.get(parameter.index()));
  }

  private Kernel compileCase(Expression.Case c) {
    List<Kernel> conditions = new ArrayList<>();
    List<Kernel> results = new ArrayList<>();
    for (Expression.Branch branch : c.branches()) {
      conditions.add(compile(branch.condition()));
      results.add(compile(branch.result(), c.type()));
    }
    results.add(
        c.otherwise() == null
            ? ConstantKernel.of(c.type(), null)
            : compile(c.otherwise(), c.type()));
    return CaseKernel.of(c.type(), conditions, results);
  }

  private Kernel compileIn(Expression.InList in) {
    Kernel operand = compile(in.operand());
    List<Kernel> values = compileAll(in.values());
    DataType common = operand.type();
    for (Kernel value : values) {
      common =
          value instanceof ConstantKernel c && c.isNull()
              ? common
              : TypeRules.common(common, value.type());
    }
    operand = coerce(operand, common);
    List<ConstantKernel> constants = new ArrayList<>();
    List<Kernel> alternatives = new ArrayList<>();
    for (Kernel value : values) {
      Kernel coerced = coerce(value, common);
      if (value instanceof ConstantKernel) {
        constants.add(new ConstantKernel(constantValue(coerced)));
      } else {
        alternatives.add(new CompareKernel(CompareKernel.Operator.EQUAL, operand, coerced));
      }
    }
    if (alternatives.isEmpty()) {
      return new InListKernel(operand, constants, in.negated());
    }
    alternatives.add(new InListKernel(operand, constants, false));
    Kernel any = new LogicKernel(false, alternatives);
    return in.negated() ? LogicKernel.not(any) : any;
  }

  private static Vector constantValue(Kernel kernel) {
    return kernel.evaluate(new Batch(List.of(), 1)).flatten();
  }

  private Kernel coerce(Kernel kernel, DataType type) {
    return CastKernels.cast(kernel, type, false, zone);
  }

  private Kernel compileCall(Expression.Call call) {
    List<Kernel> arguments = compileAll(call.arguments());
    Kernel kernel = compileCall(call, arguments);
    return kernel.type().equals(call.type()) ? kernel : coerce(kernel, call.type());
  }

  private Kernel compileCall(Expression.Call call, List<Kernel> a) {
    checkCount(call);
    DataType type = call.type();
    return switch (call.function()) {
      case EQUAL -> compare(CompareKernel.Operator.EQUAL, a);
      case NOT_EQUAL -> compare(CompareKernel.Operator.NOT_EQUAL, a);
      case LESS -> compare(CompareKernel.Operator.LESS, a);
      case LESS_OR_EQUAL -> compare(CompareKernel.Operator.LESS_OR_EQUAL, a);
      case GREATER -> compare(CompareKernel.Operator.GREATER, a);
      case GREATER_OR_EQUAL -> compare(CompareKernel.Operator.GREATER_OR_EQUAL, a);
      case BETWEEN ->
          new LogicKernel(
              true,
              List.of(
                  compare(CompareKernel.Operator.GREATER_OR_EQUAL, List.of(a.get(0), a.get(1))),
                  compare(CompareKernel.Operator.LESS_OR_EQUAL, List.of(a.get(0), a.get(2)))));
      case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> {
        List<Kernel> pair = common(a);
        yield CompareKernel.distinctFrom(
            pair.get(0), pair.get(1), call.function() == FunctionId.IS_NOT_DISTINCT_FROM);
      }
      case AND -> LogicKernel.of(true, a);
      case OR -> LogicKernel.of(false, a);
      case NOT -> LogicKernel.not(a.getFirst());
      case IS_NULL -> LogicKernel.isNull(a.getFirst(), false);
      case IS_NOT_NULL -> LogicKernel.isNull(a.getFirst(), true);
      case IS_TRUE -> LogicKernel.isValue(a.getFirst(), true, false);
      case IS_NOT_TRUE -> LogicKernel.isValue(a.getFirst(), true, true);
      case IS_FALSE -> LogicKernel.isValue(a.getFirst(), false, false);
      case IS_NOT_FALSE -> LogicKernel.isValue(a.getFirst(), false, true);
      case ADD -> arithmetic(ArithmeticOperator.ADD, type, a.get(0), a.get(1));
      case SUBTRACT -> arithmetic(ArithmeticOperator.SUBTRACT, type, a.get(0), a.get(1));
      case MULTIPLY -> arithmetic(ArithmeticOperator.MULTIPLY, type, a.get(0), a.get(1));
      case DIVIDE -> arithmetic(ArithmeticOperator.DIVIDE, type, a.get(0), a.get(1));
      case MODULO -> arithmetic(ArithmeticOperator.MODULO, type, a.get(0), a.get(1));
      case NEGATE -> negate(type, a.getFirst());
      case COALESCE -> CaseKernel.coalesce(type, a.stream().map(x -> coerce(x, type)).toList());
      case NULLIF -> {
        List<Kernel> pair = common(a);
        yield CompareKernel.nullIf(pair.get(0), pair.get(1));
      }
      case GREATEST ->
          CompareKernel.extreme(type, a.stream().map(x -> coerce(x, type)).toList(), true);
      case LEAST ->
          CompareKernel.extreme(type, a.stream().map(x -> coerce(x, type)).toList(), false);
      case ABS,
          CEIL,
          FLOOR,
          ROUND,
          TRUNC,
          SIGN,
          SQRT,
          CBRT,
          POWER,
          EXP,
          LN,
          LOG10,
          SIN,
          COS,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          ATAN2,
          DEGREES,
          RADIANS,
          PI,
          WIDTH_BUCKET ->
          NumericFunctions.compile(call.function(), type, a);
      case LIKE,
          ILIKE,
          SIMILAR_TO,
          REGEX_MATCH,
          REGEX_MATCH_IGNORE_CASE,
          REGEXP_REPLACE,
          REGEXP_SUBSTR ->
          PatternFunctions.compile(call.function(), type, texts(a));
      case CONCAT, CONCAT_WS ->
          TextFunctions.compile(call.function(), type, a.stream().map(this::toText).toList());
      case ARRAY_TO_STRING -> ArrayFunctions.join(type, a, zone);
      case CONCAT_OPERATOR -> TextFunctions.compile(call.function(), type, concatOperands(a));
      case LOWER,
          UPPER,
          INITCAP,
          TRIM,
          LTRIM,
          RTRIM,
          LENGTH,
          OCTET_LENGTH,
          SUBSTRING,
          OVERLAY,
          POSITION,
          REPLACE,
          TRANSLATE,
          LEFT,
          RIGHT,
          LPAD,
          RPAD,
          REPEAT,
          REVERSE,
          SPLIT_PART,
          STARTS_WITH,
          ASCII,
          CHR,
          MD5 ->
          TextFunctions.compile(call.function(), type, a);
      case EXTRACT,
          DATE_TRUNC,
          AT_TIME_ZONE,
          TO_CHAR,
          TO_DATE,
          TO_TIMESTAMP,
          MAKE_DATE,
          MAKE_TIMESTAMP,
          MAKE_INTERVAL,
          AGE,
          DATE_DIFF,
          LAST_DAY,
          NOW ->
          TemporalFunctions.compile(call.function(), type, a, zone, nowMicros);
    };
  }

  private List<Kernel> texts(List<Kernel> arguments) {
    for (Kernel argument : arguments) {
      if (argument.type().layout() != Layout.BYTES) {
        throw new ThermoclineException(
            ErrorCode.TYPE_MISMATCH,
            "a pattern applies to text, not " + argument.type().sqlName() + "; cast it to text");
      }
    }
    return arguments;
  }

  private Kernel toText(Kernel kernel) {
    return coerce(kernel, ScalarType.TEXT);
  }

  private List<Kernel> concatOperands(List<Kernel> arguments) {
    return arguments.stream().map(x -> x.type() == ScalarType.BYTES ? x : toText(x)).toList();
  }

  private List<Kernel> common(List<Kernel> pair) {
    DataType type = commonType(pair.get(0), pair.get(1));
    return List.of(coerce(pair.get(0), type), coerce(pair.get(1), type));
  }

  private static DataType commonType(Kernel a, Kernel b) {
    if (a instanceof ConstantKernel c && c.isNull()) {
      return b.type();
    }
    return b instanceof ConstantKernel c && c.isNull()
        ? a.type()
        : TypeRules.common(a.type(), b.type());
  }

  private Kernel compare(CompareKernel.Operator operator, List<Kernel> pair) {
    List<Kernel> common = common(pair);
    return new CompareKernel(operator, common.get(0), common.get(1));
  }

  private Kernel arithmetic(ArithmeticOperator operator, DataType type, Kernel left, Kernel right) {
    if (TemporalArithmetic.applies(left, right)) {
      return TemporalArithmetic.compile(operator, type, left, right, zone);
    }
    if (!left.type().isNumeric() || !right.type().isNumeric()) {
      throw new ThermoclineException(
          ErrorCode.TYPE_MISMATCH,
          "arithmetic on "
              + left.type().sqlName()
              + " and "
              + right.type().sqlName()
              + "; cast them to numbers");
    }
    if (type.layout() == Layout.DOUBLE
        || left.type().layout() == Layout.DOUBLE
        || right.type().layout() == Layout.DOUBLE) {
      DataType inner = type.layout() == Layout.DOUBLE ? type : ScalarType.FLOAT64;
      return new DoubleArithmetic(operator, inner, coerce(left, inner), coerce(right, inner));
    }
    if (type instanceof DecimalType decimal) {
      return new DecimalArithmetic(
          operator,
          decimal,
          coerce(left, TypeRules.asDecimal(left.type())),
          coerce(right, TypeRules.asDecimal(right.type())));
    }
    if (left.type() instanceof DecimalType || right.type() instanceof DecimalType) {
      DecimalType common = TypeRules.asDecimal(TypeRules.common(left.type(), right.type()));
      DecimalType inner =
          new DecimalType(DecimalType.MAX_PRECISION, Math.min(common.scale() + 6, 19));
      return new DecimalArithmetic(
          operator,
          inner,
          coerce(left, TypeRules.asDecimal(left.type())),
          coerce(right, TypeRules.asDecimal(right.type())));
    }
    return new LongArithmetic(operator, type, left, right);
  }

  private Kernel negate(DataType type, Kernel operand) {
    if (operand.type() == ScalarType.INTERVAL) {
      return RowKernel.strictSafe(
          type,
          List.of(operand),
          (v, row, out) -> out.appendInt128(-v[0].highAt(row), -v[0].lowAt(row)));
    }
    if (operand.type().layout() == Layout.DOUBLE) {
      return RowKernel.strictSafe(
          type, List.of(operand), (v, row, out) -> Numbers.appendAny(out, -v[0].doubleAt(row)));
    }
    return arithmetic(
        ArithmeticOperator.SUBTRACT, type, ConstantKernel.of(operand.type(), 0), operand);
  }

  private static void checkCount(Expression.Call call) {
    int count = call.arguments().size();
    FunctionArity arity = FunctionArity.of(call.function());
    if (count < arity.least() || count > arity.most()) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_FUNCTION,
          call.function()
              + " takes "
              + arity.least()
              + " to "
              + arity.most()
              + " arguments, not "
              + count);
    }
  }
}
