/// Logical tables over segments in the tiers: what statements name, and where their rows lie.
@NullMarked
package io.thermocline.catalog;

import org.jspecify.annotations.NullMarked;
