/// The demo: the data set `shop`, its generator and loader, and the questions asked of it.
@NullMarked
package io.thermocline.server.demo;

import org.jspecify.annotations.NullMarked;
