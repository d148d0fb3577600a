package io.thermocline.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which rows are evaluated, and what becomes of encodings.
class EvaluationTest {
  private static final DataType INT = ScalarType.INT32;
  private static final Expression X = new Expression.ColumnReference(0, INT);

  private final ExpressionCompiler compiler =
      new ExpressionCompiler(
          List.of(), ZoneOffset.ofHours(2), Instant.parse("2024-02-29T23:34:56Z"));

  private static Expression call(FunctionId function, DataType type, Expression... arguments) {
    return new Expression.Call(function, Arrays.asList(arguments), type);
  }

  private static Expression literal(Object value) {
    return new Expression.Literal(INT, value);
  }

  private static Vector vector(DataType type, Object... values) {
    VectorBuilder builder = new VectorBuilder(type, values.length);
    for (Object value : values) {
      builder.appendValue(value);
    }
    return builder.build();
  }

  private List<Object> values(Expression expression, Vector... columns) {
    Vector result =
        compiler.compile(expression).evaluate(new Batch(List.of(columns), columns[0].size()));
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < result.size(); i++) {
      values.add(Values.get(result, i));
    }
    return values;
  }

  private static Expression tenBy(Expression divisor) {
    return call(FunctionId.DIVIDE, INT, literal(10), divisor);
  }

  private static Expression isZero(Expression x) {
    return call(FunctionId.EQUAL, ScalarType.BOOLEAN, x, literal(0));
  }

  @Test
  void aBranchIsEvaluatedForItsRowsOnly() {
    Expression guarded =
        new Expression.Case(List.of(new Expression.Branch(isZero(X), literal(-1))), tenBy(X), INT);
    assertThat(values(guarded, vector(INT, 5, 0, null, 2))).containsExactly(2, -1, null, 5);
    Expression coalesced = call(FunctionId.COALESCE, INT, X, tenBy(literal(0)));
    assertThat(values(coalesced, vector(INT, 5, 6))).containsExactly(5, 6);
    assertThatThrownBy(() -> values(coalesced, vector(INT, 5, null)))
        .isInstanceOf(ThermoclineException.class);
  }

  @Test
  void logicStopsWhereItIsDecided() {
    Expression large = call(FunctionId.GREATER, ScalarType.BOOLEAN, tenBy(X), literal(3));
    Expression nonZero = call(FunctionId.NOT, ScalarType.BOOLEAN, isZero(X));
    assertThat(
            values(
                call(FunctionId.AND, ScalarType.BOOLEAN, nonZero, large),
                vector(INT, 2, 0, 5, null)))
        .containsExactly(true, false, false, null);
    assertThat(
            values(
                call(FunctionId.OR, ScalarType.BOOLEAN, isZero(X), large),
                vector(INT, 2, 0, 5, null)))
        .containsExactly(true, true, false, null);
  }

  @Test
  void aDictionaryValueThatNoRowUsesRaisesNoError() {
    Vector dictionary = vector(INT, 0, 5, null, 2);
    assertThat(values(tenBy(X), new DictionaryVector(dictionary, new int[] {1, 3, 2, 1, 1, 1}, 6)))
        .containsExactly(2, 5, null, 2, 2, 2);
    assertThatThrownBy(
            () -> values(tenBy(X), new DictionaryVector(dictionary, new int[] {1, 0, 1, 1}, 4)))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO));
  }

  @Test
  void functionsOfOneDictionaryStayDictionaries() {
    Vector dictionary = vector(ScalarType.TEXT, "a", "b", null);
    DictionaryVector column = new DictionaryVector(dictionary, new int[] {0, 1, 2, 0}, 4);
    Expression text = new Expression.ColumnReference(0, ScalarType.TEXT);
    Expression both =
        call(
            FunctionId.CONCAT_OPERATOR,
            ScalarType.TEXT,
            call(FunctionId.UPPER, ScalarType.TEXT, text),
            text);
    Kernel kernel = compiler.compile(both);
    Vector result = kernel.evaluate(new Batch(List.of(column), 4));
    assertThat(result).isInstanceOf(DictionaryVector.class);
    assertThat(Values.get(result, 3)).isEqualTo("Aa");
    Vector again = kernel.evaluate(new Batch(List.of(column), 4));
    assertThat(((DictionaryVector) again).dictionary())
        .isSameAs(((DictionaryVector) result).dictionary());
    ConstantVector constant = new ConstantVector(vector(ScalarType.TEXT, "z"), 4);
    Vector fromConstant = kernel.evaluate(new Batch(List.of(constant), 4));
    assertThat(fromConstant).isInstanceOf(ConstantVector.class);
    assertThat(Values.get(fromConstant, 0)).isEqualTo("Zz");
  }

  @Test
  void nullRowsRaiseNoErrors() {
    Vector a = vector(INT, Integer.MAX_VALUE, null, 4);
    Vector b = vector(INT, null, 0, 2);
    Expression y = new Expression.ColumnReference(1, INT);
    for (FunctionId function :
        List.of(
            FunctionId.ADD,
            FunctionId.SUBTRACT,
            FunctionId.MULTIPLY,
            FunctionId.DIVIDE,
            FunctionId.MODULO)) {
      assertThat(values(call(function, INT, X, y), a, b).subList(0, 2)).containsExactly(null, null);
    }
  }

  @Test
  void safeCastsGiveNull() {
    Expression text = new Expression.ColumnReference(0, ScalarType.TEXT);
    assertThat(
            values(
                new Expression.Cast(text, INT, true),
                vector(ScalarType.TEXT, "7", "x", null, "99999999999")))
        .containsExactly(7, null, null, null);
  }

  @Test
  void nowIsTheQuerysStartInTheSessionsZone() {
    Vector one = vector(INT, 1);
    assertThat(values(call(FunctionId.NOW, ScalarType.DATE), one))
        .containsExactly(LocalDate.of(2024, 3, 1));
    assertThat(values(call(FunctionId.NOW, ScalarType.TIMESTAMP_TZ), one))
        .containsExactly(Instant.parse("2024-02-29T23:34:56Z"));
  }

  @Test
  void unknownCombinationsAreRefused() {
    Expression text = new Expression.Literal(ScalarType.TEXT, "a");
    assertThatThrownBy(() -> compiler.compile(call(FunctionId.EQUAL, ScalarType.BOOLEAN, X, text)))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_MISMATCH));
    assertThatThrownBy(() -> compiler.compile(call(FunctionId.LOWER, ScalarType.TEXT, text, text)))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNDEFINED_FUNCTION));
    assertThatThrownBy(() ->
            compiler.compile(
                call(
                    FunctionId.EXTRACT,
                    ScalarType.INT64,
                    text,
                    new Expression.Literal(ScalarType.DATE, null))))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
  }
}
