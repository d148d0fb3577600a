package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import java.util.List;
import java.util.stream.Stream;

/// Expressions whose values PostgreSQL has stated.
final class FunctionCases {
  private FunctionCases() {}

  static List<Expression> all() {
    return Stream.of(
            ComparisonCases.all(),
            NumberCases.all(),
            TextCases.all(),
            TimeCases.all(),
            CastCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
