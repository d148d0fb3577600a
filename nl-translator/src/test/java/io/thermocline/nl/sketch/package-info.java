@NullMarked
package io.thermocline.nl.sketch;

import org.jspecify.annotations.NullMarked;
