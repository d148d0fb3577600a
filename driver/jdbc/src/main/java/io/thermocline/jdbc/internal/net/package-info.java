/** Connections to the gateway: URL, handshake, requests, result streams, errors. */
@NullMarked
package io.thermocline.jdbc.internal.net;

import org.jspecify.annotations.NullMarked;
