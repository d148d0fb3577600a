@NullMarked
package io.thermocline.nl.retrieval;

import org.jspecify.annotations.NullMarked;
