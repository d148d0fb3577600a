package io.thermocline.adapter.postgres;

/// The contract in a database that orders text bytewise.
class PostgresSourceContractTest extends PostgresContract {
  PostgresSourceContractTest() {
    super("postgres");
  }
}
