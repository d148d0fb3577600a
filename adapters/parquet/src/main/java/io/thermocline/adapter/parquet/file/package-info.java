/// Parquet files: mapping, footers, and how their columns look to the gateway.
@NullMarked
package io.thermocline.adapter.parquet.file;

import org.jspecify.annotations.NullMarked;
