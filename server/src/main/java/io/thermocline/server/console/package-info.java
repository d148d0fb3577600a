/// The interactive console, a plain client of the JDBC driver.
@NullMarked
package io.thermocline.server.console;

import org.jspecify.annotations.NullMarked;
