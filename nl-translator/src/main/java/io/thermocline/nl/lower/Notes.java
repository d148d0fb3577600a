package io.thermocline.nl.lower;

import io.thermocline.nl.sketch.Sketch;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one lowering finds out besides the tree.
final class Notes {
  private final Map<LiteralUse, String> literals = new HashMap<>();
  private final Set<String> assumptions = new LinkedHashSet<>();
  private final TreeMap<Integer, DataType> parameters = new TreeMap<>();

  /// The refusal of a sketch that means nothing over this schema.
  static ThermoclineException invalid(String why) {
    return new ThermoclineException(
        ErrorCode.QUESTION_REFUSED,
        "the reading has no meaning: " + why + "; rephrase the question");
  }

  void literal(Sketch.@Nullable Expr expr, Sketch.Value value, String words) {
    literals.putIfAbsent(new LiteralUse(expr, value), words);
  }

  void assume(String sentence) {
    assumptions.add(sentence);
  }

  void parameter(int number, DataType type) {
    parameters.putIfAbsent(number, type);
  }

  Map<LiteralUse, String> literals() {
    return literals;
  }

  List<String> assumptions() {
    return List.copyOf(assumptions);
  }

  /// The types of all parameters; one that nothing used is text.
  List<DataType> parameterTypes(int count) {
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(parameters.getOrDefault(i, ScalarType.TEXT));
    }
    return types;
  }
}
