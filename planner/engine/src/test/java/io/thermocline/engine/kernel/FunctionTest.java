package io.thermocline.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ThermoclineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every function against what PostgreSQL 17 answered, over constants, flat vectors and
/// dictionaries.
class FunctionTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  /// Functions whose last digits depend on the mathematics library.
  private static final Set<FunctionId> APPROXIMATE =
      Set.of(
          FunctionId.EXP,
          FunctionId.LN,
          FunctionId.SIN,
          FunctionId.COS,
          FunctionId.TAN,
          FunctionId.ASIN,
          FunctionId.ACOS,
          FunctionId.ATAN,
          FunctionId.ATAN2,
          FunctionId.POWER,
          FunctionId.CBRT,
          FunctionId.DEGREES,
          FunctionId.RADIANS);

  private final ExpressionCompiler compiler =
      new ExpressionCompiler(List.of(), PARIS, Instant.parse("2024-02-29T12:34:56Z"));

  private static Map<String, String> golden() throws IOException {
    Map<String, String> golden = new HashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                FunctionTest.class.getResourceAsStream("functions.tsv"), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int tab = line.lastIndexOf('\t');
        golden.put(line.substring(0, tab), line.substring(tab + 1));
      }
    }
    return golden;
  }

  @Test
  void valuesArePostgresValues() throws IOException {
    Map<String, String> golden = golden();
    List<String> differences = new ArrayList<>();
    int checked = 0;
    for (Expression expression : FunctionCases.all()) {
      String sql = PostgresGolden.sql(expression);
      String expected = golden.get(sql);
      assertThat(expected).as("golden value of " + sql).isNotNull();
      for (Shape shape : Shape.values()) {
        String actual = evaluate(expression, shape);
        checked++;
        if (!agrees(expression, expected, actual)) {
          differences.add(sql + " " + shape + ": " + actual + " instead of " + expected);
        }
      }
    }
    assertThat(differences)
        .as(checked + " values checked, " + differences.size() + " differ")
        .isEmpty();
  }

  private static boolean agrees(Expression expression, String expected, String actual) {
    if (expected.startsWith("ERROR")) {
      // PostgreSQL has more codes of class 22 than the gateway.
      boolean exact = expected.endsWith("22012") || expected.endsWith("22003");
      return exact ? actual.equals(expected) : actual.startsWith("ERROR 22");
    }
    if (expression instanceof Expression.Call call
        && APPROXIMATE.contains(call.function())
        && expected.length() > 8) {
      return Math.abs(
              Double.parseDouble(unbracket(expected)) - Double.parseDouble(unbracket(actual)))
          < 1e-12;
    }
    return actual.equals(expected);
  }

  private static String unbracket(String value) {
    return value.substring(1, value.length() - 1);
  }

  private enum Shape {
    CONSTANT,
    FLAT,
    DICTIONARY
  }

  private String evaluate(Expression expression, Shape shape) {
    List<Vector> columns = new ArrayList<>();
    Expression shaped =
        shape == Shape.CONSTANT ? expression : withColumns(expression, shape, columns);
    try {
      Vector result = compiler.compile(shaped).evaluate(new Batch(columns, 3));
      assertThat(result.type()).isEqualTo(expression.type());
      String first = text(result, 0);
      assertThat(text(result, 2)).isEqualTo(first);
      return first;
    } catch (ThermoclineException e) {
      return "ERROR " + e.code().sqlState();
    }
  }

  private static String text(Vector vector, int row) {
    return vector.isNull(row) ? "NULL" : "[" + TextFormat.format(vector, row, PARIS) + "]";
  }

  /// The expression with literal operands as columns whose row 1 is null.
  private static Expression withColumns(Expression expression, Shape shape, List<Vector> columns) {
    return switch (expression) {
      case Expression.Call call -> {
        List<Expression> arguments = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
          boolean isPart =
              i == 0
                  && Set.of(FunctionId.EXTRACT, FunctionId.DATE_TRUNC, FunctionId.DATE_DIFF)
                      .contains(call.function());
          arguments.add(
              isPart
                  ? call.arguments().get(i)
                  : withColumns(call.arguments().get(i), shape, columns));
        }
        yield new Expression.Call(call.function(), arguments, call.type());
      }
      case Expression.Cast cast ->
          new Expression.Cast(
              withColumns(cast.operand(), shape, columns), cast.type(), cast.safe());
      case Expression.InList in ->
          new Expression.InList(
              withColumns(in.operand(), shape, columns), in.values(), in.negated());
      case Expression.Case c ->
          new Expression.Case(
              c.branches().stream()
                  .map(b ->
                      new Expression.Branch(
                          withColumns(b.condition(), shape, columns),
                          withColumns(b.result(), shape, columns)))
                  .toList(),
              c.otherwise() == null ? null : withColumns(c.otherwise(), shape, columns),
              c.type());
      case Expression.Literal literal -> {
        columns.add(column(literal, shape));
        yield new Expression.ColumnReference(columns.size() - 1, literal.type());
      }
      case Expression.Parameter p -> p;
      case Expression.ColumnReference c -> c;
    };
  }

  private static Vector column(Expression.Literal literal, Shape shape) {
    VectorBuilder builder = new VectorBuilder(literal.type(), 3);
    builder.appendValue(literal.value());
    builder.appendNull();
    if (shape == Shape.DICTIONARY) {
      return new DictionaryVector(builder.build(), new int[] {0, 1, 0}, 3);
    }
    builder.appendValue(literal.value());
    return builder.build();
  }
}
