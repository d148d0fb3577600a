/// Words for dates and periods to half-open ranges.
@NullMarked
package io.thermocline.nl.time;

import org.jspecify.annotations.NullMarked;
