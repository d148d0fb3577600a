/// Running operators: pull iterators over batches that hold the state of one execution.
@NullMarked
package io.thermocline.engine.operator;

import org.jspecify.annotations.NullMarked;
