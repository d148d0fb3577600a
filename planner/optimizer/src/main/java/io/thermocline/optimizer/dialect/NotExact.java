package io.thermocline.optimizer.dialect;

/// Says that something has no equivalent in a dialect. Control flow, never shown.
final class NotExact extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The only instance.
  static final NotExact INSTANCE = new NotExact();

  private NotExact() {
    super("no exact equivalent", null, false, false);
  }
}
