/// The gateway's listener for the native protocol. The only package, with its sub-packages, that
/// sees Netty.
@NullMarked
package io.thermocline.server.net;

import org.jspecify.annotations.NullMarked;
