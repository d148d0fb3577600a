/**
 * The messages of the native wire protocol and their limits. The specification is
 * docs/reference/protocol.md; the codec is in {@link io.thermocline.protocol.codec}.
 */
@NullMarked
package io.thermocline.protocol;

import org.jspecify.annotations.NullMarked;
