@NullMarked
package io.thermocline.nl.link;

import org.jspecify.annotations.NullMarked;
