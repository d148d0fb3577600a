/// Relational trees: types, the scan of a segment, estimates, and the lowering to physical plans
/// and to the sources' dialects.
@NullMarked
package io.thermocline.optimizer.rel;

import org.jspecify.annotations.NullMarked;
