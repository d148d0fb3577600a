/// Data types and fields, as every source, the engine and the wire share them.
@NullMarked
package io.thermocline.spi.type;

import org.jspecify.annotations.NullMarked;
