/// The gateway: wired here by constructors.
@NullMarked
package io.thermocline.server;

import org.jspecify.annotations.NullMarked;
