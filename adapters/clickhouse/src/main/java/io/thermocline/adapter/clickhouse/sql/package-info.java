/// Statements in the dialect of ClickHouse.
@NullMarked
package io.thermocline.adapter.clickhouse.sql;

import org.jspecify.annotations.NullMarked;
