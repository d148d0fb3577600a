/// The source over a ClickHouse server: configuration, discovery, scans, bulk writing.
@NullMarked
package io.thermocline.adapter.clickhouse;

import org.jspecify.annotations.NullMarked;
