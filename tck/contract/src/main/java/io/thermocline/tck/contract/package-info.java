/// The contract of a [io.thermocline.spi.source.Source]: an adapter's test extends [SourceContract]
/// and declares what it can do.
@NullMarked
package io.thermocline.tck.contract;

import org.jspecify.annotations.NullMarked;
