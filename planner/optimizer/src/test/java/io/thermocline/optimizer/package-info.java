/// Tests of the planner over sources in memory.
@NullMarked
package io.thermocline.optimizer;

import org.jspecify.annotations.NullMarked;
