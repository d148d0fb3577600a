package io.thermocline.engine.plan;

/// Publishes the build values of a hash join's key, from 0, under the number `filter`: as an IN
/// list when there are at most `maxValues` different ones, else as a range from smallest to
/// largest. Of use for INNER, SEMI and RIGHT joins, whose unmatched left rows are dropped; other
/// joins ignore it.
public record DynamicFilterSource(int filter, int key, int maxValues) {}
