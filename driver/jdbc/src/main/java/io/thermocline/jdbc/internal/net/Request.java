package io.thermocline.jdbc.internal.net;

import java.time.Duration;

/**
 * The limits of one execution.
 *
 * @param fetchRows most rows in a frame; 0 leaves it to the gateway
 * @param maxRows after which the result ends; 0 for all
 * @param timeout after which the statement fails; zero for the gateway's limit
 */
public record Request(int fetchRows, long maxRows, Duration timeout) {}
