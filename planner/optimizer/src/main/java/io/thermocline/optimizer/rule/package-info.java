/// Rewrites of relational trees that do not change their result.
@NullMarked
package io.thermocline.optimizer.rule;

import org.jspecify.annotations.NullMarked;
