/// From optimised trees to physical plans: what each source does, what the engine does, and both in
/// words.
@NullMarked
package io.thermocline.optimizer.physical;

import org.jspecify.annotations.NullMarked;
