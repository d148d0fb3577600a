@NullMarked
package io.thermocline.nl.model;

import org.jspecify.annotations.NullMarked;
