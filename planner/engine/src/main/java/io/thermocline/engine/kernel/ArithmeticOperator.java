package io.thermocline.engine.kernel;

/// The five binary operators on numbers.
enum ArithmeticOperator {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  MODULO
}
