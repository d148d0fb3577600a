/// Sessions of the native protocol: one virtual thread each, straight blocking code between
/// messages and the query service.
@NullMarked
package io.thermocline.server.session;

import org.jspecify.annotations.NullMarked;
