@NullMarked
package io.thermocline.nl.lower;

import org.jspecify.annotations.NullMarked;
