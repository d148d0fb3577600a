/// What a source offers: discovery, statistics, scans, sinks and declared capabilities.
@NullMarked
package io.thermocline.spi.source;

import org.jspecify.annotations.NullMarked;
