package io.thermocline.spi.source;

/// What a source does exactly as the gateway defines it. The contract suite checks every declared
/// capability, and that a request that needs an undeclared one fails with CAPABILITY_MISSING.
public enum Capability {
  /// A scan reads only the columns asked for.
  PROJECTION,
  /// A scan returns only rows for which the predicate is true.
  FILTER,
  /// A scan returns at most the number of rows asked for.
  LIMIT,
  /// A scan groups and aggregates, whatever is asked for. A source without it may still answer
  /// single requests: [Source#aggregates].
  AGGREGATE,
  /// The source answers SQL in its own dialect: [SqlSource].
  SQL,
  /// Rows can be written in bulk.
  WRITE,
  /// A scan can be split into partitions that are read side by side.
  PARTITIONS
}
