/// Words, names, stored values: what links a question to a schema.
@NullMarked
package io.thermocline.nl.link;

import org.jspecify.annotations.NullMarked;
