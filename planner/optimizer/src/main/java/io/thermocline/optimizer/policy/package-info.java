/// Rewrites that security policies make between validation and optimisation.
@NullMarked
package io.thermocline.optimizer.policy;

import org.jspecify.annotations.NullMarked;
