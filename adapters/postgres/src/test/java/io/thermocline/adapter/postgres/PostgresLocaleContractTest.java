package io.thermocline.adapter.postgres;

/// The contract in a database that orders text as American readers expect.
class PostgresLocaleContractTest extends PostgresContract {
  PostgresLocaleContractTest() {
    super("locale");
  }
}
