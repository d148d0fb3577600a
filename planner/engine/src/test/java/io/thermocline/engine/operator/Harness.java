package io.thermocline.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.engine.expr.Expression;
import io.thermocline.engine.expr.FunctionId;
import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.engine.run.Engine;
import io.thermocline.engine.run.EngineConfig;
import io.thermocline.engine.run.QueryContext;
import io.thermocline.engine.run.QueryOptions;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Runs plans with several batch sizes and numbers of workers, and compares rows as text.
final class Harness {
  static final EngineConfig CONFIG = new EngineConfig(1, 8, 8192, 1L << 30, 1L << 31, 4);
  static final List<EngineConfig> CONFIGS =
      List.of(
          CONFIG,
          CONFIG.withBatchRows(1),
          CONFIG.withBatchRows(7).withWorkers(3),
          CONFIG.withBatchRows(1024).withWorkers(4));
  static final QueryOptions OPTIONS =
      new QueryOptions(Duration.ZERO, ZoneOffset.UTC, Instant.parse("2024-02-29T12:34:56.789Z"));

  private Harness() {}

  static List<List<Object>> run(EngineConfig config, PhysicalNode plan) {
    return run(config, plan, List.of());
  }

  static List<List<Object>> run(EngineConfig config, PhysicalNode plan, List<Object> parameters) {
    try (Engine engine = new Engine(config);
        QueryContext context = engine.open(OPTIONS)) {
      List<List<Object>> rows;
      try (BatchReader reader = engine.execute(plan, parameters, context)) {
        rows = BatchReaders.rows(reader);
      }
      assertThat(context.memory().usedBytes()).as("memory given back").isZero();
      assertThat(engine.memory().usedBytes()).isZero();
      assertThat(context.statistics().of(plan).rows()).isEqualTo(rows.size());
      return rows;
    }
  }

  /// Runs a plan in all configurations and compares with rows in any order.
  static void check(String what, PhysicalNode plan, List<List<Object>> expected) {
    List<String> wanted = text(expected).stream().sorted().toList();
    for (EngineConfig config : CONFIGS) {
      List<String> actual = text(run(config, plan)).stream().sorted().toList();
      assertThat(actual).as(what + " with " + config).isEqualTo(wanted);
    }
  }

  /// Runs a plan in all configurations and compares with rows in this order.
  static void checkOrdered(String what, PhysicalNode plan, List<List<Object>> expected) {
    for (EngineConfig config : CONFIGS) {
      assertThat(text(run(config, plan))).as(what + " with " + config).isEqualTo(text(expected));
    }
  }

  static List<String> text(List<List<Object>> rows) {
    return rows.stream().map(row -> row.stream().map(Harness::text).toList().toString()).toList();
  }

  private static String text(Object value) {
    return switch (value) {
      case null -> "null";
      case BigDecimal d -> plain(d);
      case BigInteger i -> i.toString();
      case Double d ->
          d.isNaN() || d.isInfinite()
              ? d.toString()
              : plain(new BigDecimal(d * (1 + 3e-13)).round(new MathContext(9)));
      case Float f -> plain(new BigDecimal(f).round(new MathContext(6)));
      case List<?> list -> list.stream().map(Harness::text).toList().toString();
      default -> value.toString();
    };
  }

  private static String plain(BigDecimal d) {
    return d.signum() == 0 ? "0" : d.stripTrailingZeros().toPlainString();
  }

  static Expression column(PhysicalNode input, String name) {
    int index = input.schema().indexOf(name);
    return new Expression.ColumnReference(index, input.schema().field(index).type());
  }

  static Expression column(Schema schema, String name) {
    int index = schema.indexOf(name);
    return new Expression.ColumnReference(index, schema.field(index).type());
  }

  static Expression call(FunctionId function, DataType type, Expression... arguments) {
    return new Expression.Call(function, Arrays.asList(arguments), type);
  }

  static Expression test(FunctionId function, Expression... arguments) {
    return call(function, ScalarType.BOOLEAN, arguments);
  }

  static Expression literal(DataType type, Object value) {
    return new Expression.Literal(type, value);
  }

  static Expression literal(long value) {
    return new Expression.Literal(ScalarType.INT64, value);
  }

  static Schema concat(Schema a, Schema b) {
    List<Field> fields = new ArrayList<>(a.fields());
    fields.addAll(b.fields());
    return new Schema(fields);
  }
}
