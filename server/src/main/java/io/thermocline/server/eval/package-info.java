/// Asks a set of questions over a folder of databases and writes down the answers.
@NullMarked
package io.thermocline.server.eval;

import org.jspecify.annotations.NullMarked;
