/// PostgreSQL's protocol, version 3, over the gateway's sessions. The event loop decodes and
/// controls flow; a session's own thread runs statements and encodes. No `ByteBuf` leaves this
/// package.
@NullMarked
package io.thermocline.server.net.pgwire;

import org.jspecify.annotations.NullMarked;
