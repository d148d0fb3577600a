/** Values of the wire as Java objects, and Java objects as parameters. */
@NullMarked
package io.thermocline.jdbc.internal.value;

import org.jspecify.annotations.NullMarked;
