/// The Postgres and the ClickHouse that a gateway without servers of its own starts, watches and
/// stops as child processes.
@NullMarked
package io.thermocline.adapter.embedded;

import org.jspecify.annotations.NullMarked;
