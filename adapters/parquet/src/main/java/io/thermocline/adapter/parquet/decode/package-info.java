/// From the pages of a column chunk to vectors.
@NullMarked
package io.thermocline.adapter.parquet.decode;

import org.jspecify.annotations.NullMarked;
