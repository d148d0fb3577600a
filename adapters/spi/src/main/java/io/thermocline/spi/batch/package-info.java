/// Columnar batches: the only thing that moves rows between sources, engine and wire.
@NullMarked
package io.thermocline.spi.batch;

import org.jspecify.annotations.NullMarked;
