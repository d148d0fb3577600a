/// SQL for the sources that answer it: which part of a tree means exactly the same there, and its
/// text in their dialect.
@NullMarked
package io.thermocline.optimizer.dialect;

import org.jspecify.annotations.NullMarked;
