/// PostgreSQL's view of the gateway: its types by object identifier, its catalogs as relations, and
/// the functions that tools call on them.
@NullMarked
package io.thermocline.server.pgcatalog;

import org.jspecify.annotations.NullMarked;
