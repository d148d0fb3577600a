package io.thermocline.engine.run;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/// What one execution is given besides its plan.
///
/// @param timeout the time until the query fails with TIMED_OUT; zero for none
/// @param zone the session's time zone
/// @param now what NOW means, the statement's start
public record QueryOptions(Duration timeout, ZoneId zone, Instant now) {}
