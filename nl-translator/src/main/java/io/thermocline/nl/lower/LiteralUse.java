package io.thermocline.nl.lower;

import io.thermocline.nl.sketch.Sketch;
import org.jspecify.annotations.Nullable;

/// A value beside the expression that it is compared with; null for none.
public record LiteralUse(Sketch.@Nullable Expr expr, Sketch.Value value) {}
