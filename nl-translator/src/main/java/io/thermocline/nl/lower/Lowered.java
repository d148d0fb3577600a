package io.thermocline.nl.lower;

import io.thermocline.spi.type.DataType;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;

/// A sketch as a relational tree.
///
/// @param columnNames readable names of the result's columns, each once
/// @param literals the words for the values that were read, beside what they are compared with
/// @param assumptions what was taken for granted, one sentence each
/// @param parameterTypes the type of each parameter in order
public record Lowered(
    RelNode rel,
    List<String> columnNames,
    Map<LiteralUse, String> literals,
    List<String> assumptions,
    List<DataType> parameterTypes) {
  /// Copies the collections.
  public Lowered {
    columnNames = List.copyOf(columnNames);
    literals = Map.copyOf(literals);
    assumptions = List.copyOf(assumptions);
    parameterTypes = List.copyOf(parameterTypes);
  }
}
