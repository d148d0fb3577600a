/// The planner: SQL or a relational tree in, a physical plan out.
@NullMarked
package io.thermocline.optimizer;

import org.jspecify.annotations.NullMarked;
