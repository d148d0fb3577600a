/// The commands of `bin/thermocline`.
@NullMarked
package io.thermocline.server.cli;

import org.jspecify.annotations.NullMarked;
