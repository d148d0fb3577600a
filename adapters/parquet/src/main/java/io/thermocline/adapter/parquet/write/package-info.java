/// From batches to Parquet files.
@NullMarked
package io.thermocline.adapter.parquet.write;

import org.jspecify.annotations.NullMarked;
