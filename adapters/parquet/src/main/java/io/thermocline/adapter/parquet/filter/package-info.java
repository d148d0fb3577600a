/// Predicates over decoded vectors, statistics, page indexes and bloom filters.
@NullMarked
package io.thermocline.adapter.parquet.filter;

import org.jspecify.annotations.NullMarked;
