/// SQL text to a relational tree: PostgreSQL's names, types, operators and error messages on
/// Calcite's parser and validator.
@NullMarked
package io.thermocline.optimizer.sql;

import org.jspecify.annotations.NullMarked;
