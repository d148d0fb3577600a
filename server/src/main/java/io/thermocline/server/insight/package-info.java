/// Short observations about the rows of an answer. Each is computed from the rows that a client
/// gets, and only said where a statistical test or a plain count carries it.
@NullMarked
package io.thermocline.server.insight;

import org.jspecify.annotations.NullMarked;
