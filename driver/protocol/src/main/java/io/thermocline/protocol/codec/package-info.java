/**
 * Frames and messages to bytes and back. Everything is little-endian; nothing trusts a length that
 * came over the wire.
 */
@NullMarked
package io.thermocline.protocol.codec;

import org.jspecify.annotations.NullMarked;
