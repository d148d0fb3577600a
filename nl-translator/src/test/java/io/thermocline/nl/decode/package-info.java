@NullMarked
package io.thermocline.nl.decode;

import org.jspecify.annotations.NullMarked;
