/// End-to-end tests over three real stores and one reference Postgres.
@org.jspecify.annotations.NullMarked
package io.thermocline.tck.suite;
