/// Typed scalar expressions of physical plans, with PostgreSQL's semantics.
@NullMarked
package io.thermocline.engine.expr;

import org.jspecify.annotations.NullMarked;
