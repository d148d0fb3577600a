/// The source adapter for PostgreSQL: discovery from `pg_catalog`, scans and bulk writes by `COPY`
/// in binary format.
@NullMarked
package io.thermocline.adapter.postgres;

import org.jspecify.annotations.NullMarked;
