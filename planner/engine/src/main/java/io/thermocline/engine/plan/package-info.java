/// Physical plans: immutable trees of nodes that say what is computed, not how far it is.
@NullMarked
package io.thermocline.engine.plan;

import org.jspecify.annotations.NullMarked;
