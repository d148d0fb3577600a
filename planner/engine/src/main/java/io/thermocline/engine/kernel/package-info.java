/// Expressions resolved into loops over vectors.
@NullMarked
package io.thermocline.engine.kernel;

import org.jspecify.annotations.NullMarked;
