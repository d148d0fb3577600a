/// Scans of chosen files: row groups, windows of rows, deleted rows.
@NullMarked
package io.thermocline.adapter.parquet.scan;

import org.jspecify.annotations.NullMarked;
