/// Apache Iceberg tables: metadata through the Iceberg library, pages through our own decoder.
@NullMarked
package io.thermocline.adapter.parquet.iceberg;

import org.jspecify.annotations.NullMarked;
