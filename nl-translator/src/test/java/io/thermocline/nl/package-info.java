@NullMarked
package io.thermocline.nl;

import org.jspecify.annotations.NullMarked;
