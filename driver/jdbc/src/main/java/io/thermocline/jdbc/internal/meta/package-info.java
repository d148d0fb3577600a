/**
 * What DatabaseMetaData answers: queries over the schema {@code system} and rows that are made
 * here.
 */
@NullMarked
package io.thermocline.jdbc.internal.meta;

import org.jspecify.annotations.NullMarked;
