/// Error codes and the one exception that carries them.
@NullMarked
package io.thermocline.spi.error;

import org.jspecify.annotations.NullMarked;
