/// What people taught about a schema, and how it acts on questions: synonyms and verified
/// questions.
@NullMarked
package io.thermocline.nl.semantics;

import org.jspecify.annotations.NullMarked;
