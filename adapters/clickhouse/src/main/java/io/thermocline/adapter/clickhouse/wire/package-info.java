/// The HTTP interface of ClickHouse and its columnar Native format.
@NullMarked
package io.thermocline.adapter.clickhouse.wire;

import org.jspecify.annotations.NullMarked;
