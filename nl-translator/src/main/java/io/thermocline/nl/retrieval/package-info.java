/// Chooses the tables of a large schema that a question may be about, so that what the encoder
/// reads fits into its input.
@NullMarked
package io.thermocline.nl.retrieval;

import org.jspecify.annotations.NullMarked;
