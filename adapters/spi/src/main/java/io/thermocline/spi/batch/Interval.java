package io.thermocline.spi.batch;

/// A span of calendar months and of microseconds, each with its own sign.
public record Interval(long months, long micros) {}
