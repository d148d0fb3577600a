/// What users teach: metrics, synonyms, names, verified questions. Statements for it, its store,
/// and how it becomes part of the catalog.
@NullMarked
package io.thermocline.server.semantics;

import org.jspecify.annotations.NullMarked;
