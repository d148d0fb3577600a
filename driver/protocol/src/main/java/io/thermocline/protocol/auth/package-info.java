/** SCRAM-SHA-256 (RFC 5802, RFC 7677), both sides, with the JDK's cryptography only. */
@NullMarked
package io.thermocline.protocol.auth;

import org.jspecify.annotations.NullMarked;
