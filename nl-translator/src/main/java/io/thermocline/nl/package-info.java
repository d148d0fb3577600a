/// Questions in natural language to relational plans: the facade and its outcomes.
@NullMarked
package io.thermocline.nl;

import org.jspecify.annotations.NullMarked;
