package io.thermocline.spi.error;

/// Who can do something about an error.
public enum ErrorCategory {
  /// The statement, its parameters or the caller's rights.
  USER,
  /// A limit of the gateway was reached: memory, connections, time.
  RESOURCES,
  /// A source or the network failed.
  EXTERNAL,
  /// A defect of the gateway.
  INTERNAL
}
