@NullMarked
package io.thermocline.nl.time;

import org.jspecify.annotations.NullMarked;
