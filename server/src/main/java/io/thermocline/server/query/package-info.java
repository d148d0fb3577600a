/// From a statement's text to rows: what sessions of every protocol call.
@NullMarked
package io.thermocline.server.query;

import org.jspecify.annotations.NullMarked;
