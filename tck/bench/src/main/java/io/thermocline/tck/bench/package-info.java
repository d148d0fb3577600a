/// Benchmarks with a `main`.
@NullMarked
package io.thermocline.tck.bench;

import org.jspecify.annotations.NullMarked;
