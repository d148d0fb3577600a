package io.thermocline.engine.run;

/// What a node has done in one execution.
///
/// @param rows rows returned
/// @param batches batches returned
/// @param bytes bytes of the batches returned, without dictionaries
/// @param nanos time spent in the node and its inputs, summed over threads
/// @param memoryBytes the most memory that the node held at once
/// @param spilledBytes bytes written to disk for want of memory
/// @param detail what EXPLAIN ANALYZE adds, for instance the scan's own description; may be empty
public record NodeStatistics(
    long rows,
    long batches,
    long bytes,
    long nanos,
    long memoryBytes,
    long spilledBytes,
    String detail) {}
