/// The grammar automaton and the beam search over it.
@NullMarked
package io.thermocline.nl.decode;

import org.jspecify.annotations.NullMarked;
