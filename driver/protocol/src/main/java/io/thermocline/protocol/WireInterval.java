package io.thermocline.protocol;

/** The value of an interval: calendar months and microseconds, each with its own sign. */
public record WireInterval(long months, long micros) {}
