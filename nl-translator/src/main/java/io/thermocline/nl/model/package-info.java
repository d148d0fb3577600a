/// The translation model: encoder input, graphs and their sessions.
@NullMarked
package io.thermocline.nl.model;

import org.jspecify.annotations.NullMarked;
