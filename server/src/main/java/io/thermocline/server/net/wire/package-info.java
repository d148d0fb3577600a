/// Netty handlers of the native protocol: frames, handshake and the bridge to sessions. The event
/// loop decodes, encodes and controls flow, nothing else; no `ByteBuf` leaves this package.
@NullMarked
package io.thermocline.server.net.wire;

import org.jspecify.annotations.NullMarked;
