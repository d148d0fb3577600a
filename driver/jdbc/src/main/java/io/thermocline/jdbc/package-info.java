/**
 * The JDBC driver: {@code jdbc:thermocline://host:port/catalog}. Classes of {@code java.sql} that
 * delegate to the internal packages.
 */
@NullMarked
package io.thermocline.jdbc;

import org.jspecify.annotations.NullMarked;
