/// Reads `thermocline.yaml`: every key the gateway knows, the values as records, and the catalog
/// that they and discovery give.
@NullMarked
package io.thermocline.server.config;

import org.jspecify.annotations.NullMarked;
