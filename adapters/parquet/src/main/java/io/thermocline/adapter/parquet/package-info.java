/// The source over folders of Parquet files: configuration, discovery, scans.
@NullMarked
package io.thermocline.adapter.parquet;

import org.jspecify.annotations.NullMarked;
