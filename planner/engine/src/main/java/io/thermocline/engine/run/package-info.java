/// Running plans: engine, query context, memory budgets, statistics.
@NullMarked
package io.thermocline.engine.run;

import org.jspecify.annotations.NullMarked;
