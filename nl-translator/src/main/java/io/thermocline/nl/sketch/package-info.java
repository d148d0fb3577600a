/// Sketches: typed query trees between the model's actions and plans.
@NullMarked
package io.thermocline.nl.sketch;

import org.jspecify.annotations.NullMarked;
