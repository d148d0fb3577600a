/// Rows on disk: the spill folder, the files of one query, and the format of batches in them.
@NullMarked
package io.thermocline.engine.spill;

import org.jspecify.annotations.NullMarked;
