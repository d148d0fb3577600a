/// Queries over Parquet files, in the gateway's engine and in DuckDB side by side.
@NullMarked
package io.thermocline.tck.bench.cold;

import org.jspecify.annotations.NullMarked;
